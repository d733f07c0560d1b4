#!/usr/bin/python3
"""How many instructions a request takes, counted by callgrind: exact, where times
are not. `make bench` runs this.

With the argument `record` it prints what Tests/ProgramTests/InstructionTests.swift compares with its
committed copy, which `make instructions` renews.
"""
import os
import platform
import re
import subprocess
import sys

import progress
from programs import WELCOME, Site, answer, bar, broken, compiled, end_when_told, folder, in_memory, table

# What would make a count differ from one processor to another is switched off: the code that glibc
# and libcrypto choose by the processor. (callgrind's own processor depends on the real one, too: it
# has AVX2 only where that has.)
FIXED = {
    "OPENSSL_ia32cap": "0",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX,-BMI2,-ERMS,-AVX_Fast_Unaligned_Load",
}
# What the programs are made of, and what counts. Debian package names.
PACKAGES = ("libc6-dev", "libssl-dev", "libgdbm-dev", "libcrypt-dev", "valgrind")


def count(run):
    """The instructions of a run. The kernel's are not among them."""
    profile = os.path.join(folder(), "profile")
    answer(run._replace(
        command=["/usr/bin/valgrind", "--tool=callgrind", "--callgrind-out-file=" + profile] + run.command,
        environment={**run.environment, **FIXED}))
    with open(profile) as file:
        return int(re.search(r"^(?:summary|totals): (\d+)", file.read(), re.MULTILINE).group(1))


def site():
    # The folder's name, which is part of every path, has the same length everywhere.
    return Site(os.path.join(in_memory(), "data"))


def versions():
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    yield "swift", re.search(r"\bSwift version (\S+)", swift).group(1)
    for package in PACKAGES:
        yield package, subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True).stdout


def record():
    here = site()
    token = here.token()
    print("# The instructions protected.cgi takes to accept a valid token. `make instructions` renews this file.")
    print("instructions %d" % count(here.protected(token, WELCOME)))
    print("architecture " + platform.machine())
    for name, version in versions():
        print(name, version)


def main():
    end_when_told()
    if sys.argv[1:] == ["record"]:
        record()
        return
    here = site()
    token = here.token()
    valid = here.protected(token, WELCOME)
    floor = compiled("floor.c", folder())
    cases = [
        ("floor", valid._replace(command=[floor])),
        ("`protected.cgi`, valid token", valid),
        ("`protected.cgi`, bad token", here.protected(broken(token), '"Invalid Token"')),
        ("`protected.cgi`, no token", here.protected(None, '"Unauthorized"')),
        ("`logout.cgi`", here.logout()),
        ("`login.cgi`, cheapest hash", here.login()),
    ]
    counts, differences = {}, []
    for number, (name, run) in enumerate(cases):
        once, again = count(run), count(run)
        counts[name] = once
        differences.append(abs(once - again) / once)
        progress.tell(number + 1, len(cases) + 1, "case")
    # Each registers another user. The first write after another tool's copies the whole
    # file, and so may the second.
    for number in (1, 2):
        answer(here.register("u%d@example.com" % number))
    once, again = (count(here.register("u%d@example.com" % number)) for number in (3, 4))
    counts["`register.cgi`, cheapest hash"] = once
    differences.append(abs(once - again) / once)

    print("## Instructions\n")
    print("callgrind counts what the program and its libraries execute, without the kernel, with the code that any")
    print("x86-64 processor runs. It counts twice; two counts differed by %.2f %% at most. `make test` fails when a" % (
        max(differences) * 100))
    print("valid token takes 5 % more or fewer than the figure in `Tests/ProgramTests/instructions/`.")
    table(("process", "instructions"), [(name, "{:,}".format(number)) for name, number in counts.items()])
    protected = counts["`protected.cgi`, valid token"]
    bar("instructions of `protected.cgi`, valid token", "at most 260,000; aim: 220,000", "{:,}".format(protected),
        protected <= 260_000)


main()
