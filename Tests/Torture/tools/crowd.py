"""Many at once, some of them stopped or ended half-way.

  crowd.py storm 100 writers beside 100 readers, ten requests each: no error crowd.py reader a reader that is
  stopped while it holds the live file: writes go on crowd.py writer HOW a writer that is stopped after each
  of its calls under the lock: logins go on; then it is
                          continued (HOW is CONT), killed (KILL) or ended (TERM)
  crowd.py busy another registration beside a stopped writer gives up in time, and may be tried again crowd.py
  backup in a storm of writes, a copy of users.gdbm alone under its lock is whole, and so is one by
                          cp where the file has the same time after as before; it can be restored in two ways
"""
import fcntl
import itertools
import os
import signal
import subprocess
import threading
import time

from store import TORTURE, Stops, chance, check, finish, main, pause, records, site_with, user, wait_for_stop


def site_with_spare(folder, count=5):
    """The first registrations make the spare."""
    site = site_with(folder, count)
    for number in range(3):
        check(site.register(f"first{number}@example.com").status == 200, "register")
    return site


def together(bodies):
    """Runs functions at the same time and passes on the first thing that one of them found wrong."""
    wrong = []

    def guarded(body):
        try:
            body()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def storm(folder):
    site, counts = site_with_spare(folder), {"written": 0, "read": 0}

    def writer(number):
        for turn in range(3):
            answer = site.patiently("register", f"w{number}.{turn}@example.com")
            check(answer.status == 200, "writer", answer)
            counts["written"] += 1

    def reader():
        for _ in range(5):
            answer = site.patiently("login", user(chance.randrange(5)))
            check(answer.status == 200, "reader", answer)
            counts["read"] += 1

    together([lambda number=number: writer(number) for number in range(100)] + [reader] * 100)
    check(len(records(site.file)) == 5 + 3 + 300, len(records(site.file)), "users")
    return counts


def reader(folder):
    site = site_with_spare(folder)
    descriptor = os.open(site.file, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    before = records(site.file)
    for number in range(10, 16):
        answer = site.register(user(number))
        check(answer.status == 200, "beside a reader that holds the file:", answer)
    now = records(site.file)
    check(all(now[key] == value for key, value in before.items()) and len(now) == len(before) + 6, "who is there")
    # What the reader has open is as it was: the writers left that file alone.
    check(records(f"/proc/self/fd/{descriptor}") == before, "the file changed under its reader")
    os.close(descriptor)
    return {"registrations": 6}


def under_lock(site, stops):
    """The calls of a registration, and those of them between the locking and the end."""
    check(site.register("calls@example.com", wrapper=stops.at("list")).status == 200, "register")
    names = stops.names()
    first = names.index("flock", len(names) - 1 - names[::-1].index("mkdir"))
    return names, range(first, len(names) - 1)


def writer(folder, how):
    stops, counts = Stops(folder), {"stops": 0, "answers_200": 0}
    site = site_with_spare(folder)
    names, calls = under_lock(site, stops)
    for call in calls:
        before, email = records(site.file), f"stopped{call}@example.com"
        process = site.start("register", email, wrapper=stops.at("freeze", call))
        frozen = wait_for_stop(process, stops.report)
        answer = site.login(user(1))
        check(answer.status == 200, "login beside a writer stopped after", names[call], answer)
        other = site.start("register", f"other{call}@example.com")
        if how == "TERM":
            os.kill(frozen, signal.SIGTERM)
            os.kill(frozen, signal.SIGCONT)
        else:
            os.kill(frozen, getattr(signal, "SIG" + how))
        answer, second = finish(process), finish(other)
        check(second.status == 200, "the one who waited", second)
        check(how != "CONT" or answer.status == 200, "continued", answer)
        now = records(site.file)
        check(answer.status != 200 or email.encode() in now, "answered 200, but the user is not there")
        check(all(now.get(key) == value for key, value in before.items()), "somebody is lost after", names[call])
        again = site.register(email)
        check(again.status == (409 if email.encode() in now else 200), "tried again:", again)
        check(site.login(email).status == 200, "login after", names[call])
        counts["stops"] += 1
        counts["answers_200"] += answer.status == 200
    return counts


def busy(folder):
    stops = Stops(folder)
    site = site_with_spare(folder)
    names, calls = under_lock(site, stops)
    renames = [call for call in calls if names[call] == "rename"]
    for number, call in enumerate([calls[0], *renames]):
        process = site.start("register", f"stopped{number}@example.com", wrapper=stops.at("freeze", call))
        frozen = wait_for_stop(process, stops.report)
        others = [site.start("register", f"other{number}.{more}@example.com") for more in range(5)]
        check(site.login(user(1)).status == 200, "login")
        for other in others:
            answer = finish(other)
            check(answer.status == 503 and "store-busy" in answer.errors, "beside a stopped writer", answer)
        os.kill(frozen, signal.SIGKILL if number % 2 else signal.SIGCONT)
        finish(process)
        for more in range(5):
            check(site.register(f"other{number}.{more}@example.com").status == 200, "tried again")
    return {"stops": len(renames) + 1, "renames": len(renames)}


def copy_locked(source, target):
    """The command of docs/store.md."""
    subprocess.run(["/bin/sh", "-c", '(flock -s 9 && cat <&9 >"$2") 9<"$1"', "sh", source, target], check=True)


def copy_plainly(source, target):
    """cp, again where the time of the file says so, as docs/store.md has it."""
    for _ in range(500):
        before = os.stat(source).st_mtime_ns
        # It refuses by itself where it sees the file replaced.
        copied = subprocess.run(["cp", source, target], stderr=subprocess.DEVNULL).returncode == 0
        if copied and os.stat(source).st_mtime_ns == before:
            return
    check(False, "no moment without a write in 500 tries")


def backup(folder):
    site, copies = site_with_spare(folder, 300), []
    acknowledged, stop = [], threading.Event()

    def write(writer):
        number = 0
        while not stop.is_set():
            answer = site.patiently("register", f"w{writer}.{number}@example.com")
            check(answer.status == 200, answer)
            acknowledged.append(f"w{writer}.{number}@example.com".encode())
            number += 1

    def copy():
        try:
            for number in itertools.count():
                if number >= 60 * TORTURE and len(acknowledged) > 10:
                    break
                # At any moment of a write, and beside a different one each time.
                time.sleep(chance.uniform(0, 0.02))
                known = len(acknowledged)
                (copy_locked if number % 2 else copy_plainly)(site.file, f"{folder}/copy{number}")
                copies.append((f"{folder}/copy{number}", known))
        finally:
            stop.set()

    together([copy, *(lambda writer=writer: write(writer) for writer in range(3))])
    for path, known in copies:
        found = records(path)
        missing = [email for email in acknowledged[:known] if email not in found]
        check(not missing and len(found) >= 303 + known, path, "lacks", len(missing), missing[:3])
    for way in ("onto", "beside"):
        path, _ = copies[len(copies) // 2]
        known = records(path)
        for number in range(2):
            check(site.register(f"before-{way}{number}@example.com").status == 200, "register")
        pause()
        if way == "onto":
            subprocess.run(["cp", path, site.file], check=True)
        else:
            subprocess.run(["cp", path, site.file + ".new"], check=True)
            os.rename(site.file + ".new", site.file)
        for number in range(4):
            known_now = records(site.file)
            check(known_now == known, "restored by cp", way, "but", len(known_now), "users, not", len(known))
            answer = site.register(f"after-{way}{number}@example.com")
            check(answer.status == 200, "register", answer)
            key = f"after-{way}{number}@example.com".encode()
            known[key] = records(site.file)[key]
    return {"copies": len(copies), "registrations": len(acknowledged)}


main(lambda folder, what, *words: globals()[what](folder, *words), in_memory=False)
