#!/usr/bin/python3
"""Asks a server for two paths while a process swaps what is there with symbolic links, as fast as it can.

Arguments: the port, the Cookie field, how many seconds, a text that must not get out, a text that
may, and then pairs of path on the server, place in the file system, link to swap it with. Prints how
many answers had which, as JSON.
"""
import ctypes
import http.client
import json
import multiprocessing
import os
import sys
import time

AT_FDCWD, RENAME_EXCHANGE = -100, 2


def swap(pairs):
    """Exchanges each place and its link in one step (renameat2(2)): there is always one of them."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = [(os.fsencode(place), os.fsencode(link)) for _, place, link in pairs]
    while True:
        for place, link in names:
            if libc.renameat2(AT_FDCWD, place, AT_FDCWD, link, RENAME_EXCHANGE) != 0:
                os._exit(1)


def main():
    port, cookie, seconds, forbidden, allowed = sys.argv[1:6]
    words = sys.argv[6:]
    pairs = [words[at:at + 3] for at in range(0, len(words), 3)]
    swapper = multiprocessing.Process(target=swap, args=(pairs,), daemon=True)
    swapper.start()
    counts = {"leaked": 0, "given": 0, "refused": 0}
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=120)
    number = 0
    # Longer where a slow machine has not met both.
    while (past := time.monotonic() - start) < float(seconds) or \
            (past < 120 and not (counts["given"] and counts["refused"])):
        number += 1
        connection.request("GET", pairs[number % len(pairs)][0], headers={"Cookie": cookie})
        text = connection.getresponse().read().decode(errors="replace")
        counts["leaked" if forbidden in text else "given" if allowed in text else "refused"] += 1
    if not swapper.is_alive():
        sys.exit("nothing was swapped")
    print(json.dumps(counts))


main()
