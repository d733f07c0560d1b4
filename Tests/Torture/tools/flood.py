"""What strangers can do by registering addresses that GDBM's hash does not tell apart.

  flood.py victim 166 addresses with the hash of a chosen one, in a file of before: that one registers and
  logs in flood.py near addresses with nearly one hash: what a read costs before and after flood.py numbered
  what a read costs of an address that many others share their hash with flood.py tools htdbm's view, and a
  record that another tool makes beside one in the overflow
"""
import dbm.gnu
import os
import re
import subprocess

from alike import alike, nearly_alike
from store import Site, check, main, need, pause, raw_records, records, shape, site_with, user

VICTIM = "eve@example.org"
MAX_MEMORY = 64 << 20


def measured(site, program, email):
    """The answer of a program, and the most memory that it had."""
    path, environment, body = site.command(program, email)
    # Of a shell that has little itself: a process counts what it was before execve(2), too.
    script = 'read limit < /proc/self/stat; exec "$0"'
    process = subprocess.Popen(["/bin/sh", "-c", script, path], env=environment, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(body)
    process.stdin.close()
    out, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    check(os.waitstatus_to_exitcode(status) == 0, errors)
    return out.decode(), errors.decode(), usage.ru_maxrss << 10


def cost(folder, site, email):
    """What protected.cgi takes to accept a token of somebody's: instructions, and bytes read of files."""
    # Of one session: each login adds one to what is read.
    for name in os.listdir(site.data):
        if name.startswith("sessions."):
            os.unlink(f"{site.data}/{name}")
    token = site.login(email).token
    check(token, "login of", email)
    trace, profile = folder + "/trace", folder + "/profile"
    answer = site.run("protected", token=token, wrapper=[need("strace", "strace"), "-qq", "-o", trace])
    check(answer.status == 200, "protected", answer)
    read = 0
    with open(trace) as lines:
        for line in lines:
            match = re.match(r"p?read(?:64)?\(.*= (\d+)$", line.strip())
            read += int(match[1]) if match else 0
    valgrind = [need("valgrind", "valgrind"), "--tool=callgrind", "--callgrind-out-file=" + profile]
    answer = site.run("protected", token=token, wrapper=valgrind)
    check(answer.status == 200, "protected", answer)
    with open(profile) as file:
        return int(re.search(r"^(?:summary|totals): (\d+)", file.read(), re.MULTILINE)[1]), read


def victim(folder):
    # One more, and GDBM would double the directory until its limit: 1 GiB.
    site = site_with(folder, 166, alike)
    bits, peak = shape(site.file)[0], 0
    for email in [VICTIM, *map(alike, range(166, 186))]:
        out, errors, memory = measured(site, "register", email)
        check(out.startswith("Status: 200"), "register", email, out[:20], errors)
        peak = max(peak, memory)
        check(site.login(email).status == 200, "login of", email)
        check(site.register(email).status == 409, "registered twice", email)
    check(peak < MAX_MEMORY, "memory:", peak)
    check(shape(site.file)[0] == bits, "the directory grew to", shape(site.file))
    check(len(records(site.file)) == 187, "who is there")
    for someone in (alike(0), alike(165)):
        check(site.login(someone).status == 200, "login of one of before")
    # Everybody else is where they would be without them.
    check(site.register(user(1)).status == 200 and user(1).encode() in raw_records(site.file), "an ordinary user")
    return {"memory_kib": peak >> 10, "overflow": sum(key[:1] == b"\0" for key in raw_records(site.file)) - 1}


def near(folder):
    site = site_with(folder, 150, nearly_alike)
    check(site.register(user(1)).status == 200, "register")
    instructions, read = cost(folder, site, user(1))
    for number in range(150, 190):
        answer = site.register(nearly_alike(number))
        check(answer.status == 200, "register", number, answer)
    check(site.login(nearly_alike(189)).status == 200, "login")
    now, read_now = cost(folder, site, user(1))
    check(now <= 1.2 * instructions and read_now <= 1.2 * read, "a read costs", now, read_now, "of", instructions, read)
    return {"instructions": instructions, "instructions_now": now, "bytes": read, "bytes_now": read_now}


def numbered(folder):
    """Of the addresses with one hash themselves, in the overflow and not."""
    site = site_with(folder, 200, user)
    check(site.register(alike(0)).status == 200, "register")
    # Of an address as long as the others.
    instructions, read = cost(folder, site, alike(0))
    for number in range(1, 9):
        check(site.register(alike(number)).status == 200, "register", number)
    costs = [cost(folder, site, alike(number)) for number in range(9)]
    worst, most = max(now for now, _ in costs), max(now for _, now in costs)
    # Beyond its own bucket there are two at most: of the secret, and of the name that it makes.
    check(worst <= 1.2 * instructions and most <= read + 3 * 4096, "a read costs", worst, most, "of", instructions, read)
    return {"instructions": instructions, "instructions_now": worst, "bytes": read, "bytes_now": most}


def tools(folder):
    site, someone = site_with(folder, 5, alike), alike(5)
    htdbm = need("htdbm", "apache2-utils")
    check(site.register(someone).status == 200 and site.login(someone).status == 200, "register")
    check(someone.encode() not in raw_records(site.file), "not in the overflow")
    listed = subprocess.run([htdbm, "-TGDBM", "-l", site.file], check=True, capture_output=True).stderr.decode(errors="replace")
    check(all(alike(number) in listed for number in range(5)), "htdbm does not see everybody:", listed)
    check(someone not in listed, "htdbm sees what is in the overflow")
    # It takes no name that is as long.
    pause()
    command = [htdbm, "-bB", "-C", "4", "-TGDBM", site.file, "ada@example.com", "nine herons at dawn"]
    subprocess.run(command, check=True, capture_output=True)
    with dbm.gnu.open(site.file, "w") as table:
        table[someone] = table["ada@example.com"]
    check(site.login(someone).status == 401, "the old password counts beside htdbm's")
    other = Site(site.data, password="nine herons at dawn", AUTH_THROTTLE="off")
    # Puts a hash by our setting in the place of htdbm's: a write.
    check(other.login(someone).status == 200, "htdbm's password")
    check([key for key in raw_records(site.file) if key[:1] == b"\0"] == [b"\0"], "the overflow has it still")
    check(other.login(someone).status == 200, "htdbm's password, afterwards")
    pause()
    with dbm.gnu.open(site.file, "w") as table:
        del table[someone]
    check(other.login(someone).status == 401, "the record of the overflow came back")
    return {"records": len(records(site.file))}


main(lambda folder, what: globals()[what](folder), in_memory=False)
