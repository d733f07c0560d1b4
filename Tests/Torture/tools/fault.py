"""Every system call of register.cgi failing in turn, the disk filling up at each, and writes cut short.

  fault.py PATH MODE [ERROR]

PATH is first (no data directory yet), fresh (the live file is copied), spare, or overflow (the spare, and a
record that goes to the overflow, which is made). MODE is fail, full, short or shortfull (see tracer.c), or
limit: a limit on the size of files, of every size. ERROR is ENOSPC or EIO.
"""
import errno
import os
import resource
import shutil
import signal

from alike import alike
from store import NEEDING_ROOM, SILENCING, Site, Stops, check, fill, main, naming, real_record, records, user

EARLIER = 8
EMAIL = "new@example.com"
# As many of one hash as get places under their own names, but for one.
ALIKE = 4


def prepare(folder, template, path):
    shutil.rmtree(folder + "/run", ignore_errors=True)
    os.mkdir(folder + "/run")
    site = Site(folder + "/run/data")
    if path != "first":
        shutil.copytree(template, site.data)
    if path in ("spare", "overflow"):
        check(site.register(user(EARLIER) if path == "spare" else alike(ALIKE)).status == 200, "register")
    return site


def verdict(site, before, answer, *others):
    """What must hold after a fault; `others` may be answered beside 200 and 503.
    Returns the status, 0 for none."""
    now = records(site.file)
    new = now.pop(EMAIL.encode(), None)
    check(now == before, "records differ")
    check(answer.status in {200, 503, *others}, answer)
    check(new is not None or answer.status != 200, "answered 200, but the user is not there")
    for someone in list(before)[:1]:
        check(site.login(someone.decode()).status == 200, someone, "cannot log in")
    again = site.login(EMAIL)
    check(again.status == (200 if new else 401), "the new user's login", again)
    for email, expected in [(EMAIL, 409 if new else 200), ("next@example.com", 200), ("last@example.com", 200)]:
        again = site.register(email)
        check(again.status == expected, "register", email, again)
    later = records(site.file)
    check(all(later.get(key) == value for key, value in before.items()), "records differ later")
    check(len(later) == len(before) + 3, "who is there:", sorted(later))
    return answer.status or 0


def by_call(folder, template, path, mode, error):
    stops, number = Stops(folder), getattr(errno, error)

    def one(mode, call):
        site = prepare(folder, template, path)
        before = records(site.file)
        return site, before, site.register(EMAIL, wrapper=stops.at(mode, call, number))

    check(one("list", 0)[2].status == 200, "unharmed")
    listed, names = stops.calls(), stops.names()
    check(names.count("rename") == {"first": 1, "fresh": 2, "spare": 3, "overflow": 3}[path], "not the path that is meant:", names)
    body_read = names.index("poll")
    # Until here the language's own start-up runs, which ends the process where a call fails.
    own_start = max(call for call in range(body_read) if names[call] == "prlimit64")
    counts = {"faults": 0, "answers_200": 0, "answers_400": 0, "answers_500": 0, "answers_503": 0, "answers_0": 0}
    for call, (name, descriptor) in enumerate(listed):
        if mode in ("short", "shortfull") and (name != "write" or descriptor <= 2):
            continue
        if mode == "full" and name not in NEEDING_ROOM:
            continue
        site, before, answer = one(mode, call)
        silent = call < own_start or name in SILENCING or name in ("write", "exit_group") and descriptor <= 1
        others = [None] if silent and mode == "fail" else [500] if call < body_read else []
        # A body that cannot be read is the client's fault as far as anybody can tell.
        others += [400] if call in (body_read, body_read + 1) else []
        with naming(mode, error, "at call", call, name, descriptor):
            status = verdict(site, before, answer, *others)
        counts["faults"] += 1
        counts[f"answers_{status}"] += 1
    return counts


def by_size(folder, template, path):
    """RLIMIT_FSIZE: a write that crosses it is cut short, the next sends SIGXFSZ and fails."""
    counts = {"faults": 0, "answers_200": 0, "answers_503": 0}
    for handling in (signal.SIG_IGN, signal.SIG_DFL):
        for size in sorted({*range(0, 24_000, 1_000), 4_095, 4_096, 4_097, 16_383, 16_384, 16_385}):
            def limit():
                signal.signal(signal.SIGXFSZ, handling)
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

            site = prepare(folder, template, path)
            before = records(site.file)
            answer = site.register(EMAIL, preexec_fn=limit, restore_signals=False)
            with naming(handling.name, "at", size, "bytes"):
                status = verdict(site, before, answer)
            counts["faults"] += 1
            counts[f"answers_{status}"] += 1
    return counts


def body(folder, path, mode, error="ENOSPC"):
    template = folder + "/template"
    os.mkdir(template)
    if path == "overflow":
        global EMAIL
        EMAIL = alike(ALIKE + 1)
    count, name = (ALIKE, alike) if path == "overflow" else (EARLIER, user)
    list(fill(template + "/users.gdbm", range(count), real_record(folder), name=name))
    if mode == "limit":
        return by_size(folder, template, path)
    return by_call(folder, template, path, mode, error)


main(body)
