"""What the benchmarks share: running the programs as a web server runs them, a site to run them on, tables.

Every script here prints Markdown. A line that begins with `bar: ` is a bar to be met, four cells
between `|`; one that begins with `chart: ` is a name and the JSON of what bench/charts.py draws.
bench/report.py gathers these.
"""
import atexit
import json
import os
import re
import shutil
import signal
import statistics
import string
import subprocess
import sys
import tempfile
from typing import NamedTuple

import progress

BENCH = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(BENCH)
CHEAP_HASH = "scrypt:2:8:1"
DEFAULT_HASH = "scrypt:14:8:5"
EMAIL = "ada@example.com"
PASSWORD = "correct horse"
# What a browser sends to say that it wants a page.
BROWSER = {
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9,en;q=0.8",
    "SCRIPT_NAME": "/cgi-bin/login.cgi"}
# A user's record, of the hash and the number that is the id.
RECORD = '%s::{"id":"%022d","registered":1795455453}'
WELCOME = '"message":"Welcome, %s!"' % EMAIL


def program(name, folder=None):
    """The path of a built program."""
    return os.path.join(folder or os.path.join(PROJECT, "cgi-bin"), name + ".cgi")


def folder(parent=None):
    """A folder that is removed at the end. The programs of a web server's user may look into it."""
    path = tempfile.mkdtemp(prefix="cgi-auth-bench.", dir=parent)
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    os.chmod(path, 0o755)
    return path


def in_memory():
    """A folder on tmpfs, where fsync(2) is free."""
    return folder("/dev/shm")


def on_disk():
    """A folder on the disk that the project lies on."""
    return folder(os.path.join(PROJECT, ".build"))


def compiled(source, into, *libraries, static=True):
    """Compiles a C file of this folder and returns the program's path."""
    target = os.path.join(into, os.path.splitext(os.path.basename(source))[0])
    command = ["gcc", "-O2", "-Wall", "-Wextra", "-o", target, os.path.join(BENCH, source)] + ["-static"] * static
    result = subprocess.run(command + list(libraries), stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(result.stderr)
    return target


def bare_hash(setting, here, times):
    """The seconds of the hash alone: the median of `times` processes (bench/hash.c)."""
    def digits(number, count):
        """Base 64 as crypt(3) writes numbers, the lowest six bits first."""
        alphabet = "./" + string.digits + string.ascii_uppercase + string.ascii_lowercase
        return "".join(alphabet[number >> 6 * place & 63] for place in range(count))
    log2n, r, p = map(int, setting.split(":")[1:])
    beginning = "$7$" + digits(log2n, 1) + digits(r, 5) + digits(p, 5) + "w" * 22 + "$"
    command = [compiled("hash.c", here, "-lcrypt"), beginning]
    return median(int(subprocess.run(command, capture_output=True, check=True).stdout) / 1e9 for _ in range(times))


def read_anew(paths):
    """Makes the kernel drop programs from its memory, so that it reads them from the disk next.

    What a compiler has just written is kept there in large pieces, which are mapped as a whole: the same
    program then has fewer page faults and more memory than on a web server, by a third.
    """
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


class Run(NamedTuple):
    """One request to a CGI program: how it is started, and a text that its answer must contain."""
    command: list
    environment: dict
    body: str
    expected: str


class Result(NamedTuple):
    seconds: float
    processor_seconds: float
    page_faults: int
    peak_bytes: int


def start_each(runs, told=None):
    """Starts programs one after the other, all on one processor, and returns what each took. Ends the
    benchmark where one answers wrongly. bench/spawn.c says what is measured. `told` is called with the number
    of runs that are over, now and then."""
    here = folder()
    spawn = compiled("spawn.c", here)
    path = os.path.join(here, "list")
    with open(path, "w") as file:
        for run in runs:
            words = [run.expected, run.body, *run.command, "", *("%s=%s" % item for item in run.environment.items())]
            file.write("\t".join(words) + "\n")
    processor = max(os.sched_getaffinity(0))
    rows = []
    with subprocess.Popen([spawn, path], stdout=subprocess.PIPE, text=True,
                          preexec_fn=lambda: os.sched_setaffinity(0, {processor})) as process:
        try:
            # The lines come by the page, not one by one: reading them disturbs little.
            for line in process.stdout:
                rows.append(map(int, line.split()))
                if told:
                    told(len(rows))
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        sys.exit("a program answered wrongly")
    return [Result(taken / 1e9, processor / 1e6, faults, kib * 1024) for taken, processor, faults, kib in rows]


class Site:
    """A data directory, and requests to the programs that use it: those in
    `programs`, or the ones built last."""

    def __init__(self, data_directory, password_hash=CHEAP_HASH, programs=None):
        self.data_directory = data_directory
        self.programs = programs
        # AUTH_THROTTLE: a benchmark registers and logs in more often than a user does.
        self.settings = {
            "AUTH_DATA_DIR": data_directory, "AUTH_PASSWORD_HASH": password_hash, "AUTH_THROTTLE": "off"}

    def program(self, name):
        return program(name, self.programs)

    def environment(self, method, **variables):
        return {
            **self.settings,
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": "www.example.com",
            "SERVER_PORT": "80",
            "REQUEST_METHOD": method,
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": "www.example.com",
            "HTTP_ACCEPT": "*/*",
            **variables,
        }

    def post(self, name, expected, email=EMAIL, password=PASSWORD):
        """A request of register.cgi or login.cgi with a form."""
        body = "email=%s&password=%s" % (email, password.replace(" ", "+"))
        environment = self.environment(
            "POST", CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH=str(len(body)))
        return Run([self.program(name)], environment, body, expected)

    def register(self, email=EMAIL):
        return self.post("register", "registered successfully", email)

    def login(self):
        return self.post("login", "Login successful")

    def logout(self):
        return Run([self.program("logout")], self.environment("POST", CONTENT_LENGTH="0"), "", "Logout successful")

    def protected(self, token, expected, command=None, **variables):
        """A request of protected.cgi, or of another program in its place, with a
        token in the cookie, or none."""
        if token:
            variables["HTTP_COOKIE"] = "authToken=" + token
        return Run(command or [self.program("protected")], self.environment("GET", **variables), "", expected)

    def get(self, name, expected, **variables):
        """A GET of a program."""
        return Run([self.program(name)], self.environment("GET", **variables), "", expected)

    def token(self):
        """Registers the user, logs in, and returns the token."""
        answer(self.register())
        return answer(self.login()).split("authToken=")[1].split(";")[0]

    def secret(self):
        """The secret that tokens are signed with."""
        with open(os.path.join(self.data_directory, "secret.key")) as file:
            return file.readline().strip()


def answer(run):
    """Runs one request and returns the whole answer, or ends the benchmark where it is a wrong one."""
    result = subprocess.run(
        run.command, env=run.environment, input=run.body, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0 or run.expected not in result.stdout:
        sys.exit("%s ended with %d and answered: %s%s" % (
            run.command, result.returncode, result.stdout, result.stderr))
    return result.stdout


def system_calls(run):
    """How many system calls a run makes, the exec included, and how many of them wait for the disk."""
    trace = subprocess.run(
        ["strace", "-f", "-o", "/dev/stdout"] + run.command, env=run.environment, input=run.body,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    calls = re.findall(r"^\d+ +(\w+)\(", trace, re.MULTILINE)
    return len(calls), sum(call in ("fsync", "fdatasync", "sync", "msync") for call in calls)


def broken(token):
    """The token with another signature: its first character changed."""
    head, dot, signature = token.rpartition(".")
    return head + dot + ("B" if signature[0] == "A" else "A") + signature[1:]


def percentile(values, part):
    """The value that `part` of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


median = statistics.median


def table(heads, rows, texts=1):
    """Prints a Markdown table. All columns but the first, or the first `texts`, are numbers."""
    print("\n| " + " | ".join(heads) + " |")
    print("|" + "---|" * texts + "---:|" * (len(heads) - texts))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def bar(subject, limit, measured, is_met):
    """Prints a bar that was to be met."""
    print("bar: %s | %s | %s | %s" % (subject, limit, measured, "met" if is_met else "**not met**"))


def chart(name, **members):
    """Prints a chart to be drawn; bench/charts.py has its members."""
    print("chart: %s %s" % (name, json.dumps(members)))


def end_when_told():
    """Makes an end by SIGTERM leave nothing behind, as an end by Ctrl-C does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
