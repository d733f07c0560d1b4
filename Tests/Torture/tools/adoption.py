"""User files that others made, changed, replaced or damaged.

  adoption.py maker TOOL a file that htdbm, gdbmtool or Python made is taken over by the first write
  adoption.py tools an administrator's changes between registrations stay, in many rounds adoption.py mode
  permissions and group of the live file stay adoption.py unreadable files of other machines, other programs,
  and cut off: 503, and left as they are adoption.py fuzz chance bytes changed: an answer every time, no
  process ended by a signal or hanging adoption.py meanwhile cp and mv while a write is under way
"""
import dbm.gnu
import os
import shutil
import signal
import sqlite3
import struct
import subprocess

from store import (
    TORTURE, Site, Stops, chance, check, finish, main, need, pause, real_record, records, site_with, user,
    wait_for_stop)


def gdbmtool(path, *words):
    subprocess.run([need("gdbmtool", "gdbmtool"), "-N", path, *words], check=True, stdout=subprocess.DEVNULL)


def expect(site, known, what):
    now = records(site.file)
    check(now == known, what, "changed", sorted(set(now.items()) ^ set(known.items()))[:4])


def registered(site, known, email):
    answer = site.register(email)
    check(answer.status == 200, "register", answer)
    known[email.encode()] = records(site.file).get(email.encode())
    check(site.login(email).status == 200, "login of", email)


def maker(folder, tool):
    site = Site(folder + "/data")
    os.mkdir(site.data)
    record = real_record(folder)
    if tool == "htdbm":
        for option, name in (("-cbB", "ada@example.com"), ("-bB", "eve@example.com")):
            command = [need("htdbm", "apache2-utils"), option, "-C", "4", "-TGDBM", site.file, name, "correct horse"]
            subprocess.run(command, check=True, capture_output=True)
    elif tool == "gdbmtool":
        gdbmtool(site.file, "store", "ada@example.com", record.decode())
    else:
        with dbm.gnu.open(site.file, "n") as table:
            table["ada@example.com"] = record
    # The login puts a hash by our setting in the place of htdbm's.
    check(records(site.file) and site.login("ada@example.com").status == 200, "not a file to begin with")
    known = records(site.file)
    for number in range(4):
        registered(site, known, user(number))
        expect(site, known, "the file of " + tool)
        check(site.login("ada@example.com").status == 200, "login of one whom", tool, "made")
    check(os.path.getsize(site.data + "/users.lock") > 0, "no note")
    return {"records": len(known)}


def tools(folder):
    site, rounds = site_with(folder), 120 * TORTURE
    known, record, saved = records(site.file), real_record(folder), None
    kinds = ["insert", "change", "delete", "python", "cp", "cp -p", "mv", "nothing"]
    for number in range(rounds):
        kind, someone = chance.choice(kinds), chance.choice(sorted(known)).decode()
        pause()
        if number % 10 == 0:
            saved = dict(known)
            subprocess.run(["cp", "-p", site.file, folder + "/backup"], check=True)
        if kind == "insert":
            gdbmtool(site.file, "store", f"tool{number}@example.com", record.decode())
            known[f"tool{number}@example.com".encode()] = record
        elif kind == "change":
            # Of the same length, so that the file keeps its size.
            changed = known[someone.encode()][:-3] + b'0"}'
            gdbmtool(site.file, "store", someone, changed.decode())
            known[someone.encode()] = changed
        elif kind == "delete" and len(known) > 3:
            gdbmtool(site.file, "delete", someone)
            del known[someone.encode()]
        elif kind == "python":
            with dbm.gnu.open(site.file, "w") as table:
                table[f"python{number}@example.com"] = record
            known[f"python{number}@example.com".encode()] = record
        elif kind in ("cp", "cp -p"):
            subprocess.run([*kind.split(), folder + "/backup", site.file], check=True)
            known = dict(saved)
        elif kind == "mv":
            subprocess.run(["cp", "-p", folder + "/backup", folder + "/copy"], check=True)
            os.rename(folder + "/copy", site.file)
            known = dict(saved)
        for more in range(chance.randint(1, 3)):
            registered(site, known, f"u{number}.{more}@example.com")
            expect(site, known, f"after {kind} in round {number}, {more} registrations")
    return {"rounds": rounds}


def mode(folder):
    site = site_with(folder)
    pause()
    os.chmod(site.file, 0o640)
    group = 12_345 if os.geteuid() == 0 else os.getegid()
    os.chown(site.file, -1, group)
    for number in range(10, 14):
        check(site.register(user(number)).status == 200, "register")
        status = os.stat(site.file)
        # The spare was live before the change and comes back.
        check(status.st_mode & 0o777 == 0o640 and status.st_gid == group, "round", number, oct(status.st_mode))
    pause()
    os.chmod(site.file, 0o644)
    for number in range(20, 24):
        check(site.register(user(number)).status == 200, "register")
        check(os.stat(site.file).st_mode & 0o777 == 0o644, "chmod of a file with a spare is undone", number)
    return {"registrations": 8}


def unreadable(folder):
    whole = site_with(folder, 60, data="whole")
    with open(whole.file, "rb") as file:
        content = file.read()
    files = {f"cut to {size}": content[:size] for size in (0, 1, 3, 4, 20, 39, 40, 100, 4095, 4096, 8191, 8192, 12_287)}
    for magic in (0x13579ACD, 0x13579AD0, 0x13579AC0):
        files[f"magic {magic:x}"] = struct.pack("<I", magic) + content[4:]
    for magic in (0x13579ACD, 0x13579ACE, 0x13579ACF, 0x13579AD0, 0x13579AD1):
        files[f"magic {magic:x} swapped"] = struct.pack(">I", magic) + content[4:]
    words = struct.unpack("<iiqiiiiq", content[:40])
    files["header of the other byte order"] = struct.pack(">iiqiiiiq", *words) + content[40:]
    database = sqlite3.connect(folder + "/sqlite")
    database.execute("create table users (email text)")
    database.commit()
    with open(folder + "/sqlite", "rb") as file:
        files["SQLite"] = file.read()
    files["text"] = b"ada@example.com:$2y$05$abcdefghijklmnopqrstuv:\n" * 300
    files["chance"] = chance.randbytes(20_000)
    for name, damaged in files.items():
        site = Site(folder + "/damaged")
        shutil.rmtree(site.data, ignore_errors=True)
        os.mkdir(site.data)
        with open(site.file, "wb") as file:
            file.write(damaged)
        for program in ("login", "register", "register"):
            answer = site.run(program, user(1))
            check(answer.status == 503 and "store-" in answer.errors, name, program, answer)
        with open(site.file, "rb") as file:
            check(file.read() == damaged, name, "is not left as it is")
    return {"files": len(files)}


def fuzz(folder):
    whole = site_with(folder, 60, data="whole")
    with open(whole.file, "rb") as file:
        content = file.read()
    statuses = {200: 0, 401: 0, 409: 0, 503: 0}
    rounds = 300 * TORTURE
    for number in range(rounds):
        site, damaged = Site(folder + "/damaged"), bytearray(content)
        shutil.rmtree(site.data, ignore_errors=True)
        os.mkdir(site.data)
        # The header, the list of free room, the directory and the bucket decide;
        # the records are mostly payload.
        places = [chance.randrange(chance.choice([40, 200, 12_288, len(damaged)])) for _ in range(chance.randint(1, 4))]
        for place in places:
            damaged[place] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        if number < 8:
            # A byte of where the file ends, in GDBM's header: it would write zeros up to there.
            places, damaged = [32 + number], bytearray(content)
            damaged[places[0]] = 0x7F
        with open(site.file, "wb") as file:
            file.write(damaged)
        for program, email in [("login", user(chance.randrange(60))), ("register", "new@example.com"),
                               ("register", "newer@example.com"), ("login", user(chance.randrange(60)))]:
            with open(site.file, "rb") as file:
                before = file.read()
            try:
                answer = site.run(program, email, timeout=60)
            except subprocess.TimeoutExpired:
                check(False, program, "hangs with bytes", places, [damaged[place] for place in places])
            check(answer.status in statuses, program, answer, "bytes", places, [damaged[place] for place in places])
            statuses[answer.status] += 1
            if answer.status == 503:
                with open(site.file, "rb") as file:
                    check(file.read() == before, "503, but the file changed; bytes", places)
    return {"rounds": rounds} | {f"answers_{status}": count for status, count in statuses.items()}


def meanwhile(folder):
    """The writer is stopped after each of its calls from the locking to the end,
    and goes on after a change."""
    stops = Stops(folder)
    record, counts = real_record(folder), {"stops": 0, "refused": 0, "tool_refused": 0}
    template = site_with(folder, data="template")

    def prepare(site):
        shutil.rmtree(site.data, ignore_errors=True)
        shutil.copytree(template.data, site.data)
        for number in range(10, 12):
            check(site.register(user(number)).status == 200, "register")

    site = Site(folder + "/data")
    prepare(site)
    check(site.register("new@example.com", wrapper=stops.at("list")).status == 200, "unharmed")
    names = stops.names()
    # From the opening of the lock file; the live file gets its second name by link.
    first, link = len(names) - 1 - names[::-1].index("mkdir"), names.index("link")
    for way in ("cp", "mv", "tool"):
        # The last call is the end: nothing can be stopped after it.
        for call in range(first, link if way != "tool" else len(names) - 1):
            prepare(site)
            process = site.start("register", "new@example.com", wrapper=stops.at("freeze", call))
            frozen = wait_for_stop(process, stops.report)
            known = records(site.file)
            pause()
            if way == "tool":
                try:
                    with dbm.gnu.open(site.file, "w") as table:
                        table["tool@example.com"] = known[b"tool@example.com"] = record
                except dbm.gnu.error:
                    # The file is locked, as GDBM's tools do, too.
                    counts["tool_refused"] += 1
            else:
                shutil.copyfile(site.file, folder + "/backup")
                with dbm.gnu.open(folder + "/backup", "w") as table:
                    table["restored@example.com"] = known[b"restored@example.com"] = record
                if way == "cp":
                    shutil.copyfile(folder + "/backup", site.file)
                else:
                    os.rename(folder + "/backup", site.file)
            os.kill(frozen, signal.SIGCONT)
            answer = finish(process)
            check(answer.status in (200, 503), answer)
            counts["stops"] += 1
            counts["refused"] += answer.status == 503
            # Between the last look at the live file and the link: what does not lock can lose here.
            if way != "tool" and call >= link - 2:
                continue
            for number in range(20, 22):
                # After each: what is in one of the two files only comes and goes.
                check(site.register(user(number)).status == 200, "register")
                now = records(site.file)
                undone = [key for key, value in known.items() if now.get(key) != value]
                check(not undone, way, "was undone", undone, "; stopped after call", call, names[call:call + 4])
            check((b"new@example.com" in now) == (answer.status == 200), answer, "at call", call, names[call:call + 4])
    return counts


main(lambda folder, what, *words: globals()[what](folder, *words), in_memory=False)
