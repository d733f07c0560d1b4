#!/usr/bin/python3
"""Looks for data that the linker takes for one though it is two: weak symbols of one name in
several object files, of another size or content in each. The arguments are folders with object
files (ELF, 64 bits, little-endian).

Swift emits what several modules may need into each of them, weakly, and the linker keeps the
first. Names that the compiler makes by counting (Swift 6.3.1 does so for array literals) can
then stand for different data.
"""
import glob
import os
import struct
import sys

WEAK, OBJECT = 2, 1
SYMTAB, RELA, NOBITS = 2, 4, 8


def text(table, offset):
    return table[offset:table.index(b"\0", offset)].decode()


def data_symbols(path):
    """The weak data of an object file: its name, and what tells it from other data."""
    with open(path, "rb") as file:
        elf = file.read()
    if elf[:6] != b"\x7fELF\x02\x01":
        sys.exit("%s is no ELF file of 64 bits" % path)
    at, = struct.unpack_from("<Q", elf, 0x28)
    count, names_index = struct.unpack_from("<HH", elf, 0x3C)
    # name, type, flags, address, offset, size, link, info, alignment, size of an entry
    sections = [struct.unpack_from("<IIQQQQIIQQ", elf, at + 64 * index) for index in range(count)]

    def content(index):
        section = sections[index]
        return b"" if section[1] == NOBITS else elf[section[4]:section[4] + section[5]]

    section_names = content(names_index)
    symbols = []
    for index, section in enumerate(sections):
        if section[1] == SYMTAB:
            names, table = content(section[6]), content(index)
            for start in range(0, len(table), 24):
                name, info, _, home, value, size = struct.unpack_from("<IBBHQQ", table, start)
                symbols.append((text(names, name), info >> 4, info & 15, home, value, size))
    relocations = {}
    for index, section in enumerate(sections):
        if section[1] == RELA:
            table = content(index)
            for start in range(0, len(table), 24):
                offset, info, addend = struct.unpack_from("<QQq", table, start)
                name, _, _, home, _, _ = symbols[info >> 32]
                target = name or text(section_names, sections[home][0])
                relocations.setdefault(section[7], []).append((offset, info & 0xFFFFFFFF, target, addend))
    for name, binding, kind, home, value, size in symbols:
        if binding == WEAK and kind == OBJECT and 0 < home < count:
            pointers = sorted(
                (offset - value, how, target, addend)
                for offset, how, target, addend in relocations.get(home, []) if value <= offset < value + size)
            yield name, (size, content(home)[value:value + size], tuple(pointers))


def main():
    found, doubled, objects = {}, 0, 0
    for folder in sys.argv[1:]:
        for path in sorted(glob.glob(os.path.join(folder, "**", "*.o"), recursive=True)):
            objects += 1
            for name, data in data_symbols(path):
                found.setdefault(name, {}).setdefault(data, []).append(os.path.basename(path))
    for name, versions in sorted(found.items()):
        files = [file for places in versions.values() for file in places]
        doubled += len(files) > 1
        if len(versions) > 1:
            print("%s differs in %s" % (name, ", ".join(files)))
    print("%d objects, %d weak data symbols, %d in several objects" % (objects, len(found), doubled))
    sys.exit(any(len(versions) > 1 for versions in found.values()))


main()
