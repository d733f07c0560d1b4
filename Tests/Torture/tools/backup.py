"""cgi-auth backup and restore: beside a crowd, on a full disk, and at every one of their system calls.

  backup.py crowd         50 writers register while backups are made
  backup.py backup MODE [ERROR]
  backup.py restore MODE [ERROR]    MODE is kill, fail or full (tracer.c); ERROR is ENOSPC or EIO
  backup.py disk          both on a disk of every fullness

A backup is there whole or not at all. A restore leaves the old or the new users, never half, and is done by
the next one.
"""
import errno
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading

from store import (
    TORTURE, Site, Stops, cgi_auth, chance, check, fill_up, main, main_where_it_may_mount, naming, need, points,
    records, site_with, small_disk, user)

OLD, NEW = 6, 3
PARTS = ["users.gdbm", "undo.gdbm", "invitations.gdbm", "secret.key", "private.key", "auth.conf", "admin.made"]
# Points that a short run has of each program.
FEWER = 60


def backups(site):
    return sorted(glob.glob(site.data + "/backup/cgi-auth-*.tar"))


def unpacked(path, folder):
    """The users of a backup, which must be whole: by Python's tar, SHA-256 and GDBM."""
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    with tarfile.open(path, "r:") as tar:
        names = tar.getnames()
        check(names[0] == "SHA256SUMS" and names[1] == "users.gdbm", "names", names)
        check(set(names[1:]) <= set(PARTS), "names", names)
        check(all(member.isreg() and member.mode == 0o600 for member in tar.getmembers()), "modes")
        tar.extractall(folder)
    sums = open(folder + "/SHA256SUMS", encoding="ascii").read().splitlines()
    check(len(sums) == len(names) - 1, "sums", sums)
    for line in sums:
        digest, name = line.split("  ")
        with open(folder + "/" + name, "rb") as file:
            check(hashlib.sha256(file.read()).hexdigest() == digest, "the sum of", name)
    return records(folder + "/users.gdbm")


def content(folder):
    """Every file of a data folder that a backup must not change."""
    found = {}
    for name in PARTS + ["users.spare", "sessions.gdbm"]:
        if os.path.exists(folder + "/" + name):
            with open(folder + "/" + name, "rb") as file:
                found[name] = file.read()
    return found


# MARK: A crowd

def crowd(folder):
    site = site_with(folder, 50)
    stop, lock = threading.Event(), threading.Lock()
    done, counts = set(), {"backups": 0, "registered": 0, "during": 0}

    def write(number):
        turn = 0
        while not stop.is_set():
            email = f"w{number}-{turn}@example.com"
            answer = site.patiently("register", email)
            if answer.status == 200:
                with lock:
                    done.add(email.encode())
            turn += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    try:
        while counts["backups"] < 5 * TORTURE:
            with lock:
                before = set(done)
            result = cgi_auth(site, "backup")
            if result.returncode == 75:
                # Others kept it busy, which is no backup and no harm.
                continue
            check(result.returncode == 0, result)
            with lock:
                counts["during"] += len(done) - len(before)
            path = backups(site)[-1]
            found = unpacked(path, folder + "/out")
            check(before <= found.keys(), "missing:", before - found.keys())
            listed = subprocess.run(
                [need("gdbmtool", "gdbmtool"), "-r", folder + "/out/users.gdbm", "count"], capture_output=True, text=True)
            check(listed.stdout.split()[2] == str(len(found)), listed)
            counts["backups"] += 1
            os.unlink(path)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    counts["registered"] = len(done)
    # And nobody's registration was harmed by it.
    check(done <= records(site.file).keys(), "lost")
    return counts


# MARK: At every call

def verify_backup(site, before, taken, result, folder):
    """What must hold whatever happened to a backup. Returns whether there is a new one."""
    check(content(site.data) == before, "a backup changed the site")
    there = backups(site)
    for path in there:
        check(len(unpacked(path, folder + "/out")) == OLD, "a backup is not whole")
    check(taken in there, "the earlier one is gone")
    check(result.returncode != 0 or len(there) == 2, "done, but it is not there", result)
    again = cgi_auth(site, "backup")
    check(again.returncode == 0, "the next one", again)
    check(len(backups(site)) == len(there) + 1, "the next one is not there")
    left = set(os.listdir(site.data + "/backup")) - {os.path.basename(path) for path in backups(site)}
    check({name for name in left if not name.startswith("..htaccess")} == {".htaccess", "lock"}, "left behind:", left)
    return len(there) == 2


def verify_restore(site, old, new, result):
    """What must hold whatever happened to a restore. Returns whether the users are the new ones."""
    now = records(site.file)
    is_new = now.keys() == new.keys()
    check(is_new or now == old, "half of the users:", sorted(now))
    check(is_new or result.returncode != 0, "done, but they are not there", result)
    if is_new:
        kept = [records(path) for path in glob.glob(site.data + "/before-restore-*/users.gdbm")]
        check(old in kept, "what was there before is gone")
    answer = site.login(user(0))
    check(answer.status == 200, "login", answer)
    again = cgi_auth(site, "restore", site.data + "/../archive.tar")
    check(again.returncode == 0, "the next one", again)
    now = records(site.file)
    check(now.keys() == new.keys(), "the next one is not done:", sorted(now))
    for email, record in now.items():
        check(record.split(b":")[0] == new[email].split(b":")[0], "another hash")
    check(site.login(user(0)).status == 200 and site.login(user(OLD - 1)).status == 401, "who may log in")
    check(site.register("next@example.com").status == 200, "register")
    check(os.listdir(site.data + "/backup").count(".restore") == 0, "left behind")
    return is_new


def at_every_call(folder, what, mode, error="ENOSPC"):
    stops, template = Stops(folder), folder + "/template"
    os.mkdir(template)
    site = site_with(template, NEW)
    check(site.register("first@example.com").status == 200, "register")
    check(cgi_auth(site, "users", "remove", "first@example.com", "--yes").returncode == 0, "remove")
    check(cgi_auth(site, "backup").returncode == 0, "backup")
    shutil.move(backups(site)[0], template + "/archive.tar")
    for number in range(NEW, OLD):
        check(site.register(user(number)).status == 200, "register")
    check(site.login(user(0)).status == 200, "login")
    taken = None
    if what == "backup":
        check(cgi_auth(site, "backup").returncode == 0, "backup")
        taken = os.path.basename(backups(site)[0])
    old, new = records(site.file), unpacked(template + "/archive.tar", folder + "/out")
    check(len(old) == OLD and len(new) == NEW, "who is there")

    def one(how, stop=0, argument=0):
        shutil.rmtree(folder + "/run", ignore_errors=True)
        shutil.copytree(template, folder + "/run", symlinks=True)
        site = Site(folder + "/run/data")
        before = content(site.data)
        words = ["backup"] if what == "backup" else ["restore", folder + "/run/archive.tar"]
        return site, before, cgi_auth(site, *words, wrapper=stops.at(how, stop, argument))

    def verify(site, before, result):
        if what == "restore":
            return verify_restore(site, old, new, result)
        return verify_backup(site, before, f"{site.data}/backup/{taken}", result, folder)

    site, before, result = one("list")
    check(result.returncode == 0, "unharmed", result)
    listed, names = stops.calls(), stops.names()
    check(verify(site, before, result), "unharmed, but not done")
    counts = {"calls": len(names), "stops": 0, "done": 0, "not_done": 0}
    every = list(points(mode, names))
    if TORTURE == 1 and len(every) > FEWER:
        # Renames and links are where it happens, and by looks it is known what is there.
        sure = [point for point in every if names[point[0]] in ("rename", "link", "access")]
        every = sure + chance.sample(every, FEWER - min(FEWER, len(sure)))
    for call, stop, steps in every:
        name, descriptor = listed[call]
        site, before, result = one(mode, stop, getattr(errno, error) if steps is None else steps)
        with naming(what, mode, "at call", call, name, descriptor):
            is_done = verify(site, before, result)
        counts["stops"] += 1
        counts["done" if is_done else "not_done"] += 1
    return counts


# MARK: A disk of every fullness

def disk(folder):
    template = folder + "/template"
    os.mkdir(template)
    site = site_with(template, NEW)
    check(cgi_auth(site, "backup").returncode == 0, "backup")
    shutil.move(backups(site)[0], folder + "/archive.tar")
    os.rmdir(site.data + "/backup") if not os.listdir(site.data + "/backup") else shutil.rmtree(site.data + "/backup")
    for number in range(NEW, OLD):
        check(site.register(user(number)).status == 200, "register")
    old, new = records(site.file), unpacked(folder + "/archive.tar", folder + "/out")
    counts = {"backups": 0, "restores": 0, "full": 0}
    for blocks in range(0, 60):
        for what in ("backup", "restore"):
            place = tempfile.mkdtemp(dir=folder)
            with small_disk(place, "1m"):
                shutil.copytree(site.data, place + "/data")
                fill_up(place + "/filling", blocks)
                run = Site(place + "/data")
                result = cgi_auth(run, "backup") if what == "backup" else cgi_auth(run, "restore", folder + "/archive.tar")
                with naming(what, "with", blocks, "free blocks"):
                    now = records(run.file)
                    if what == "backup":
                        check(now == old, "users differ")
                        whole = [unpacked(path, folder + "/out") for path in backups(run)]
                        check(len(whole) == (result.returncode == 0), "backups", len(whole), result)
                        check(not os.path.exists(run.data + "/backup/.draft"), "left behind")
                        counts["backups"] += len(whole)
                    else:
                        check(now == old or now.keys() == new.keys(), "half of the users")
                        check((result.returncode == 0) == (now.keys() == new.keys()), "it says otherwise", result)
                        check(not os.path.exists(run.data + "/backup/.restore"), "left behind")
                        counts["restores"] += result.returncode == 0
                    if result.returncode:
                        check(b"No space left" in result.stderr, result)
                        counts["full"] += 1
                    os.unlink(place + "/filling")
                    check(run.login(user(0)).status == 200, "login")
                    check(run.register("next@example.com").status == 200, "register")
            os.rmdir(place)
    return counts


def body(folder, what, *words):
    if what == "crowd":
        return crowd(folder)
    if what == "disk":
        return disk(folder)
    return at_every_call(folder, what, *words)


if sys.argv[1:2] == ["disk"]:
    main_where_it_may_mount(body)
else:
    main(body)
