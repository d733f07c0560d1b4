"""What the store's tests share: the built programs, and readers of the user file that are not the project's.

Every script prints what it counted as `name=number` words and exits 0, or says what it found wrong and exits
1. The seed is printed on failure; SEED sets it, TORTURE multiplies the rounds.
"""
import contextlib
import json
import math
import os
import pickle
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
PASSWORD = "correct horse"


class Wrong(Exception):
    """Something that must not be."""


def check(condition, *what):
    if not condition:
        raise Wrong(" ".join(str(part) for part in what))


def need(program, package):
    path = shutil.which(program)
    check(path, f"missing: {program} (Debian package {package})")
    return path


try:
    import dbm.gnu
except ImportError:
    sys.exit("missing: dbm.gnu of /usr/bin/python3 (Debian package python3-gdbm)")

# Foundation's Process hands its children blocked signals, SIGTERM among them; a web
# server's programs have none.
signal.pthread_sigmask(signal.SIG_SETMASK, [])

SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
TORTURE = int(os.environ.get("TORTURE") or 1)
chance = random.Random(SEED)
# Without memory, or where nothing can be written to standard output, a program cannot answer.
SILENCING = {"brk", "mmap", "other"}
# Calls that a full disk makes fail.
NEEDING_ROOM = ("write", "openat", "fsync", "rename", "link", "mkdir")


class Answer:
    """What a program answered; `status` is None where it gave none."""

    def __init__(self, result):
        self.code, self.errors = result.returncode, result.stderr.decode(errors="replace")
        text = result.stdout.decode(errors="replace")
        self.status = int(text[8:11]) if text.startswith("Status: ") and "\n\n" in text else None
        cookies = [line.partition(": ")[2] for line in text.split("\n\n")[0].split("\n") if line.startswith("Set-Cookie: ")]
        self.cookies = dict(cookie.split(";")[0].split("=", 1) for cookie in cookies)
        self.token = self.cookies.get("authToken")

    def __repr__(self):
        return f"[answer {self.status}, exit {self.code}, log {self.errors.strip()!r}]"


class Site:
    """The programs on a data directory, run as a web server runs them."""

    def __init__(self, data, password=PASSWORD, address="192.0.2.1", **settings):
        self.data, self.file = data, data + "/users.gdbm"
        self.password, self.address, self.settings = password, address, settings

    def command(self, program, email=None, token=None, refresh=None):
        path = f"{ROOT}/cgi-bin/{program}.cgi"
        check(os.access(path, os.X_OK), f"{path} is not built: run 'make build' first")
        body = b"" if email is None else json.dumps({"email": email, "password": self.password}).encode()
        environment = {
            "AUTH_DATA_DIR": self.data, "AUTH_PASSWORD_HASH": "scrypt:4:8:1", "AUTH_THROTTLE": "off",
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SERVER_PROTOCOL": "HTTP/1.1", "SERVER_NAME": "www.example.com", "HTTP_HOST": "www.example.com",
            "REMOTE_ADDR": self.address, "REQUEST_METHOD": "GET" if email is None else "POST", **self.settings}
        if email is not None:
            environment |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
        if token:
            environment["HTTP_COOKIE"] = "authToken=" + token
        if refresh:
            environment |= {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0", "HTTP_COOKIE": "authRefresh=" + refresh}
        return path, environment, body

    def run(self, program, email=None, token=None, wrapper=(), refresh=None, **options):
        path, environment, body = self.command(program, email, token, refresh)
        return Answer(subprocess.run([*wrapper, path], input=body, env=environment, capture_output=True, **options))

    def start(self, program, email=None, token=None, wrapper=()):
        """Starts a program; `finish` waits for its answer."""
        path, environment, body = self.command(program, email, token)
        process = subprocess.Popen(
            [*wrapper, path], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(body)
            process.stdin.close()
        process.stdin = None
        return process

    def patiently(self, program, email):
        """Runs a program, and once more where it asks for that because somebody
        else was writing or hashing."""
        for _ in range(60):
            answer = self.run(program, email)
            if answer.status != 503 or "store-busy" not in answer.errors and "hash-crowd" not in answer.errors:
                break
        return answer

    def register(self, email, **options):
        return self.run("register", email, **options)

    def login(self, email, **options):
        return self.run("login", email, **options)


def finish(process):
    out, errors = process.communicate()
    return Answer(subprocess.CompletedProcess([], process.returncode, out, errors))


def wait_for_stop(process, report):
    """The id of the program that a freezing tracer has stopped."""
    while process.poll() is None:
        if os.path.exists(report) and "frozen" in (seen := open(report).read()):
            stopped = int(seen.split()[-1])
            # The report comes first: a SIGCONT before the SIGSTOP would be lost.
            # T is stopped, t still traced.
            with open(f"/proc/{stopped}/stat") as state:
                if state.read().rsplit(")", 1)[1].split()[0] == "T":
                    os.unlink(report)
                    return stopped
        time.sleep(0.001)
    raise Wrong("it was not stopped")


def pause():
    """Before Linux 6.13 a file's times do not tell two changes within a tick of the
    clock apart: docs/store.md."""
    time.sleep(0.02)


def records(path):
    """Everybody's record, wherever it lies: what is under the address itself wins over the overflow."""
    found = raw_records(path)
    beside = [found.pop(name) for name in list(found) if name[:1] == b"\0" and name != b"\0"]
    found.pop(b"\0", None)
    for content in beside:
        address, _, record = content.partition(b"\0")
        found.setdefault(address, record)
    return found


def raw_records(path):
    """Every record, by Python's GDBM. A file that is not there has none."""
    if not os.path.exists(path):
        return {}
    table = dbm.gnu.open(path, "ru")
    found, key = {}, table.firstkey()
    while key is not None:
        check(key not in found, "a key twice:", key)
        found[key] = table[key]
        key = table.nextkey(key)
    check(len(table) == len(found), "count", len(table), "but", len(found), "keys")
    table.close()
    return found


def isolated(function, *arguments):
    """Calls a function in a process of its own, for files that may end it. None where it died or failed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            os.write(writing, pickle.dumps(function(*arguments)))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(content) if content else None


def shape(path):
    """The directory's bits and the number of buckets, from the file's own header (gdbmdefs.h)."""
    with open(path, "rb") as file:
        _, _, offset, size, bits = struct.unpack("<iiqii", file.read(24))
        file.seek(offset)
        return bits, len(set(struct.unpack(f"<{size // 8}q", file.read(size))))


def user(number):
    return f"u{number}@example.com"


def cgi_auth(site, *words, wrapper=()):
    """Runs the command line, and gives what it wrote."""
    path = ROOT + "/cgi-bin/cgi-auth"
    check(os.access(path, os.X_OK), f"{path} is not built: run 'make build' first")
    as_root = ["--user", "root"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*wrapper, path, *words, *as_root], env={"AUTH_DATA_DIR": site.data, "AUTH_PASSWORD_HASH": "scrypt:4:8:1"},
        capture_output=True)


def real_record(folder):
    """A record that register.cgi made, for as many users as a test wants: they share the password."""
    site = Site(tempfile.mkdtemp(dir=folder) + "/data")
    check(site.register("model@example.com").status == 200, "register on an empty folder")
    return records(site.file)[b"model@example.com"]


def fill(path, numbers, record, block_bytes=4096, name=user):
    """Adds users to a file, made first where it is missing; yields after each."""
    if not os.path.exists(path):
        make = [need("gdbmtool", "gdbmtool"), "-N", "-n", "-b", str(block_bytes), path, "count"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    with dbm.gnu.open(path, "wf") as table:
        for number in numbers:
            table[name(number)] = record
            table.sync()
            yield number


def site_with(folder, count=5, name=user, data="data"):
    """A site with so many users."""
    site = Site(f"{folder}/{data}")
    os.mkdir(site.data)
    list(fill(site.file, range(count), real_record(folder), name=name))
    return site


def compiled(name, folder, *libraries):
    """A C program of this folder."""
    binary = f"{folder}/{name}"
    subprocess.run([need("cc", "gcc"), "-O2", "-o", binary, f"{HERE}/{name}.c", *libraries], check=True)
    return binary


class Stops:
    """tracer.c around a program: which system calls it makes, and what happens at one of them."""

    def __init__(self, folder):
        self.tracer, self.report = compiled("tracer", folder), folder + "/report"

    def at(self, mode, stop=0, argument=0):
        """What to run a program by."""
        return [self.tracer, self.report, mode, str(stop), str(argument)]

    def calls(self):
        """The calls of the program that ran last, each with its first argument."""
        with open(self.report) as file:
            return [(name, int(first)) for name, first in map(str.split, file)]

    def names(self):
        return [name for name, _ in self.calls()]

    @staticmethod
    def kills(start, end):
        """Stops to kill at: before every call; and after every call, a chance number of instructions on."""
        for call in range(start, end):
            yield 2 * call, 0
            for _ in range(TORTURE):
                yield 2 * call + 1, int(math.exp(chance.uniform(0, math.log(4_000))))


def points(mode, names):
    """Where to stop a program that makes these calls, as the mode says: the call, and what Stops.at takes."""
    if mode == "kill":
        yield from ((stop // 2, stop, steps) for stop, steps in Stops.kills(0, len(names)))
    for call, name in enumerate(names):
        if mode == "fail" or mode == "short" and name == "write" or mode == "full" and name in NEEDING_ROOM:
            yield call, call, None


@contextlib.contextmanager
def naming(*where):
    """Says where it was that something was found wrong."""
    try:
        yield
    except Exception as wrong:
        raise type(wrong)(f"{wrong}; {' '.join(map(str, where))}")


@contextlib.contextmanager
def small_disk(folder, size):
    """A tmpfs in the folder. Mounting needs no rights in a name space of one's own."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    check(mounted.returncode == 0, "cannot mount a tmpfs, as root or by unshare -rm:", mounted.stderr.decode().strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill_up(path, blocks):
    """Writes until nothing goes any more, then gives back so many blocks of 4096 bytes."""
    with open(path, "wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(b"\1" * 4096)
        file.truncate(max(0, file.tell() // 4096 - blocks) * 4096)


def main_where_it_may_mount(body):
    """`main`, in a name space of its own; where even that is refused, it fails."""
    if os.environ.get("IN_OWN_NAMESPACE") == "1":
        return main(body)
    words = [need("unshare", "util-linux"), "-rm" if os.geteuid() else "-m", sys.executable, *sys.argv]
    os.execve(words[0], words, os.environ | {"IN_OWN_NAMESPACE": "1"})


def main(body, in_memory=True):
    """Runs a script's body, `body(folder, *words) -> dict of numbers`, in a folder of its own.

    In memory where there is room: kill, fault and powerloss are not about real disks. But tmpfs does not
    change a file's times when it is written through a mapping, as GDBM's tools do.
    """
    # A test that hangs fails.
    signal.alarm(3600 * TORTURE)
    roomy = os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free >= 1 << 28
    place = "/dev/shm" if in_memory and roomy else ROOT + "/.build"
    with tempfile.TemporaryDirectory(prefix="cgi-auth-store.", dir=place) as folder:
        try:
            counts = body(folder, *sys.argv[1:])
        except Wrong as wrong:
            sys.exit(f"{' '.join(sys.argv)}: {wrong} (SEED={SEED})")
        except Exception:
            traceback.print_exc()
            sys.exit(f"SEED={SEED}")
    print(*(f"{name}={number}" for name, number in counts.items()))
