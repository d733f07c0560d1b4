#!/usr/bin/python3
"""Whether what can be asked for by mail takes the same time for every address: `make bench` runs this.

Argument: how many pairs, 200 unless given. Each pair is an address with an account and one without, one
straight after the other, in random order, each from a network of its own. What is compared is the area under
the ROC curve: the part of all comparisons in which the address with an account took longer. 0.5 tells
nothing, 0 and 1 tell all. The program in the place of `send` ends at once. Needs python3-gdbm.
"""
import dbm.gnu
import json
import os
import random
import shutil
import sys

import progress
from programs import PROJECT, RECORD, Run, Site, answer, bar, compiled, end_when_told, folder, in_memory, start_each, table

ON_ITS_WAY = "If that address has an account, a mail is on its way"
KINDS = ("an account", "a disabled account", "an unconfirmed account")
# The program, the fields of the request and the answer.
REQUESTS = {
    "`recover.cgi`": ("recover", {}, ON_ITS_WAY),
    "`login.cgi`, `by=mail`": ("login", {"by": "mail"}, ON_ITS_WAY),
    "`confirm.cgi`": ("confirm", {}, ON_ITS_WAY),
    "`register.cgi`, `confirm_email = required`": ("register", {"password": "nine herons at dawn"}, "Look into your mail"),
}


def area(longer, shorter):
    """The part of all pairs in which the first is the larger one; ties count half."""
    return sum((a > b) + (a == b) / 2 for a in longer for b in shorter) / (len(longer) * len(shorter))


def site(programs, count):
    """A site with so many accounts of each kind."""
    made = Site(os.path.join(in_memory(), "data"), programs=programs)
    made.settings.update(
        AUTH_SITE_URL="https://club.example", AUTH_MAIL_FROM="no-reply@club.example", AUTH_MAIL_PER_HOUR="65000",
        AUTH_LOGIN_BY_MAIL="on", AUTH_CONFIRM_EMAIL="required")
    answer(Run([made.program("recover")], made.environment("POST", CONTENT_TYPE="application/json", CONTENT_LENGTH="27"),
               '{"email":"first@a.example"}', ON_ITS_WAY))
    with dbm.gnu.open(os.path.join(made.data_directory, "users.gdbm"), "c") as users:
        record = RECORD % ("$7$06..../....w", 1)
        for number in range(count):
            users["user0-%d@example.com" % number] = record
            users["user1-%d@example.com" % number] = "!" + record
            users["user2-%d@example.com" % number] = "!" + record[:-1] + ',"pending":"confirm"}'
    return made


def main():
    end_when_told()
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    programs = folder()
    for name in ("recover", "login", "confirm", "register"):
        shutil.copy(os.path.join(PROJECT, "cgi-bin", name + ".cgi"), programs)
    os.rename(compiled("floor.c", programs), os.path.join(programs, "send"))
    rows, areas = [], []
    for name, (program, fields, expected) in REQUESTS.items():
        here = site(programs, pairs)
        order = []
        for number in range(pairs):
            for kind in range(len(KINDS)):
                both = [("user%d-%d@example.com" % (kind, number), kind), ("nobody%d-%d@example.com" % (kind, number), None)]
                for email, known in random.sample(both, 2):
                    body = json.dumps({"email": email, **fields}, separators=(",", ":"))
                    network = "10.%d.%d.1" % divmod(len(order), 250)
                    order.append((known, kind, Run(
                        [here.program(program)],
                        here.environment("POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body)), REMOTE_ADDR=network),
                        body, expected)))
        times = {}
        for (known, kind, _), result in zip(order, start_each([run for _, _, run in order])):
            times.setdefault((kind, known is not None), []).append(result.seconds)
        part = [area(times[kind, True], times[kind, False]) for kind in range(len(KINDS))]
        areas += part
        rows.append((name, *("%.2f" % value for value in part)))
        progress.tell(len(rows), len(REQUESTS), "request")
    print("## What can be asked for by mail\n")
    print("The area under the ROC curve of %d pairs, each an address with an account and one without: 0.5 says that the" % pairs)
    print("time tells nothing.")
    table(("request", *KINDS), rows)
    worst = max(areas, key=lambda value: abs(value - 0.5))
    bar("the area of an address with an account, at worst", "0.4 to 0.6", "%.2f" % worst, 0.4 <= worst <= 0.6)


main()
