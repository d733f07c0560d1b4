"""Logins, one after the other, beside connections that register without a pause, at a site on 127.0.0.1.

  registrations.py PORT CONNECTIONS LOGINS EMAIL

Prints one JSON object: how many answers of each kind the logins and the registrations had ("200",
"503+", 503 with Retry-After, and so on), and how long the slowest login took, in milliseconds: that
is to be read, not to be judged.
"""
import asyncio
import collections
import json
import sys
import time

from asking import post

PORT, CONNECTIONS, LOGINS, EMAIL = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]


async def main():
    is_over, slowest, logins, registrations = False, 0, collections.Counter(), collections.Counter()

    async def register(number):
        count = 0
        while not is_over:
            registrations[(await post(PORT, "register", f"r{number}.{count}@example.com"))[0]] += 1
            count += 1

    crowd = [asyncio.create_task(register(number)) for number in range(CONNECTIONS)]
    # Until as many were answered as there are connections: the line is full.
    while registrations.total() < CONNECTIONS and not any(task.done() for task in crowd):
        await asyncio.sleep(0.01)
    for _ in range(LOGINS):
        began = time.monotonic()
        logins[(await post(PORT, "login", EMAIL))[0]] += 1
        slowest = max(slowest, time.monotonic() - began)
    is_over = True
    await asyncio.gather(*crowd)
    print(json.dumps({"logins": logins, "registrations": registrations, "slowest": round(slowest * 1000)}))


asyncio.run(main())
