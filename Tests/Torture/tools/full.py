"""A disk that is really full: a small tmpfs, filled to the last block.

Runs itself in a name space of its own, where mounting needs no rights; where even that is refused, it fails.
"""
import os

from store import Site, check, fill, fill_up, main_where_it_may_mount, real_record, records, small_disk, user

SIZE = 400 * 1024


def body(folder, *words):
    record = real_record(folder)
    site, counts = Site(folder + "/data"), {"rounds": 0, "answers_200": 0, "answers_503": 0}
    with small_disk(folder, SIZE):
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
                fill_up(folder + "/filler", blocks)
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
    return counts


main_where_it_may_mount(body)
