#!/usr/bin/python3
"""Runs a program with the environment it was given, reads its output by a pipe
or a socket, and says what came.

    stream.py pipe|socket|leave|shrink PROGRAM [FILE]

Prints the length and the SHA-256 of what followed the header, the most memory the program had in kB, and its
exit status. With `leave` the reader goes away after the first part; with `shrink` FILE becomes empty then.
"""
import hashlib
import os
import socket
import subprocess
import sys


def main():
    how, program = sys.argv[1:3]
    if how == "socket":
        reader, writer = (end.detach() for end in socket.socketpair())
    else:
        reader, writer = os.pipe()
    process = subprocess.Popen([program], stdin=subprocess.DEVNULL, stdout=writer)
    os.close(writer)
    digest, length, memory, header = hashlib.sha256(), 0, 0, b""
    while True:
        part = os.read(reader, 1 << 16)
        if not part:
            break
        with open("/proc/%d/status" % process.pid) as file:
            memory = max([memory] + [int(line.split()[1]) for line in file if line.startswith("VmHWM:")])
        if b"\n\n" not in header:
            header += part
            part = header.partition(b"\n\n")[2] if b"\n\n" in header else b""
        digest.update(part)
        length += len(part)
        if how == "leave":
            os.close(reader)
            break
        if how == "shrink" and length > 0:
            os.truncate(sys.argv[3], 0)
            how = "shrunk"
    print(length, digest.hexdigest(), memory, process.wait())


main()
