"""cgi-auth import on a disk of every fullness: a real one, a small tmpfs.

Whoever was there stays, whoever is in the file is there as in the file or not at all, and where the disk was
full, the command says so. Run again when there is room, it takes the rest.
"""
import json
import os
import shutil
import tempfile

from store import Site, cgi_auth, check, fill_up, main_where_it_may_mount, naming, records, site_with, small_disk, user

HASH = "$2y$04$abcdefghijklmnopqrstuuM4YxJ8v1oTDhIbQkZ4Z2ZrBvYv5K3c2"
OLD, NEW = 5, 600


def body(folder):
    template = folder + "/template"
    os.mkdir(template)
    site = site_with(template, OLD)
    # So that keys and what else a site has are there.
    check(site.login(user(1)).status == 200, "login")
    old = records(site.file)
    with open(folder + "/lines", "w", encoding="ascii") as file:
        file.writelines("new%d@example.com:%s\n" % (number, HASH) for number in range(NEW))
    expected = {b"new%d@example.com" % number for number in range(NEW)}
    counts = {"imports": 0, "full": 0, "some": 0}
    for blocks in range(0, 90, 3):
        place = tempfile.mkdtemp(dir=folder)
        with small_disk(place, "1m"):
            shutil.copytree(site.data, place + "/data")
            fill_up(place + "/filling", blocks)
            run = Site(place + "/data")
            result = cgi_auth(run, "import", folder + "/lines")
            with naming(blocks, "free blocks"):
                now = records(run.file)
                added = now.keys() - old.keys()
                check(all(now.get(key) == value for key, value in old.items()), "somebody is lost")
                check(added <= expected, "somebody new", added - expected)
                check(all(now[key].split(b":")[0] == HASH.encode() for key in added), "another hash")
                check((result.returncode == 0) == (added == expected), "it says otherwise", result)
                counts["imports"] += result.returncode == 0
                if result.returncode:
                    check(b"No space left" in result.stderr, result)
                    counts["full"] += 1
                    counts["some"] += bool(added)
                check(run.login(user(0)).status == 200, "login")
                os.unlink(place + "/filling")
                again = cgi_auth(run, "import", folder + "/lines", "--json")
                check(again.returncode == 0, "again", again)
                report = json.loads(again.stdout)
                check(report["added"] == NEW - len(added) and report["present"] == len(added), report, len(added))
                check(records(run.file).keys() == old.keys() | expected, "not all are in")
        os.rmdir(place)
    return counts


main_where_it_may_mount(body)
