"""Many logins at once at a site on 127.0.0.1, and what its programs take meanwhile.

  crowd.py PORT LOGINS PROGRAMS EMAIL...    PROGRAMS is the folder that the site's programs run from

Prints one JSON object: how many answers of each kind ("200", "503+", 503 with Retry-After, and so on), the
same for protected.cgi, which is asked all the time, the most programs at the same time, and the most
memory that they had together: the sum of their proportional set sizes (PSS, proc(5)), sampled every 20 ms
or so. A hash takes longer than that.
"""
import asyncio
import collections
import json
import os
import sys
import threading
import time

from asking import ask, post

PORT, LOGINS, PROGRAMS, EMAILS = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]


async def login(number):
    return await post(PORT, "login", EMAILS[number % len(EMAILS)])


class Sampler(threading.Thread):
    """Watches the programs of the site until it is told to end."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ended, self.samples, self.most_bytes, self.most_programs = False, 0, 0, 0

    def run(self):
        while not self.ended:
            sizes = [size for name in os.listdir("/proc") if name.isdigit() and (size := self.size(name))]
            self.samples += 1
            self.most_bytes = max(self.most_bytes, sum(sizes))
            self.most_programs = max(self.most_programs, len(sizes))
            time.sleep(0.02)

    def size(self, process):
        try:
            if not os.readlink(f"/proc/{process}/exe").startswith(PROGRAMS + "/"):
                return 0
            with open(f"/proc/{process}/smaps_rollup") as lines:
                return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        except OSError:
            # It has ended.
            return 0


async def main():
    # One after the other: the token, and that the site works.
    status, answer = await login(0)
    token = answer.split("authToken=")[1].split(";")[0] if "authToken=" in answer else sys.exit(f"no login: {answer}")
    sampler = Sampler()
    sampler.start()
    is_over, protected = False, collections.Counter()

    async def visit():
        while not is_over:
            protected[(await ask(PORT, "GET", "protected", "", f"Cookie: authToken={token}"))[0]] += 1

    visitor = asyncio.create_task(visit())
    logins = collections.Counter(status for status, _ in await asyncio.gather(*map(login, range(LOGINS))))
    is_over = True
    await visitor
    sampler.ended = True
    sampler.join()
    print(json.dumps({
        "logins": logins, "protected": protected, "samples": sampler.samples, "programs": sampler.most_programs,
        "bytes": sampler.most_bytes}))


asyncio.run(main())
