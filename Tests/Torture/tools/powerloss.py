"""Power cuts at chance moments of real registrations and logins, on a modelled disk
that loses what was not fsynced.

  powerloss.py SCENARIO CRASHES nothing may be lost powerloss.py SCENARIO CRASHES without LABEL the same disk
  without these fsyncs; ends at the first harm it finds powerloss.py SCENARIO labels lists the fsyncs that the
  programs made, and how many of each

SCENARIO is new (no data directory yet), adopted (another tool's user file, small blocks, its directory about
to double; no key file) or overflow (registrations of addresses with one hash). LABEL may end in #1, #2...:
only the first, the second in each run of a program.
"""
import base64
import hashlib
import os
import shutil
import sys

import disk
from alike import alike
from store import Site, Wrong, chance, check, fill, isolated, main, need, real_record, records, shape, user


TABLES = ("users", "sessions")


class History:
    """What really happened, run by run: events of the model, what was acknowledged when, and the notes."""

    def __init__(self, folder, scenario):
        self.root = folder + "/real"
        os.mkdir(self.root)
        self.site, self.tracer = Site(self.root + "/data"), disk.Tracer(self.root)
        self.trace, self.values, self.tokens, self.notes = folder + "/trace", {}, {}, {}
        self.strace = need("strace", "strace")
        if scenario == "adopted":
            os.mkdir(self.site.data)
            numbers = iter(range(5_000))
            filling = fill(self.site.file + ".probe", numbers, real_record(folder), 512)
            first = next(number for number in filling if shape(self.site.file + ".probe")[0] == 7)
            filling.close()
            os.unlink(self.site.file + ".probe")
            list(fill(self.site.file, range(first - 6), real_record(folder), 512))
            self.tracer.adopt(self.site.data)
            self.values = records(self.site.file)
            self.start = first - 6
        elif scenario == "overflow":
            os.mkdir(self.site.data)
            list(fill(self.site.file, range(4), real_record(folder), name=alike))
            self.tracer.adopt(self.site.data)
            self.values, self.start = records(self.site.file), 4
        else:
            self.tracer.initial, self.start = [(b"", {})], 0
        self.given = dict(self.values)
        if scenario == "adopted":
            self.run("login", user(0))
        name = alike if scenario == "overflow" else user
        for number in range(self.start, self.start + 14):
            self.run("register", name(number))
            if number % 5 == 0:
                self.run("login", name(number))

    def run(self, program, email):
        wrapper = [self.strace, "-qq", "-xx", "-s", "1000000", "-o", self.trace]
        answer = getattr(self.site, program)(email, wrapper=wrapper)
        check(answer.status == 200, program, answer)
        tag = len(self.tokens)
        with open(self.trace) as lines:
            self.tracer.run(lines, (program, email, tag))
        self.tracer.compare()
        self.tokens[tag] = answer.cookies
        if program == "register":
            self.values[email.encode()] = records(self.site.file)[email.encode()]
        self.remember_notes()

    def remember_notes(self):
        """Which state of which files of the model the notes of this run vouch for."""
        for table in TABLES:
            lock = f"{self.site.data}/{table}.lock"
            note = open(lock, "rb").read() if os.path.exists(lock) else b""
            if not note or note in self.notes:
                continue
            inodes = {inode.real: inode for inode in self.tracer.inodes}
            vouched = [inodes[int(line.split()[1])] for line in note.split(b"\n")[1:3]]
            self.notes[note] = [(inode.number, inode.version) for inode in vouched]


def write_out(history, inodes, folder):
    """Makes the folder that the crash left. A note that vouches for files in the state that they kept is
    given the new files' inodes and times: to the next writer it is as true as before."""
    os.mkdir(folder)
    if "data" not in inodes[0].names:
        return
    data, paths = folder + "/data", {}
    os.mkdir(data, 0o700)
    for name, number in inodes[inodes[0].names["data"]].names.items():
        if number in paths:
            os.link(paths[number], f"{data}/{name}")
            continue
        paths[number] = f"{data}/{name}"
        with open(paths[number], "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(inodes[number].content)
    for table in TABLES:
        mend_note(history, inodes, data, paths, table)


def mend_note(history, inodes, data, paths, table):
    lock = f"{data}/{table}.lock"
    note = open(lock, "rb").read() if os.path.exists(lock) else b""
    if note not in history.notes:
        return
    lines = note.split(b"\n")
    for line, name, (number, version) in zip((1, 2), (f"{table}.gdbm", f"{table}.spare"), history.notes[note]):
        path = f"{data}/{name}"
        if os.path.exists(path) and paths.get(number) and os.path.samefile(path, paths[number]):
            status = os.stat(path)
            if inodes[number].version == version and str(status.st_size).encode() == lines[line].split()[2]:
                times = [f"{time // 10**9}.{time % 10**9}" for time in (status.st_mtime_ns, status.st_ctime_ns)]
                lines[line] = f"{status.st_dev} {status.st_ino} {status.st_size} {' '.join(times)}".encode()
    digest = hashlib.sha256(b"".join(line + b"\n" for line in lines[:-2])).digest()
    lines[-2] = base64.urlsafe_b64encode(digest).rstrip(b"=")
    # In place: another inode or length would not do, other times of the lock file matter to nobody.
    with open(lock, "r+b") as file:
        file.truncate(0)
        file.write(b"\n".join(lines))


def verify(history, events, folder):
    """What must hold when the machine is up again. Returns whether the next write could use the spare."""
    site = Site(folder + "/data")
    answers = [event[1:] for event in events if event[0] == "answer" and event[2].startswith(b"Status: 200")]
    acknowledged = dict(history.given)
    for (program, email, _), _ in answers:
        if program == "register":
            acknowledged[email.encode()] = history.values[email.encode()]
    tokens = [history.tokens[tag] for (program, _, tag), _ in answers if program == "login"]
    if answers:
        # Where the folder lies in the document root, this file keeps its secrets.
        left = f"{site.data}/.htaccess"
        check(os.path.exists(left), "the data directory or its .htaccess is gone")
        with open(f"{history.site.data}/.htaccess", "rb") as real, open(left, "rb") as now:
            check(now.read() == real.read(), ".htaccess is not whole")
    uses_spare = False
    for more in (None, "one@example.com", "two@example.com"):
        if more:
            trace = folder + "/calls"
            answer = site.register(more, wrapper=[history.strace, "-qq", "-e", "trace=rename", "-o", trace])
            check(answer.status == 200, "register", more, answer)
            uses_spare = uses_spare or more.startswith("one") and "users.spare\", " in open(trace).read()
        now = isolated(records, site.file)
        check(now is not None, "users.gdbm cannot be read")
        if more:
            acknowledged[more.encode()] = now.get(more.encode())
        missing = [key for key, value in acknowledged.items() if now.get(key) != value]
        check(not missing, "lost", len(missing), "of", len(acknowledged), "after", more or "the crash", missing[:3])
        others = now.keys() - acknowledged.keys()
        # The one under way, whole.
        check(len(others) <= 1 and all(now[key] == history.values.get(key) for key in others), "strangers:", others)
    # Those of another tool are copies of one record, and share the id that sessions are kept by.
    for email in chance.sample(sorted(acknowledged.keys() - history.given.keys()) or [user(0).encode()], 1):
        answer = site.login(email.decode())
        check(answer.status in (200, 401 if email not in acknowledged else 200), "login", email, answer)
    for cookies in chance.sample(tokens, min(1, len(tokens))):
        answer = site.run("protected", token=cookies["authToken"])
        check(answer.status == 200, "a token issued before the crash", answer)
        answer = site.run("refresh", refresh=cookies["authRefresh"])
        check(answer.status == 200, "a refresh token issued before the crash", answer)
    return uses_spare


def body(folder, scenario, *words):
    history = History(folder, scenario)
    events, initial = history.tracer.events, history.tracer.initial
    labels = {}
    for event in events:
        if event[0] == "fsync":
            labels.setdefault(f"{event[2]}#{event[3]}", []).append(event)
    if words[0] == "labels":
        return {label.replace(" ", "_"): len(found) for label, found in labels.items()}
    label = " ".join(words[2:])
    names = {*labels, *(known.split("#")[0] for known in labels)}
    check(not label or label in names, "no such fsync:", label, names)

    def omitted(name, times):
        return label in (name, f"{name}#{times}")

    noted = {pair for pairs in history.notes.values() for pair in pairs}
    counts = {"events": len(events), "crashes": 0, "spare_used": 0, "harmed": 0}
    syncs = [place for place, event in enumerate(events) if event[0] == "fsync"]
    near = [place for place in syncs if label and omitted(*events[place][2:])]
    for _ in range(int(words[0])):
        end = chance.randint(0, len(events))
        if len(near) > 1 and chance.random() < 0.9:
            # Where it is most likely to hurt: soon after, or when the next fsync would have to come.
            missed = chance.choice(near)
            end = chance.choice([missed + chance.randint(1, 20), min([p for p in syncs if p > missed], default=end)])
        inodes = disk.crash(initial, events[:end], omitted, noted, chance)
        write_out(history, inodes, folder + "/crashed")
        counts["crashes"] += 1
        try:
            counts["spare_used"] += verify(history, events[:end], folder + "/crashed")
        except Wrong as wrong:
            if not label:
                raise Wrong(f"{wrong}; power cut before event {end}: {events[end - 1:end + 1]}")
            counts["harmed"] += 1
            print(f"without {label}: {wrong}".replace("=", ":"), file=sys.stderr)
            break
        shutil.rmtree(folder + "/crashed")
    return counts


main(body)
