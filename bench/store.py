#!/usr/bin/python3
"""What a read and a write cost with 100 to 1,000,000 users: `make bench` runs this.

Whole processes, as a web server starts them: login.cgi for an unknown address reads one key, register.cgi reads
one and writes one. Hashes are as cheap as they get, so that the store shows. logout.cgi opens no user file: what it
takes is the start of a process and is taken off for the ratios. All sizes are measured in turn, in random order,
within one run; compare ratios, not microseconds of different runs. Needs python3-gdbm and strace.
"""
import dbm.gnu
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cgi-bin")
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
RECORD = "$7$C6..../....%022d$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D::{\"id\":\"%022d\",\"registered\":1795455453}"


def fill(path, count):
    with dbm.gnu.open(path, "nf") as table:
        for number in range(count):
            table["user%d@example.com" % number] = RECORD % (number, number)
        table.sync()


def command(program, folder, email):
    body = ("email=%s&password=correct+horse" % email).encode()
    environment = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "AUTH_DATA_DIR": folder,
        "AUTH_PASSWORD_HASH": "scrypt:2:8:1",
        "AUTH_THROTTLE": "off",
    }
    return [os.path.join(PROGRAMS, program + ".cgi")], environment, body


def request(program, folder, email, expected):
    """Runs a program for one request and returns the seconds it took."""
    arguments, environment, body = command(program, folder, email)
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer, open(os.devnull, "w") as log:
        source.write(body)
        source.seek(0)
        files = [(os.POSIX_SPAWN_DUP2, f.fileno(), n) for n, f in enumerate((source, answer, log))]
        start = time.perf_counter()
        process = os.posix_spawn(arguments[0], arguments, environment, file_actions=files)
        os.waitpid(process, 0)
        seconds = time.perf_counter() - start
        answer.seek(0)
        status = answer.readline()
    if not status.startswith(b"Status: " + expected):
        sys.exit("%s answered %r" % (program, status))
    return seconds


def fsyncs(program, folder, email):
    """How many fsync calls a request makes."""
    arguments, environment, body = command(program, folder, email)
    trace = subprocess.run(
        ["strace", "-e", "trace=fsync,fdatasync,sync,msync"] + arguments, env=environment, input=body, capture_output=True)
    return trace.stderr.count(b"sync(")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as root:
        folders = {}
        for size in SIZES:
            folders[size] = os.path.join(root, str(size))
            os.mkdir(folders[size])
            fill(os.path.join(folders[size], "users.gdbm"), size)
            # The first write after another tool's copies the whole file, once.
            request("register", folders[size], "first@example.com", b"200")
        times = {}
        for number in range(rounds):
            for size in random.sample(SIZES, len(SIZES)):
                read = request("login", folders[size], "nobody%d@example.com" % number, b"401")
                write = request("register", folders[size], "new%d@example.com" % number, b"200")
                start = request("logout", folders[size], "nobody@example.com", b"200")
                times.setdefault("start", []).append(start)
                times.setdefault((size, "read"), []).append(read)
                times.setdefault((size, "write"), []).append(write)
        start = statistics.median(times["start"])
        print("a process that opens no user file: %.0f us" % (start * 1e6))
        print("%10s %9s %6s %7s %10s %6s %7s" % ("users", "read, us", "ratio", "fsyncs", "write, us", "ratio", "fsyncs"))
        for size in SIZES:
            row = [size]
            for kind, program in (("read", "login"), ("write", "register")):
                median = statistics.median(times[size, kind])
                ratio = (median - start) / (statistics.median(times[SIZES[0], kind]) - start)
                row += [median * 1e6, ratio, fsyncs(program, folders[size], "last@example.com")]
            print("%10d %9.0f %6.2f %7d %10.0f %6.2f %7d" % tuple(row))


main()
