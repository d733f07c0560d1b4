"""A disk that is really full: a small tmpfs, filled to the last block.

Runs itself in a name space of its own, where mounting needs no rights; where even that is refused, it fails.
"""
import os
import subprocess
import sys

from store import Site, check, fill, main, need, real_record, records, user

SIZE = 400 * 1024


def fill_up(path, leave):
    """Writes until nothing goes any more, then gives back so many bytes."""
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\1" * 4096)
        except OSError:
            pass
        file.truncate(max(0, file.tell() - leave))


def body(folder, *words):
    record = real_record(folder)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], capture_output=True)
    check(mounted.returncode == 0, "cannot mount a tmpfs, as root or by unshare -rm:", mounted.stderr.decode().strip())
    site, counts = Site(folder + "/data"), {"rounds": 0, "answers_200": 0, "answers_503": 0}
    try:
        os.mkdir(site.data)
        list(fill(site.file, range(150), record))
        for number in range(2):
            check(site.register(f"first{number}@example.com").status == 200, "register")
        # With the spare, without it (as after a crash), and with room for so many blocks.
        for has_spare in (True, False):
            for blocks in range(0, 24):
                if not has_spare and os.path.exists(site.data + "/users.spare"):
                    os.unlink(site.data + "/users.spare")
                before = records(site.file)
                fill_up(folder + "/filler", blocks * 4096)
                email = f"full{int(has_spare)}.{blocks}@example.com"
                for turn in range(4):
                    answer = site.register(f"{turn}{email}")
                    check(answer.status in (200, 503), answer, "with", blocks, "blocks")
                    counts[f"answers_{answer.status}"] += 1
                    now = records(site.file)
                    check((f"{turn}{email}".encode() in now) == (answer.status == 200), answer, "but it is not so")
                    check(all(now.get(key) == value for key, value in before.items()), "somebody is lost")
                    check(site.login(user(turn)).status == 200, "login on a full disk")
                os.unlink(folder + "/filler")
                check(site.register(email).status == 200, "register when there is room again")
                check(site.login(email).status == 200, "login")
                counts["rounds"] += 1
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    return counts


if os.environ.get("IN_OWN_NAMESPACE") == "1":
    main(body)
else:
    words = [need("unshare", "util-linux"), "-rm" if os.geteuid() else "-m", sys.executable, *sys.argv]
    os.execve(words[0], words, os.environ | {"IN_OWN_NAMESPACE": "1"})
