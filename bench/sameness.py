#!/usr/bin/python3
"""Whether login.cgi's failures take the same time: `make bench` runs this. It measures, it is no test.

Whole processes, as a web server starts them, at the default `password_hash`, in random order within
every round. Printed are the median of each kind of failure and its ratio to that of an unknown address.
Unknown addresses are measured twice: what the two differ by is chance. On a busy machine CPU time tells
more than time. Needs python3-gdbm.

usage: sameness.py [rounds]
"""
import dbm.gnu
import os
import random
import statistics
import sys
import tempfile
import time

import progress

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cgi-bin")
PASSWORD = "correct horse"
# As htdbm -B makes it, at its default cost, of a password that nobody sends here.
BCRYPT = b"$2y$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
KINDS = ("unknown address", "unknown, again", "wrong password", "disabled user", "scrypt:4:8:1 import", "bcrypt:5 import")


def request(program, folder, email, password, setting=None):
    """Runs a program for one request; returns the first line of the answer, and the
    seconds and CPU seconds it took."""
    body = ("email=%s&password=%s" % (email, password.replace(" ", "+"))).encode()
    environment = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "AUTH_DATA_DIR": folder, "AUTH_THROTTLE": "off",
    }
    if setting:
        environment["AUTH_PASSWORD_HASH"] = setting
    path = os.path.join(PROGRAMS, program + ".cgi")
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer, open(os.devnull, "w") as log:
        source.write(body)
        source.seek(0)
        files = [(os.POSIX_SPAWN_DUP2, f.fileno(), n) for n, f in enumerate((source, answer, log))]
        start = time.perf_counter()
        process = os.posix_spawn(path, [path], environment, file_actions=files)
        _, _, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        answer.seek(0)
        return answer.readline(), (seconds, usage.ru_utime + usage.ru_stime)


def register(folder, email, setting=None):
    status, _ = request("register", folder, email, PASSWORD, setting)
    if not status.startswith(b"Status: 200"):
        sys.exit("register.cgi answered %r" % status)


def measure(rounds):
    seconds = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        register(folder, "wrong@example.com")
        register(folder, "disabled@example.com")
        register(folder, "scrypt@example.com", "scrypt:4:8:1")
        with dbm.gnu.open(os.path.join(folder, "users.gdbm"), "w") as users:
            users["disabled@example.com"] = b"!" + users["disabled@example.com"]
            users["bcrypt@example.com"] = BCRYPT
        names = dict(zip(KINDS, ("nobody", "nobody", "wrong", "disabled", "scrypt", "bcrypt")))
        for number in range(rounds):
            for kind in random.sample(KINDS, len(KINDS)):
                status, taken = request("login", folder, names[kind] + "@example.com", "wrong horse")
                if not status.startswith(b"Status: 401"):
                    sys.exit("login.cgi answered %r to %s" % (status, kind))
                seconds[kind].append(taken)
            progress.tell(number + 1, rounds, "round")
    return seconds


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    seconds = measure(rounds)
    print("## Failed logins\n")
    print("The figures are medians of %d requests to `login.cgi` at the default hash. The ratios are to an unknown" % rounds)
    print("address.\n")
    print("| failure | time, ms | ratio | CPU, ms | ratio |\n|---|---:|---:|---:|---:|")
    for kind in KINDS:
        line = "| " + kind
        for column in (0, 1):
            median, unknown = (statistics.median(s[column] for s in seconds[k]) for k in (kind, KINDS[0]))
            line += " | %.2f | %.3f" % (median * 1000, median / unknown)
        print(line + " |")


main()
