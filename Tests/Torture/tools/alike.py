"""Addresses that GDBM's hash does not tell apart.

The hash is a sum of the bytes, each shifted by its place, without a secret: any wanted value can be had.
Whoever registers such addresses fills one bucket.
"""
import random

LETTERS = 26
MASK = 0x7FFFFFFF
FACTOR, SUMMAND, LENGTH_FACTOR = 1103515243, 12345, 0x238F13AF


def mixed(key):
    value = LENGTH_FACTOR * len(key)
    for place, byte in enumerate(key):
        value = (value + (byte << place * 5 % 24)) & MASK
    return value


def gdbm_hash(key):
    """`_gdbm_hash` of GDBM's hash.c, for ASCII."""
    return (FACTOR * mixed(key) + SUMMAND) & MASK


def address_of(wanted, number):
    """One of the addresses of a hash, all of the same length and beginning: another one for every number."""
    chance = random.Random(number)
    text = bytearray(b"a" * 56 + b"@" + b".".join([b"a" * 60] * 3))
    for place in range(4, 20):
        text[place] += chance.randrange(LETTERS)
    missing = ((wanted - SUMMAND) * pow(FACTOR, -1, MASK + 1) - mixed(text)) & MASK
    # The largest steps first, as one pays a sum in coins.
    for place in sorted(range(20, len(text)), key=lambda place: -(place * 5 % 24)):
        if text[place] == ord("a"):
            steps = min(LETTERS - 1, missing >> place * 5 % 24)
            text[place] += steps
            missing -= steps << place * 5 % 24
    assert missing == 0 and gdbm_hash(text) == wanted
    return text.decode()


def alike(number, victim="eve@example.org"):
    """An address with the hash of another one."""
    return address_of(gdbm_hash(victim.encode()), number)


def nearly_alike(number, bits=25):
    """An address whose hash begins with the same bits as those of all other numbers."""
    low = random.Random(~number).randrange(1 << 31 - bits)
    return address_of(gdbm_hash(b"eve@example.org") >> 31 - bits << 31 - bits | low, number)
