#!/usr/bin/python3
"""What a request takes as a whole process: time, memory, page faults, system
calls, size. `make bench` runs this.

Argument: how many rounds, 400 unless given. All cases are run in random order in
each round, the slow ones in some.
"""
import glob
import os
import random
import sys

import peers
import progress
from charts import figure
from programs import (
    BROWSER, CHEAP_HASH, DEFAULT_HASH, PROJECT, WELCOME, Site, answer, bar, bare_hash, broken, chart, compiled,
    end_when_told, folder, in_memory, median, on_disk, percentile, read_anew, start_each, system_calls, table)

# A case is in the rounds whose number this divides.
EVERY, SECOND, TENTH = 1, 2, 10


class Case:
    def __init__(self, name, every, run):
        """`run` makes the run of a round from the round's number."""
        self.name, self.every, self.run = name, every, run
        self.results = []

    seconds = property(lambda self: median(result.seconds for result in self.results))
    processor_seconds = property(lambda self: median(result.processor_seconds for result in self.results))
    page_faults = property(lambda self: median(result.page_faults for result in self.results))
    peak_bytes = property(lambda self: max(result.peak_bytes for result in self.results))

    @staticmethod
    def of(name, every, run):
        """A case whose runs are all the same."""
        return Case(name, every, lambda number: run)


def measure(cases, rounds):
    order = []
    for number in range(rounds):
        taking_part = [case for case in cases if number % case.every == 0]
        order += [(case, case.run(number)) for case in random.sample(taking_part, len(taking_part))]

    def told(count):
        progress.tell(-(-count * rounds // len(order)), rounds, "round", after=0.9)

    for (case, _), result in zip(order, start_each([run for _, run in order], told)):
        case.results.append(result)


def microseconds(seconds):
    return "%d" % round(seconds * 1e6)


def print_times(cases, floor):
    rows = [
        (case.name, microseconds(case.seconds), microseconds(percentile([r.seconds for r in case.results], 0.99)),
         "%.2f" % (case.seconds / floor.seconds), microseconds(case.processor_seconds),
         "%.2f" % (case.processor_seconds / floor.processor_seconds), str(len(case.results)))
        for case in cases]
    table(("process", "median, µs", "p99, µs", "× floor", "CPU, µs", "× floor", "runs"), rows)


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    here = folder()
    floor_program = compiled("floor.c", here)
    checked = Site(os.path.join(in_memory(), "data"))
    fast = Site(os.path.join(in_memory(), "data"))
    slow = Site(os.path.join(in_memory(), "data"), DEFAULT_HASH)
    disk = Site(os.path.join(on_disk(), "data"))
    for site in (fast, slow, disk):
        # One user logs in hundreds of times here. What a session costs is in bench/sessions.py.
        site.settings["AUTH_STATELESS"] = "yes"
    token = checked.token()
    fast.token()
    slow.token()
    disk.token()

    valid = checked.protected(token, WELCOME)
    if answer(checked.protected(token, WELCOME, [floor_program])) != answer(valid):
        sys.exit("bench/floor.c does not print what protected.cgi prints")
    floor = Case.of("floor: C, static, prints the same answer", EVERY, valid._replace(command=[floor_program]))
    protected = Case.of("`protected.cgi`, valid token", EVERY, valid)
    login = Case.of("`login.cgi`, without a session, cheapest hash, in memory", EVERY, fast.login())
    register = Case("`register.cgi`, cheapest hash, in memory", EVERY, lambda n: fast.register("u%06d@example.com" % n))
    # A browser's page beside what a client of the interface gets for the same request.
    welcome = Case.of(
        "`protected.cgi`, valid token, as a page", EVERY, checked.protected(token, "<h1>Willkommen", **BROWSER))
    refusal = Case.of("`login.cgi`, GET, 405", EVERY, fast.get("login", "Method Not Allowed"))
    form = Case.of("`login.cgi`, GET, the form", EVERY, fast.get("login", "<h1>Anmelden", **BROWSER))
    own = [
        floor, protected, welcome, refusal, form,
        Case.of("`protected.cgi`, bad token", EVERY, checked.protected(broken(token), '"Invalid Token"')),
        Case.of("`protected.cgi`, no token", EVERY, checked.protected(None, '"Unauthorized"')),
        Case.of("`logout.cgi`", EVERY, fast.logout()),
        login, register,
        Case.of("`login.cgi`, without a session, cheapest hash, on the disk", EVERY, disk.login()),
        Case("`register.cgi`, cheapest hash, on the disk", EVERY, lambda n: disk.register("u%06d@example.com" % n)),
        Case.of("`login.cgi`, without a session, default hash, in memory", TENTH, slow.login()),
        Case("`register.cgi`, default hash, in memory", TENTH, lambda n: slow.register("u%06d@example.com" % n)),
    ]
    others, missing = peers.commands(here)
    for _, path in others:
        peers.check(checked, path, token)
    compared = [Case.of(name, SECOND, peers.request(checked, path, token, WELCOME)) for name, path in others]

    read_anew({case.run(0).command[0] for case in own + compared})
    # Two rounds that do not count bring everything into memory.
    start_each([case.run(rounds + number) for number in (1, 2) for case in own + compared])
    measure(own + compared, rounds)
    cheap_hash = bare_hash(CHEAP_HASH, here, 200)
    default_hash = bare_hash(DEFAULT_HASH, here, max(5, rounds // TENTH))
    drawn = [("floor: static C, only answers", floor, "floor"), ("protected.cgi", protected, "own")]
    drawn += [(case.name, case, "peer") for case in compared]
    chart("start", kind="bars", title="One request as a process: verify a token, answer", unit="ms", groups=[{
        "name": "", "bars": [{
            "label": label, "value": case.seconds * 1e3, "role": role,
            **({} if case is floor else {"note": figure(case.seconds / floor.seconds) + " × the floor"})}
            for label, case, role in drawn]}])

    print("## A request as a process\n")
    print("The time is that from before posix_spawn(3) to the end of the process. A C program (`bench/spawn.c`) starts")
    print("all of them on one processor, in random order. The environment is a web server's. Body and answer go")
    print("through pipes. CPU is the processor time of the process itself (getrusage(2)), the median; it changes less")
    print("when the machine is busy.")
    print_times(own, floor)
    print("Two rows show what logging in and registering take without the hash and the disk. They use the cheapest")
    print("hash, `%s`, and a data folder in memory (`/dev/shm`), where fsync(2) costs nothing. The hash itself" % CHEAP_HASH)
    print("is taken off these two medians: %s µs, one crypt(3) in a process of its own (`bench/hash.c`)." % (
        microseconds(cheap_hash)))
    print("The default hash, `%s`, takes %.1f ms by the same measure." % (DEFAULT_HASH, default_hash * 1e3))
    rows = []
    for case in (login, register):
        rest = case.seconds - cheap_hash
        rows.append((case.name + ", less the hash", microseconds(rest), "%.2f" % (rest / floor.seconds)))
    table(("process", "µs", "× floor"), rows)

    print("## The same job in other languages\n")
    print("Each program verifies a valid token in the cookie, with its expiry, and answers the address in it. It is")
    print("written as people write it in that language (`bench/peers/`). `protected.cgi` checks more; SECURITY.md")
    print("lists it.")
    print_times([floor, protected] + compared, floor)
    peers.print_advice(missing)

    print("## Memory, page faults, system calls, size\n")
    print("Memory is the peak of what is resident (getrusage(2)), pages of the program's file included. It is the")
    print("largest of all runs. Page faults are minor ones, the median. strace(1) counts the system calls. The")
    print("programs were read from the disk, not left in memory by the linker: that changes both by up to a third.")
    rows = []
    for number, case in enumerate(own + compared):
        calls, syncs = system_calls(case.run(rounds))
        rows.append((case.name, "%.2f" % (case.peak_bytes / 1e6), "%d" % case.page_faults, str(calls), str(syncs)))
        progress.tell(number + 1, len(own + compared), "trace", 0.95, 1)
    table(("process", "memory, MB", "page faults", "system calls", "fsyncs"), rows)
    sizes = {os.path.basename(path): os.path.getsize(path)
             for path in sorted(glob.glob(os.path.join(PROJECT, "cgi-bin", "*.cgi")))}
    table(("program", "bytes, stripped"), [("`%s`" % name, "{:,}".format(size)) for name, size in sizes.items()])

    for name, case, limit, aim, less in (
            ("`protected.cgi`, valid token", protected, 1.3, "; aim: 1.15", 0),
            ("`login.cgi`, without a session, less the hash and the fsyncs", login, 1.7, "", cheap_hash),
            ("`register.cgi`, less the hash and the fsyncs", register, 2.0, "", cheap_hash)):
        ratio = (case.seconds - less) / floor.seconds
        bar(name, "at most %.1f × the floor%s" % (limit, aim), "%.2f" % ratio, ratio <= limit)
    for name, page, without in (("protected", welcome, protected), ("login", form, refusal)):
        cost = page.seconds - without.seconds
        bar("a page of `%s.cgi`, more than JSON" % name, "under 60 µs", "%s µs" % microseconds(cost), cost < 60e-6)
    bar("peak memory of `protected.cgi`", "at most 1.2 MB", "%.2f MB" % (protected.peak_bytes / 1e6),
        protected.peak_bytes <= 1.2e6)
    # As in Tests/ProgramTests/ExecutableTests.swift.
    own_bars = {"account.cgi": 1.7e6, "admin.cgi": 2.1e6}
    largest = max(size for name, size in sizes.items() if name not in own_bars)
    bar("each other program on the disk, stripped", "under 1.5 MB", "%.2f MB" % (largest / 1e6), largest < 1.5e6)
    for name, limit in own_bars.items():
        bar("`%s` on the disk, stripped" % name, "under %.1f MB" % (limit / 1e6), "%.2f MB" % (sizes[name] / 1e6),
            sizes[name] < limit)


main()
