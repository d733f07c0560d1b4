#!/usr/bin/python3
"""What an administrator waits for with 10 to 100,000 users: the list, the page behind it, a search, a group.
`make bench` runs this. Argument: how many rounds, 40 unless given.

Up to 10,000 users the list is sorted, beyond it is in the order of the file. logout.cgi opens no user file:
what it takes is the start of a process. Needs python3-gdbm.
"""
import dbm.gnu
import json
import os
import random
import sys

import progress
from programs import PASSWORD, RECORD, Run, Site, answer, bar, end_when_told, median, on_disk, start_each, table

SIZES = (10, 1_000, 10_000, 100_000)
HASH = "$7$C6..../....%022d$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"
# A second is what people wait without wondering.
MAX_SECONDS = 1.0
CASES = ("the first page", "the next page", "a search", "a group")


def fill(site, size):
    """A site of so many users: one is in a group, one becomes the administrator."""
    os.mkdir(site.data_directory)
    path = os.path.join(site.data_directory, "users.gdbm")
    with dbm.gnu.open(path, "nf") as users:
        for number in range(size - 1):
            users["user%06d@example.com" % number] = RECORD % (HASH % number, number)
        last = "user%06d@example.com" % (size - 2)
        users[last] = (RECORD % (HASH % size, size)).replace("::", ":staff:", 1)
        users.sync()
    answer(site.register())


class Administrator:
    """Somebody who may see everything, and has just given the password."""

    def __init__(self, site):
        self.site = site
        login = answer(site.login())
        fields = [line.split(": ", 1)[1].split(";")[0] for line in login.split("\n") if line.startswith("Set-Cookie: ")]
        self.cookies = "; ".join(fields)
        # The question for the code makes it.
        answer(self.get("", "No administrator yet"))
        with open(os.path.join(site.data_directory, "admin.code")) as file:
            code = file.read().strip()
        answer(self.post("You are an administrator", action="claim", code=code))
        answer(self.post("Proved", action="prove", currentPassword=PASSWORD))

    def get(self, query, expected):
        return self.site.get("admin", expected, QUERY_STRING=query, HTTP_COOKIE=self.cookies)

    def post(self, expected, **members):
        body = json.dumps(members)
        environment = self.site.environment(
            "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body)), HTTP_COOKIE=self.cookies)
        return Run([self.site.program("admin")], environment, body, expected)


def requests(site, size):
    """The requests of each case."""
    administrator = Administrator(site)
    first = administrator.get("", '"users":[{')
    cases = {CASES[0]: first}
    behind = json.loads(answer(first).split("\n\n", 1)[-1].split("\r\n\r\n", 1)[-1])["next"]
    if behind:
        cases[CASES[1]] = administrator.get("from=" + behind, '"users":[{')
    last = "user%06d" % (size - 2)
    # A part that one address alone has: the whole file is looked through.
    cases[CASES[2]] = administrator.post('"email":"%s@' % last, action="search", q=last)
    cases[CASES[3]] = administrator.get("group=staff", '"email":"%s@' % last)
    return cases


def main():
    end_when_told()
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    root = on_disk()
    sites = {size: Site(os.path.join(root, str(size))) for size in SIZES}
    for number, (size, site) in enumerate(sites.items()):
        fill(site, size)
        progress.tell(number + 1, len(SIZES), "fill", 0, 0.4)
    runs = {(size, name): run for size, site in sites.items() for name, run in requests(site, size).items()}
    runs["start"] = sites[SIZES[0]].logout()
    order = [name for _ in range(rounds) for name in random.sample(list(runs), len(runs))]

    def told(count):
        progress.tell(-(-count * rounds // len(order)), rounds, "round", 0.4, 1)

    results = {}
    for name, result in zip(order, start_each([runs[name] for name in order], told)):
        results.setdefault(name, []).append(result)
    medians = {name: median(result.seconds for result in those) for name, those in results.items()}
    processor = {name: median(result.processor_seconds for result in those) for name, those in results.items()}

    print("## An administrator's lists\n")
    print("This is what `admin.cgi` takes, as JSON, on the disk: a page of 50 users, the page behind it, a search by a")
    print("part of an address that one user has, and the members of a group of one. Search and group look through the")
    print("whole file, and so does a page of up to 10,000 users, which is sorted. The %.0f µs of a process that" % (
        medians["start"] * 1e6))
    print("opens no user file are in all of them. The ratio is to the first line of each.")
    rows = []
    for name in CASES:
        for size in SIZES:
            if (size, name) in medians:
                base = medians.get((SIZES[0], name)) or medians[SIZES[1], name]
                rows.append([
                    name, "{:,}".format(size), "%.2f" % (medians[size, name] * 1e3), "%.2f" % (processor[size, name] * 1e3),
                    "%.1f" % (medians[size, name] / base)])
    table(("", "users", "median, ms", "CPU, ms", "ratio"), rows)
    for name in CASES:
        size = max((size for size in SIZES if (size, name) in medians), key=lambda size: medians[size, name])
        seconds = medians[size, name]
        bar("`admin.cgi`, %s, %s users, where it takes longest" % (name, "{:,}".format(size)),
            "under %.0f s" % MAX_SECONDS, "%.3f s" % seconds, seconds < MAX_SECONDS)


main()
