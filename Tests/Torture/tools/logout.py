"""logout.cgi at every one of its system calls.

  logout.py kill killed there, and at instructions in between: a logout that was answered with 200 holds
  logout.py fail ERROR the call fails logout.py full ERROR so does every call from there on that needs room
  logout.py short a write is cut short

Each with a first logout, which makes the table, and with one that finds a table and its spare.
"""
import errno
import json
import os
import shutil

from store import SILENCING, Site, Stops, check, main, naming, points

EMAIL = "user@example.com"
# All tokens of a run are in one table, which holds those that expire within 388 days.
LONG = {"AUTH_TOKEN_LIFETIME": "31536000"}


def login(site):
    answer = site.login(EMAIL)
    check(answer.status == 200 and answer.token, "login", answer)
    return answer.token


def visit(site, token):
    return site.run("protected", token=token).status


def prepare(folder, logouts):
    """A folder in which so many have logged out: two leave a spare."""
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    site = Site(folder + "/data", **LONG)
    check(site.register(EMAIL).status == 200, "register")
    earlier = [login(site) for _ in range(logouts)]
    for token in earlier:
        check(site.run("logout", token=token).status == 200, "logout")
    return earlier, login(site), login(site)


def verdict(site, earlier, token, other, answer):
    """What must hold whatever happened."""
    now = visit(site, token)
    check(now in (200, 401), "the token is answered with", now, answer)
    check(answer.status != 200 or now == 401, "logged out, and the token is still good", answer)
    for old in earlier:
        check(visit(site, old) == 401, "an earlier logout is lost", answer)
    check(visit(site, other) == 200, "another session is gone", answer)
    again = site.run("logout", token=token)
    check(again.status == 200 and visit(site, token) == 401, "logged out again", again)
    check(site.run("logout", token=other).status == 200 and visit(site, other) == 401, "the next logout")
    check(visit(site, token) == 401, "lost by the next logout")


def whole_lines(site, cut):
    """Every line of the audit log is whole, but for one at most that was cut:
    another line begins behind it."""
    with open(site.data + "/audit.log", "rb") as file:
        lines = file.read().split(b"\n")
    check(lines.pop() == b"", "the last line has no end")
    broken = 0
    for line in lines:
        try:
            check("event" in json.loads(line), line)
        except ValueError:
            broken += 1
    check(broken <= cut, broken, "broken lines", lines)


def body(folder, mode, error="ENOSPC"):
    stops = Stops(folder)
    counts = {"stops": 0, "answers_200": 0, "answers_503": 0, "answers_0": 0, "renames": 0, "audit_writes": 0}
    for logouts in (0, 3):
        template = folder + "/template"
        earlier, token, other = prepare(template, logouts)

        def one(how, stop=0, argument=0):
            shutil.rmtree(folder + "/run", ignore_errors=True)
            shutil.copytree(template, folder + "/run", symlinks=True)
            site = Site(folder + "/run/data", **LONG)
            if logouts:
                # The copy's files are not those of the note: this makes a spare that is.
                check(site.run("logout", token=login(site)).status == 200, "logout")
            return site, site.run("logout", token=token, wrapper=stops.at(how, stop, argument))

        site, answer = one("list")
        check(answer.status == 200, "unharmed", answer)
        listed, names = stops.calls(), stops.names()
        # Of the sessions' table and of that of revoked tokens: two where the note does not fit, one where
        # the table is made, three else.
        check(names.count("rename") == (6 if logouts else 3), "not the path that is meant:", names)
        counts["renames"] += names.count("rename")
        own_start = max(call for call, name in enumerate(names) if name in ("prlimit64", "readlink"))
        last_fsync = len(names) - 1 - names[::-1].index("fsync")
        for call, stop, steps in points(mode, names):
            name, descriptor = listed[call]
            site, answer = one(mode, stop, getattr(errno, error) if steps is None else steps)
            with naming(mode, "at call", call, name, descriptor, "with", logouts, "before"):
                verdict(site, earlier, token, other, answer)
                whole_lines(site, cut=1 if mode == "kill" else 0)
                # Until the settings are read, a program cannot answer as it should.
                if mode != "kill" and call > own_start and name not in SILENCING and descriptor != 1 \
                        and name != "exit_group":
                    check(answer.status in (200, 500, 503), answer)
                if mode in ("fail", "full") and call > last_fsync + 8 and name == "write" and descriptor > 2:
                    # What is written behind the last fsync is the note and the
                    # audit log: neither is promised.
                    check(answer.status == 200, answer)
                    counts["audit_writes"] += "audit-unavailable" in answer.errors
            counts["stops"] += 1
            counts[f"answers_{answer.status or 0}"] = counts.get(f"answers_{answer.status or 0}", 0) + 1
    return counts


main(body)
