"""kill -9 at every system call of a registration that the store makes, and at instructions in between.

  kill.py first the very first registration, in a folder that is not there, at every call of the
  program kill.py STORE fresh the live file is copied kill.py STORE spare the spare is used; the new
  record is what splits or doubles kill.py STORE replay the spare is used; the operation that it lacks
  is what splits or doubles kill.py control MODE STORE the same kills of an in-place gdbm_store, MODE
  mmap or nommap: counts what is lost

STORE is one of STORES: the next user makes GDBM split a bucket or double its
directory, or is put into the overflow.
"""
import os
import shutil
import subprocess

from alike import alike
from store import (
    Site, Stops, chance, check, compiled, fill, isolated, main, naming, raw_records, real_record, records,
    shape, user)

# Block size, and which event of the growing file: GDBM's default block holds 512 directory entries; small
# ones double the directory early.
STORES = {
    "tiny": (4096, None, 3),
    "split": (4096, "split", 1),
    "doubling": (512, "doubling", 1),
    "second-doubling": (512, "doubling", 2),
    "late-split": (4096, "split", 12),
    # One more address of that hash has no place under its own name: two operations, the first time.
    "overflow": (4096, None, 5),
}


def grow(path, kind, record):
    """Fills a file until just before the event; returns the number of the user who brings it about."""
    block_bytes, event, times = STORES[kind]
    if event is None:
        return times
    before, seen = None, 0
    probe = path + ".probe"
    for number in fill(probe, range(20_000), record, block_bytes):
        now = shape(probe)
        if before:
            changed = now[0] > before[0] if event == "doubling" else now[1] > before[1] and now[0] == before[0]
            seen += changed
            if seen == times:
                os.unlink(probe)
                list(fill(path, range(number), record, block_bytes))
                check(shape(path) == before, "the file grows differently the second time")
                return number
        before = now
    check(False, "no", event, "in 20,000 users")


def after_kill(site, before, email, answered):
    """What must hold after a kill. Returns whether the new user is there."""
    now = records(site.file)
    new = now.pop(email.encode(), None)
    check(now == before, "records differ:", set(before.items()) ^ set(now.items()))
    check(new is not None or not answered, "answered 200, but the user is not there")
    for someone in chance.sample(sorted(before), min(1, len(before))):
        answer = site.login(someone.decode())
        check(answer.status == 200, someone, "cannot log in", answer)
    answer = site.login(email)
    check(answer.status == (200 if new else 401), "the new user's login", answer)
    # Twice: the first may copy the live file, the second uses the spare that it left.
    for next_email, expected in [(email, 409 if new else 200), ("next@example.com", 200), ("last@example.com", 200)]:
        answer = site.register(next_email)
        check(answer.status == expected, "register", next_email, answer)
    later = records(site.file)
    if new:
        check(later[email.encode()] == new, "the new user's record changed")
    check(later.keys() - before.keys() == {email.encode(), b"next@example.com", b"last@example.com"}, "who is there")
    check(all(later[key] == value for key, value in before.items()), "records differ two registrations on")
    left = set(os.listdir(site.data)) - {".htaccess", "secret.key", "private.key", "audit.log", "error.log"}
    left = {name for name in left if not name.startswith((".secret.key.", ".private.key.", "..htaccess."))}
    known = {"users.gdbm", "users.spare", "users.lock", "hash.slots"}
    known |= {"sessions.gdbm", "sessions.spare", "sessions.lock"}
    check(left <= known and {"users.gdbm", "users.spare", "users.lock"} <= left, "left behind:", left)
    return new is not None


def kill_all(folder, store, path):
    stops = Stops(folder)
    record = real_record(folder)
    template, number, name = folder + "/template", 0, alike if store == "overflow" else user
    if store != "first":
        os.mkdir(template)
        earlier = {"fresh": 0, "spare": 1, "replay": 2}[path]
        number = grow(template + "/users.gdbm", store, record)
        with_event = number + 1 if path == "replay" else number
        if os.path.exists(template + "/users.gdbm"):
            os.unlink(template + "/users.gdbm")
        list(fill(template + "/users.gdbm", range(with_event - earlier), record, STORES[store][0], name))
        number = with_event
    email = name(number)

    def one(mode, stop=0, steps=0):
        shutil.rmtree(folder + "/run", ignore_errors=True)
        os.mkdir(folder + "/run")
        site = Site(folder + "/run/data")
        if store != "first":
            shutil.copytree(template, site.data)
            for previous in range(number - earlier, number):
                check(site.register(name(previous)).status == 200, "register", previous)
        before, was = records(site.file), shape(site.file) if store != "first" else None
        answer = site.register(email, wrapper=stops.at(mode, stop, steps))
        return site, before, was, answer

    site, before, was, answer = one("list")
    check(answer.status == 200, "unharmed", answer)
    names = stops.names()
    check("fsync" in names and "rename" in names, "not the store's calls:", names)
    check(store != "first" or "mkdir" in names, "the folder was there")
    is_spare = names.count("rename") == 3
    check(store == "first" or is_spare == (path != "fresh"), "not the path that is meant:", names)
    if store == "overflow":
        check(email.encode() not in raw_records(site.file), "not in the overflow")
    elif store not in ("first", "tiny") and path != "replay":
        check(shape(site.file) != was, "nothing split")
    start = 0 if store == "first" else names.index("poll")
    counts = {"calls": len(names) - start, "kills": 0, "whole": 0, "absent": 0}
    for stop, steps in stops.kills(start, len(names)):
        site, before, _, answer = one("kill", stop, steps)
        with naming("killed at stop", stop, names[stop // 2], "and", steps, "steps"):
            is_there = after_kill(site, before, email, answer.status == 200)
        counts["kills"] += 1
        counts["whole" if is_there else "absent"] += 1
    return counts


def control(folder, mode, store):
    """The same of a program that writes in place."""
    stops, inplace = Stops(folder), compiled("inplace", folder, "-lgdbm")
    template, run = folder + "/template.gdbm", folder + "/run.gdbm"
    number = grow(template, store, b"x" * 137)
    before = records(template)
    counts = {"kills": 0, "harmed": 0, "lost": 0}

    def one(wrapped, stop=0, steps=0):
        shutil.copyfile(template, run)
        words = stops.at(wrapped, stop, steps) + [inplace, run, mode, user(number)]
        return subprocess.run(words, stdout=subprocess.PIPE)

    check(one("list").returncode == 0, "unharmed")
    names = stops.names()
    start = len(names) - 1 - names[::-1].index("openat")
    for stop, steps in stops.kills(start, len(names)):
        for more in range(8 if mode == "mmap" else 1):
            one("kill", stop, steps + 37 * more)
            found = isolated(records, run) or {}
            lost = sum(found.get(key) != value for key, value in before.items())
            counts["kills"] += 1
            counts["harmed"] += lost > 0
            counts["lost"] = max(counts["lost"], lost)
    return counts


def body(folder, what, *words):
    if what == "control":
        return control(folder, *words)
    return kill_all(folder, what, words[0] if words else "first")


main(body)
