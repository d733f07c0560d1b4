#!/usr/bin/python3
"""Runs the parts of the benchmark and writes docs/benchmarks.md whole, and the charts in
docs/benchmarks/: `make bench`.

Arguments: the names of the parts, as in bench/<name>.py. Each prints Markdown; its lines that begin
with `bar: ` go into one table, those that begin with `chart: ` are drawn. Ends with another status than
0, and writes nothing, where a program answered wrongly, a part failed, or a chart cannot be drawn.
Shows on standard error how far it is.

Environment: BEFORE, a git revision or a folder with programs, for what guard.py measures beside those of now.
"""
import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time

import before
import charts
from programs import BENCH, PROJECT, end_when_told
from progress import Display

# What each part takes on a machine with two processors, seconds.
SECONDS = {"processes": 60, "instructions": 15, "servers": 100, "fastcgi": 110, "guard": 140, "store": 30, "admin": 25, "sessions": 25, "sameness": 35, "mailed": 16}
PACKAGES = (
    "libc6-dev", "libssl-dev", "libgdbm-dev", "libcrypt-dev", "gcc", "valgrind", "apache2-bin", "lighttpd", "nginx", "wrk", "libfcgi-dev", "perl", "python3",
    "php-cgi", "php-fpm")


def output(*command):
    result = subprocess.run(command, capture_output=True, text=True)
    return result.stdout.strip() if result.returncode == 0 else ""


def idle_part():
    """The part of all processors' time that nobody used for three seconds (proc(5), /proc/stat)."""
    def times():
        with open("/proc/stat") as file:
            return [int(number) for number in file.readline().split()[1:9]]
    before = times()
    time.sleep(3)
    passed = [after - earlier for earlier, after in zip(before, times())]
    return (passed[3] + passed[4]) / sum(passed)


def field(path, pattern):
    with open(path) as file:
        found = re.search(pattern, file.read(), re.MULTILINE)
    return found.group(1) if found else "unknown"


def machine():
    """The machine and what runs on it, as rows of a table."""
    yield "processor", field("/proc/cpuinfo", r"^model name\s*: (.*)$") + ", %d visible" % os.cpu_count()
    yield "memory", "%.0f GiB" % (int(field("/proc/meminfo", r"^MemTotal:\s*(\d+)")) / 2 ** 20)
    yield "kernel", platform.release()
    yield "system", "%s %s" % (field("/etc/os-release", r'^PRETTY_NAME="(.*)"$'), platform.machine())
    yield "disk", output("findmnt", "--noheadings", "--output", "FSTYPE", "--target", PROJECT)
    yield "Swift", (re.search(r"Swift version (\S+)", output("swift", "--version")) or ["", "unknown"])[1]
    versions = ((name, output("dpkg-query", "-W", "-f", "${Version}", name)) for name in PACKAGES)
    yield "packages", ", ".join("%s %s" % pair for pair in versions if pair[1])


def rows(pairs):
    return ["| %s | %s |" % pair for pair in pairs]


def part(name, display, arguments):
    """Runs one part and returns its text, its bars and its charts, or ends."""
    print("-- bench/%s.py" % name, flush=True)
    with tempfile.TemporaryFile("w+") as file:
        command = ["/usr/bin/python3", os.path.join(BENCH, name + ".py"), *arguments]
        with subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE, text=True) as process:
            try:
                for line in process.stderr:
                    display.take(line)
            except BaseException:
                # So that the part stops what it has started, too.
                process.terminate()
                raise
        display.clear()
        file.seek(0)
        printed = file.read()
    print(printed, flush=True)
    if process.returncode != 0:
        sys.exit("bench/%s.py failed; docs/benchmarks.md stays as it was" % name)
    kinds = {"bar: ": [], "chart: ": [], "": []}
    for line in printed.splitlines():
        kind = next(kind for kind in kinds if line.startswith(kind))
        kinds[kind].append(line.removeprefix(kind))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kinds[""]).strip())
    return text, kinds["bar: "], [charts.parsed(line) for line in kinds["chart: "]]


def main():
    end_when_told()
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("parts", nargs="+")
    parser.add_argument("--rounds", help="how many rounds each part makes; to try it out")
    parser.add_argument("--into", help="the folder that is written to", default=os.path.join(PROJECT, "docs"))
    options = parser.parse_args()
    if os.environ.get("BEFORE"):
        os.environ["BEFORE_PROGRAMS"], os.environ["BEFORE_NAME"] = before.built(os.environ["BEFORE"])
    description = list(machine())
    idle = idle_part()
    description.append(("idle before", "%.0f %% of the processors' time" % (idle * 100)))
    warning = [] if idle > 0.95 else [
        "**Other programs kept the machine busy: the times below are not to be trusted. Run it again.**", ""]
    display = Display(options.parts, SECONDS)
    results = []
    for number, name in enumerate(options.parts):
        display.begin(number)
        results.append(part(name, display, [options.rounds] if options.rounds else []))
    texts, bars, drawn = zip(*results)
    pictures = [chart for group in drawn for chart in group]
    lines = [
        "# Benchmarks", "",
        "`make bench` wrote this file whole; do not edit it. Times are one machine's. Compare ratios within one run.",
        "The floor is a static C program that prints the same answer as `protected.cgi` and does nothing else. It is",
        "the least that a CGI program can take there.", "", *warning,
        *(line for name, chart in pictures for line in (charts.markdown(name, chart, "benchmarks"), "")),
        "| bar | | measured | |", "|---|---|---|---|", *("| %s |" % line for group in bars for line in group), "",
        "| the machine | |", "|---|---|", *rows(description), "",
        "\n\n".join(texts), ""]
    for name, chart in pictures:
        charts.write(name, chart, os.path.join(options.into, "benchmarks"))
    target = os.path.join(options.into, "benchmarks.md")
    with open(target + ".new", "w") as file:
        file.write("\n".join(lines))
    os.replace(target + ".new", target)
    print("written: " + os.path.relpath(target, PROJECT))


main()
