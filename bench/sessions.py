#!/usr/bin/python3
"""What sessions cost: a check, a renewal, a login, and all of them with 10,000 users of 20 sessions each.
`make bench` runs this.

Argument: how many rounds, 60 unless given, 90 at most. All cases are run in random order in each round, in
memory, where fsync(2) is free. Needs python3-gdbm and strace.
"""
import base64
import dbm.gnu
import hashlib
import hmac
import json
import os
import random
import struct
import sys
import time

import progress
from programs import (
    CHEAP_HASH, EMAIL, RECORD, WELCOME, Run, Site, answer, bar, bare_hash, compiled, end_when_told, folder, in_memory, median,
    start_each, system_calls, table)

USERS, SESSIONS = 10_000, 20


def email(number):
    return "user%d@example.com" % number


def session(number, now):
    """A session as docs/sessions.md describes its bytes."""
    device = b"Firefox\0Windows"
    return (hashlib.sha256(b"%d" % number).digest()[:16] + struct.pack(">IQQQBBB", 3, now - 900, now, now - 900, 1, 1, 4)
            + bytes((192, 0, 2, 1)) + bytes(4) + device + bytes(32 - len(device)) + bytes(1 + 16))


def fill(site, password_hash):
    """A site of many users with that hash, each with as many sessions."""
    os.mkdir(site.data_directory)
    now = int(time.time())
    path = os.path.join(site.data_directory, "%s.gdbm")
    with dbm.gnu.open(path % "users", "nf") as users, dbm.gnu.open(path % "sessions", "nf") as sessions:
        for number in range(USERS):
            users[email(number)] = RECORD % (password_hash, number)
            address = email(number).encode()
            sessions["%022d" % number] = (
                bytes((1, len(address))) + address + bytes((SESSIONS,))
                + b"".join(session(number * SESSIONS + place, now) for place in range(SESSIONS)))
            if number % 100 == 99:
                progress.tell(number + 1, USERS, "user", 0, 0.3)


def cookies(text):
    """The cookies that an answer sets, by name."""
    fields = [line.split(": ", 1)[1].split(";")[0] for line in text.split("\n") if line.startswith("Set-Cookie: ")]
    return dict(field.split("=", 1) for field in fields)


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def without_session(token, secret):
    """The token of the same user as another program signs it, which knows of no sessions."""
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    del claims["sid"]
    signed = encoded(b'{"alg":"HS256","typ":"JWT"}') + b"." + encoded(json.dumps(claims).encode())
    return (signed + b"." + encoded(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()


def renewal(site, refresh):
    return Run([site.program("refresh")], site.environment("POST", HTTP_COOKIE="authRefresh=" + refresh, CONTENT_LENGTH="0"),
               "", "Token refreshed")


def small(path):
    """A site of one user with a session, after which writes cost what they always do."""
    site = Site(path)
    answer(site.register())
    for _ in range(3):
        answer(site.login())
    return site


def main():
    end_when_told()
    rounds = min(int(sys.argv[1]) if len(sys.argv) > 1 else 60, 90)
    root = in_memory()
    one = Site(os.path.join(root, "one"))
    answer(one.register())
    with dbm.gnu.open(os.path.join(one.data_directory, "users.gdbm"), "r") as users:
        password_hash = users[EMAIL].decode().split(":")[0]
    token = cookies(answer(one.login()))["authToken"]
    plain = without_session(token, one.secret())
    many = Site(os.path.join(root, "many"))
    fill(many, password_hash)
    # The first two writes after another tool's copy the whole file.
    logins = [cookies(answer(many.post("login", "Login successful", email(number)))) for number in range(3)]
    many_token, many_welcome = logins[-1]["authToken"], WELCOME.replace(EMAIL, email(2))
    renewed = Site(os.path.join(root, "renewed"))
    answer(renewed.register())
    refreshes = [cookies(answer(renewed.login()))["authRefresh"] for _ in range(rounds)]
    stateless = Site(os.path.join(root, "stateless"))
    stateless.settings["AUTH_STATELESS"] = "yes"
    answer(stateless.register())
    smalls = []
    for number in range(rounds):
        smalls.append(small(os.path.join(root, "small%d" % number)))
        progress.tell(number + 1, rounds, "site", 0.3, 0.6)
    check = one.protected(token, WELCOME)
    floor = check._replace(command=[compiled("floor.c", folder())])
    cases = {
        "floor": lambda number: floor,
        "a check without a session": lambda number: one.protected(plain, WELCOME),
        "a check": lambda number: check,
        "a renewal": lambda number: renewal(renewed, refreshes[number]),
        "a login without a session": lambda number: stateless.login(),
        "a login": lambda number: smalls[number].login(),
        "a check, many": lambda number: many.protected(many_token, many_welcome),
        "a login, many": lambda number: many.post("login", "Login successful", email(100 + number)),
    }
    order = []
    for number in range(rounds):
        for name in random.sample(list(cases), len(cases)):
            # The quick ones oftener.
            runs = 1 if "login" in name or "renewal" in name else 5
            order += [(name, cases[name](number))] * runs
    times = {}

    def told(count):
        progress.tell(-(-count * rounds // len(order)), rounds, "round", 0.6, 1)

    for (name, _), result in zip(order, start_each([run for _, run in order], told)):
        times.setdefault(name, []).append(result.seconds)
    medians = {name: median(values) for name, values in times.items()}
    cheap_hash = bare_hash(CHEAP_HASH, folder(), 200)
    calls = [system_calls(run)[0] for run in (one.protected(plain, WELCOME), check)]

    print("## Sessions\n")
    print("This is what a process takes with the cheapest hash, in memory, where nothing waits for a disk. A check is")
    print("`protected.cgi` with a valid token, a renewal `refresh.cgi`. Without a session: a token as another program")
    print("signs it, a login with `stateless = yes`. The floor is the static C program that prints the same as a check.")
    rows = [("`protected.cgi`", "a check without a session"), ("`protected.cgi`", "a check"), ("`refresh.cgi`", "a renewal"),
            ("`login.cgi`", "a login without a session"), ("`login.cgi`", "a login")]
    table(("program", "", "median, µs", "× floor", "× a check"), [
        (program, name, "%.0f" % (medians[name] * 1e6), "%.2f" % (medians[name] / medians["floor"]),
         "%.2f" % (medians[name] / medians["a check"])) for program, name in rows], texts=2)
    print("A site of {:,} users, each with {} sessions, beside a site of one user:".format(USERS, SESSIONS))
    table(("", "one user, µs", "{:,} users, µs".format(USERS), "ratio"), [
        (name, "%.0f" % (medians[name] * 1e6), "%.0f" % (medians[name + ", many"] * 1e6),
         "%.2f" % (medians[name + ", many"] / medians[name])) for name in ("a check", "a login")])
    print("A check makes %d system calls without a session and %d with one.\n" % tuple(calls))
    bar("system calls of a check with a session, more than without", "at most 12", str(calls[1] - calls[0]),
        calls[1] - calls[0] <= 12)
    ratio = medians["a check"] / medians["floor"]
    bar("a check with a session", "at most 1.4 × the floor", "%.2f" % ratio, ratio <= 1.4)
    ratio = (medians["a login"] - cheap_hash) / medians["floor"]
    bar("a login, less the hash and the fsyncs", "at most 2.2 × the floor", "%.2f" % ratio, ratio <= 2.2)


main()
