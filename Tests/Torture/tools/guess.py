"""The table of failed logins under what can happen to login.cgi, read by a reader of this script's own.

  guess.py kill first     kill -9 of the very first login, at every system call and at instructions in between
  guess.py kill later     the same where three failures are counted already
  guess.py fault ERROR    every system call of a login failing in turn with ENOSPC or EIO
  guess.py freeze         a login that is stopped after each of its calls: others log in
  guess.py crowd          200 guesses at once, some of them killed: no more are tried than are counted
  guess.py full           on a full disk: a table that is there counts on, one that is not hinders nobody
"""
import errno
import hashlib
import math
import os
import shutil
import struct
import sys
import time

from store import (
    SILENCING, TORTURE, Site, Stops, chance, check, fill_up, finish, main, main_where_it_may_mount,
    naming, small_disk, wait_for_stop)

EMAIL, OTHER = "owner@example.com", "other@example.com"
SIZE, HEADER, CELLS = 2_101_248, 4096, 8
# Of an address from a network and from the one around it, of a network and of that around it, of an address.
BUCKETS = ((0, 2048), (2048, 2048), (4096, 1024), (5120, 1024), (6144, 1024))
NETWORK = bytes([192, 0, 2, 1])
SUBJECTS = (
    b"\4" + NETWORK + EMAIL.encode(), b"\3" + NETWORK[:3] + EMAIL.encode(), NETWORK, NETWORK[:3], EMAIL.encode())
OF_NETWORK = 2


def failures(data):
    """The failures that are counted, in the order of SUBJECTS; None without a table."""
    path = data + "/attempts-2.table"
    content = open(path, "rb").read() if os.path.exists(path) else b""
    if len(content) != SIZE or not content.startswith(b"cgi-auth attempts 2\n"):
        return None
    found = []
    for kind, ((first, count), subject) in enumerate(zip(BUCKETS, SUBJECTS)):
        digest = hashlib.sha256(content[20:36] + bytes([kind]) + subject).digest()
        start = HEADER + (first + int.from_bytes(digest[16:20], "big") % count) * CELLS * 32
        cells = [content[start + 32 * cell:start + 32 * cell + 32] for cell in range(CELLS)]
        numbers = [struct.unpack("<QIHH", cell[16:])[2] for cell in cells if cell[:16] == digest[:16]]
        check(len(numbers) <= 1, "a key twice")
        found.append(sum(numbers))
    return found


class Place:
    """A data directory with two users, seen by a guesser and by owners elsewhere."""

    def __init__(self, folder, failed=0):
        shutil.rmtree(folder + "/run", ignore_errors=True)
        shutil.copytree(folder + "/template", folder + "/run")
        self.data = folder + "/run"
        settings = {"AUTH_HASH_SLOTS": "2", "AUTH_THROTTLE": "on"}
        self.guesser = Site(self.data, password="wrong", **settings)
        self.owner = Site(self.data, address="198.51.100.7", **settings)
        for _ in range(failed):
            check(self.guesser.login(EMAIL).status == 401, "a guess")

    def works(self):
        """What must hold whatever happened to a login: the owner gets in, and guesses are counted."""
        answer = self.owner.login(EMAIL)
        check(answer.status == 200 and "unavailable" not in answer.errors, "the owner's login", answer)
        before = failures(self.data)
        check(before is not None, "no table after a login")
        answer = self.guesser.login(OTHER)
        check(answer.status == 401 and "unavailable" not in answer.errors, "a guess", answer)
        check(failures(self.data)[OF_NETWORK] == before[OF_NETWORK] + 1, "not counted:", before, failures(self.data))


def template(folder):
    site = Site(folder + "/template")
    for email in (EMAIL, OTHER):
        check(site.register(email).status == 200, "register")


def kill(folder, when):
    template(folder)
    stops, failed = Stops(folder), 3 if when == "later" else 0
    listed = Place(folder, failed).guesser.login(EMAIL, wrapper=stops.at("list"))
    check(listed.status == 401, "unharmed", listed)
    names = stops.names()
    start = names.index("poll")
    check(names.count("pwrite64") == (5 if failed else 5 + 33 + 1), "not the calls of a table:", names)
    counts = {"calls": len(names) - start, "kills": 0, "counted": 0, "uncounted": 0, "no_table": 0}
    for stop, steps in stops.kills(start, len(names)):
        place = Place(folder, failed)
        answer = place.guesser.login(EMAIL, wrapper=stops.at("kill", stop, steps))
        now = failures(place.data)
        with naming("killed at stop", stop, names[stop // 2], "and", steps, "steps"):
            check(now is not None or not failed, "the table is gone")
            check(all(number in (failed, failed + 1) for number in now or []), "miscounted:", now)
            check(answer.status is None or now == [failed + 1] * len(SUBJECTS), "answered, but not counted:", answer, now)
            place.works()
        counts["kills"] += 1
        counts["no_table" if now is None else "counted" if now == [failed + 1] * len(SUBJECTS) else "uncounted"] += 1
    return counts


def fault(folder, error):
    template(folder)
    stops, number = Stops(folder), getattr(errno, error)
    counts = {"faults": 0, "uncounted": 0, "unlimited": 0, "answers_401": 0, "answers_503": 0}
    for failed in (0, 1):
        place = Place(folder, failed)
        check(place.guesser.login(EMAIL, wrapper=stops.at("list")).status == 401, "unharmed")
        names = stops.names()
        start = names.index("poll") + 2
        for call in range(start, len(names)):
            place = Place(folder, failed)
            answer = place.guesser.login(EMAIL, wrapper=stops.at("fail", call, number))
            silent = names[call] in SILENCING | {"write", "exit_group"}
            with naming(error, "at call", call, names[call]):
                check(answer.status in (401, 503) or answer.status is None and silent, answer)
                place.works()
            counts["faults"] += 1
            counts["uncounted"] += "throttle-unavailable" in answer.errors
            counts["unlimited"] += "hash-slots-unavailable" in answer.errors
            if answer.status:
                counts[f"answers_{answer.status}"] += 1
    return counts


def freeze(folder):
    template(folder)
    stops = Stops(folder)
    check(Place(folder, 1).guesser.login(EMAIL, wrapper=stops.at("list")).status == 401, "unharmed")
    names = stops.names()
    counts = {"stops": 0, "locked": 0}
    for call in range(names.index("poll"), len(names) - 1):
        place = Place(folder, 1)
        process = place.guesser.start("login", EMAIL, wrapper=stops.at("freeze", call))
        stopped = wait_for_stop(process, stops.report)
        for email in (EMAIL, OTHER):
            answer = place.owner.login(email)
            check(answer.status == 200, "beside a login stopped after", names[call], answer)
        counts["locked"] += "throttle-unavailable lock" in answer.errors
        os.kill(stopped, 18)
        check(finish(process).status == 401, "continued")
        place.works()
        counts["stops"] += 1
    return counts


def crowd(folder):
    template(folder)
    counts = {"rounds": 0, "tried": 0, "killed": 0}
    for _ in range(3 * TORTURE):
        place = Place(folder)
        began = time.time()
        processes = []
        for _ in range(200):
            processes.append(place.guesser.start("login", EMAIL))
            if chance.random() < 0.3:
                # Most of them at once: a program is soon done, sooner than a busy machine ends a sleep.
                if chance.random() < 0.3:
                    time.sleep(chance.uniform(0, 0.002))
                processes[-1].kill()
        answers = [finish(process) for process in processes]
        # Beside the five free tries, one for each wait of 1, 2, 4... s that fits.
        waits = int(math.log2(time.time() - began + 2))
        # Whoever waited a second for the table's lock goes on uncounted, and says so.
        tried = sum(answer.status == 401 and "throttle-unavailable lock" not in answer.errors for answer in answers)
        check(all(answer.status in (401, 429, 503, None) for answer in answers), answers)
        counted = failures(place.data)
        check(tried <= min(counted) and max(counted) <= 5 + waits, tried, "tried,", counted, "counted")
        place.works()
        counts["rounds"] += 1
        counts["tried"] += tried
        counts["killed"] += sum(answer.status is None for answer in answers)
    return counts


def full(folder):
    counts = {"rounds": 0, "unavailable": 0, "counted": 0}
    with small_disk(folder, "5m"):
        template(folder)
        for blocks in (0, 1, 2, 64, 506, 512):
            for failed in (0, 1):
                place = Place(folder, failed)
                fill_up(folder + "/filler", blocks)
                answer = place.owner.login(EMAIL)
                check(answer.status == 200, "login on a full disk", answer)
                if failed:
                    check("throttle-unavailable" not in answer.errors, answer)
                    check(place.guesser.login(EMAIL).status == 401, "a guess")
                    check(failures(place.data) == [2] * len(SUBJECTS), "on a full disk:", failures(place.data))
                    counts["counted"] += 1
                elif "throttle-unavailable" in answer.errors:
                    path = place.data + "/attempts-2.table"
                    check(not os.path.exists(path) or os.path.getsize(path) == 0, "half a table takes room")
                    counts["unavailable"] += 1
                os.unlink(folder + "/filler")
                place.works()
                counts["rounds"] += 1
    return counts


def body(folder, what, *words):
    return globals()[what](folder, *words)


(main_where_it_may_mount if sys.argv[1] == "full" else main)(body)
