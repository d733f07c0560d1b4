"""A name server on 127.0.0.1, over UDP and TCP on one port. Prints the port.

The first label of a name says what it answers: good (A and AAAA, behind an alias), four (A alone), none (no
such name), empty (no records), large (truncated over UDP, whole over TCP), other (a forged answer first, of
another number), silent (nothing), broken (SERVFAIL), cut (an answer that ends in the middle), loop (a name
that points to itself).
"""
import socket
import struct
import threading

A, AAAA, CNAME = 1, 28, 5


def question(data):
    place = 12
    labels = []
    while data[place]:
        labels.append(data[place + 1:place + 1 + data[place]].decode())
        place += data[place] + 1
    kind = struct.unpack(">H", data[place + 1:place + 3])[0]
    return labels, kind, data[12:place + 5]


def record(name, kind, data):
    return name + struct.pack(">HHIH", kind, 1, 60, len(data)) + data


def answer(data, over_tcp):
    labels, kind, asked = question(data)
    what = labels[0]
    if what == "silent":
        return []
    flags, records = 0x8180, []
    four = socket.inet_aton("192.0.2.7")
    six = socket.inet_pton(socket.AF_INET6, "2001:db8::7")
    here = b"\xc0\x0c"
    if what in ("good", "other", "large") or what == "four" and kind == A:
        if what == "good":
            records.append(record(here, CNAME, b"\x04real\xc0\x0c"))
            here = b"\x04real\xc0\x0c"
        records.append(record(here, kind, four if kind == A else six))
    elif what == "none":
        flags |= 3
    elif what == "broken":
        flags |= 2
    elif what == "cut":
        records.append(record(here, kind, four)[:-3])
    elif what == "loop":
        records.append(record(b"\x40bad", kind, four))
    if what == "large" and not over_tcp:
        flags |= 0x200
        records = []
    whole = data[:2] + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + asked + b"".join(records)
    if what == "other":
        return [bytes([data[0] ^ 1]) + whole[1:].replace(four, b"\xcb\x00\x71\x42"), whole]
    return [whole]


def streams(listener):
    while True:
        connection, _ = listener.accept()
        size = struct.unpack(">H", connection.recv(2, socket.MSG_WAITALL))[0]
        for one in answer(connection.recv(size, socket.MSG_WAITALL), True):
            connection.sendall(struct.pack(">H", len(one)) + one)
        connection.close()


datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 0))
listener = socket.socket()
listener.bind(datagrams.getsockname())
listener.listen()
threading.Thread(target=streams, args=(listener,), daemon=True).start()
print(datagrams.getsockname()[1], flush=True)
while True:
    data, client = datagrams.recvfrom(4096)
    for one in answer(data, False):
        datagrams.sendto(one, client)
