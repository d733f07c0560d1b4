#!/usr/bin/python3
"""What a read and a write cost with 100 to 1,000,000 users. `make bench` runs this. Argument: how
many rounds, 300 unless given.

login.cgi for an unknown address reads one key, register.cgi reads one and writes one. logout.cgi
opens no user file: what it takes is the start of a process and is taken off for the ratios.
Needs python3-gdbm and strace.
"""
import dbm.gnu
import os
import random
import sys

import progress
from programs import RECORD, Site, answer, chart, end_when_told, folder, median, start_each, system_calls, table

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
HASH = "$7$C6..../....%022d$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"


def fill(path, count):
    with dbm.gnu.open(path, "nf") as table:
        for number in range(count):
            table["user%d@example.com" % number] = RECORD % (HASH % number, number)
        table.sync()


def read(site, number):
    return site.post("login", "Invalid credentials", "nobody%06d@example.com" % number)


def write(site, number):
    return site.register("new%06d@example.com" % number)


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    root = folder()
    sites = {size: Site(os.path.join(root, str(size))) for size in SIZES}
    for number, (size, site) in enumerate(sites.items()):
        os.mkdir(site.data_directory)
        fill(os.path.join(site.data_directory, "users.gdbm"), size)
        # The first write after another tool's copies the whole file, once.
        answer(site.register("first@example.com"))
        # Most of the users are in the last one.
        progress.tell(number + 1, len(SIZES), "fill", 0, 0.4 if size == SIZES[-1] else 0.05)
    order = []
    for number in range(rounds):
        for size in random.sample(SIZES, len(SIZES)):
            site = sites[size]
            order += [((size, "read"), read(site, number)), ((size, "write"), write(site, number))]
            order.append(("start", site.logout()))
    times = {}

    def told(count):
        progress.tell(-(-count * rounds // len(order)), rounds, "round", 0.4, 1)

    for (name, _), result in zip(order, start_each([run for _, run in order], told)):
        times.setdefault(name, []).append(result.seconds)
    medians = {name: median(values) for name, values in times.items()}
    start = medians["start"]

    print("## The user file\n")
    print("This is what a read (`login.cgi`, an unknown address) and a write (`register.cgi`) take, with the cheapest")
    print("hash, on the disk. The ratio is to the first line. The %.0f µs of a process that opens no user file are" % (start * 1e6))
    print("taken off both first.")
    chart("growth", kind="lines", title="What a read and a write take as users become more", unit="ms", axis="users",
          at=list(SIZES), lines=[
              {"label": "register.cgi, a write", "role": "own",
               "values": [medians[size, "write"] * 1e3 for size in SIZES]},
              {"label": "login.cgi, a read", "role": "own", "values": [medians[size, "read"] * 1e3 for size in SIZES]},
              {"label": "start alone", "role": "floor", "values": [start * 1e3] * len(SIZES)}])
    rows = []
    for size in SIZES:
        row = ["{:,}".format(size)]
        for kind, run in (("read", read), ("write", write)):
            ratio = (medians[size, kind] - start) / (medians[SIZES[0], kind] - start)
            syncs = system_calls(run(sites[size], rounds))[1]
            row += ["%.0f" % (medians[size, kind] * 1e6), "%.2f" % ratio, str(syncs)]
        rows.append(row)
    table(("users", "read, µs", "ratio", "fsyncs", "write, µs", "ratio", "fsyncs"), rows)


main()
