"""A model of a disk that loses what was not fsynced: built from the system calls that real programs made.

A file keeps its writes, a folder its changes of names, since its own last fsync; a power cut keeps any of
them, in any mixture, writes torn into blocks. That is more than most file systems do to a program, and what
POSIX allows. A file's times, too, may be those of any moment since its last fsync.
"""
import os
import re

CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+|\?)")
HARMLESS = {
    "execve", "brk", "arch_prctl", "set_tid_address", "set_robust_list", "rseq", "prlimit64", "readlink", "getrandom",
    "mprotect", "mmap", "munmap", "madvise", "gettid", "getpid", "geteuid", "getdents64", "newfstatat", "fstat", "poll", "futex", "access",
    "flock", "exit_group", "clock_nanosleep", "sched_getaffinity", "rt_sigaction", "rt_sigprocmask", "fchown",
    "pread64", "clock_gettime", "restart_syscall"}


def text(word):
    return bytes.fromhex(word.strip().strip('"').replace("\\x", ""))


class Inode:
    def __init__(self, number, is_folder):
        self.number, self.is_folder = number, is_folder
        self.content, self.names = bytearray(), {}
        # What the disk has for certain, what it may have, and the state of the times on either.
        self.pending, self.version, self.durable_version = [], 0, 0
        self.real = None

    def put(self, offset, data):
        self.content.extend(bytes(max(0, offset - len(self.content))))
        self.content[offset:offset + len(data)] = data

    def apply(self, change):
        kind, *words = change
        if kind == "write":
            self.put(*words)
        elif kind == "truncate":
            del self.content[words[0]:]
            self.put(words[0], b"")
        else:
            for name, inode in words[0].items():
                self.names[name] = inode
                if inode is None:
                    del self.names[name]


class Tracer:
    """Turns what strace printed of a run into events: (inode number, change), ("fsync", inode number, label)
    and so on, and keeps the present state, which must be the real folder's."""

    def __init__(self, root):
        self.root, self.inodes, self.events = root, [], []
        self.top = self.add_inode(True)

    def add_inode(self, is_folder):
        self.inodes.append(Inode(len(self.inodes), is_folder))
        return self.inodes[-1]

    def adopt(self, folder):
        """Takes what lies in the folder data as durable."""
        data = self.add_inode(True)
        self.top.names["data"] = data.number
        for name in os.listdir(folder):
            file = self.add_inode(False)
            with open(f"{folder}/{name}", "rb") as content:
                file.content = bytearray(content.read())
            data.names[name] = file.number
        self.initial = [(bytes(inode.content), dict(inode.names)) for inode in self.inodes]

    def find(self, path):
        """The folder, the name in it and the inode of a path, or None where it lies elsewhere."""
        path = os.path.normpath(path)
        if path == self.root:
            return None, "", self.top
        if not path.startswith(self.root + "/"):
            return None
        folder = self.top
        *parents, name = path[len(self.root) + 1:].split("/")
        for parent in parents:
            folder = self.inodes[folder.names[parent]]
        number = folder.names.get(name)
        return folder, name, None if number is None else self.inodes[number]

    def change(self, inode, *change, touched=()):
        inode.apply(change)
        inode.version += 1
        for other in touched:
            other.version += 1
        self.events.append(("change", inode.number, change, tuple(other.number for other in touched)))

    def run(self, lines, tag):
        """Follows one program from its start to its end."""
        files, syncs, self.last_name_change = {}, {}, "nothing"
        for line in lines:
            match = CALL.match(line)
            if not match or match[3] == "?" or match[3].startswith("-"):
                continue
            name, words, result = match[1], match[2].split(", "), int(match[3])
            if name == "write" and int(words[0]) == 1:
                self.events.append(("answer", tag, text(words[1])))
            elif name not in HARMLESS:
                self.call(name, words, result, files, syncs)

    def call(self, name, words, result, files, syncs):
        if name == "openat":
            found = self.find(text(words[1]).decode())
            if not found:
                return
            folder, entry, inode = found
            if not inode:
                inode = self.add_inode(False)
                self.events.append(("create", inode.number))
                self.rename_entries(folder, f"create {entry}", {entry: inode.number}, [inode])
            files[result] = [inode, 0]
            if "O_APPEND" in words[2]:
                # Every write goes to the end, wherever that is then.
                files[result][1] = None
        elif name in ("mkdir", "link", "rename", "unlink"):
            paths = [self.find(text(word).decode()) for word in words if word.startswith('"')]
            folder, entry, inode = paths[0]
            if name == "mkdir":
                inode = self.add_inode(True)
                self.events.append(("create folder", inode.number))
                return self.rename_entries(folder, f"mkdir {entry}", {entry: inode.number}, [])
            target = paths[-1][1]
            if name == "rename" and paths[-1][2] is inode:
                return
            entries = {"link": {target: inode.number}, "unlink": {entry: None}}
            entries["rename"] = {entry: None, target: inode.number}
            self.rename_entries(folder, f"{name} {target}", entries[name], [inode])
        elif name == "fcntl" and words[1].startswith("F_DUPFD") and int(words[0]) in files:
            files[result] = files[int(words[0])]
        elif name in ("fcntl", "ioctl", "close", "read", "lseek", "write", "pwrite64", "ftruncate", "fsync", "fchmod"):
            self.file_call(name, words, result, files, syncs)
        else:
            raise AssertionError(f"a call that the model does not know: {name}")

    def file_call(self, name, words, result, files, syncs):
        file = files.get(int(words[0]))
        if not file:
            return
        inode, offset = file
        if name == "close":
            del files[int(words[0])]
        elif name == "read":
            file[1] += result
        elif name == "lseek":
            file[1] = result
        elif name == "write":
            self.change(inode, "write", len(inode.content) if offset is None else offset, text(words[1])[:result])
            file[1] = None if offset is None else offset + result
        elif name == "pwrite64":
            self.change(inode, "write", int(words[3]), text(words[1])[:result])
        elif name == "ftruncate":
            self.change(inode, "truncate", int(words[1]))
        elif name == "ioctl":
            self.change(inode, "write", 0, bytes(files[int(words[2])][0].content))
        elif name == "fchmod":
            self.change(inode, "write", 0, b"")
        elif name == "fsync":
            if inode.is_folder:
                label = "parent" if inode is self.top else "folder after " + self.last_name_change
            else:
                names = self.inodes[self.top.names["data"]].names
                entry = next(name for name, number in names.items() if number == inode.number)
                label = "file " + re.sub(r"^\.(.+)\.[\w-]{11}$", r"\1", entry)
            syncs[label] = syncs.get(label, 0) + 1
            self.events.append(("fsync", inode.number, label, syncs[label]))

    def rename_entries(self, folder, what, entries, touched):
        self.last_name_change = re.sub(r"\.(\S+)\.[\w-]{11}$", r"\1", what)
        self.change(folder, "names", entries, touched=touched)

    def compare(self):
        """The model's present state must be the real one: proof that no call was overlooked."""
        data = self.inodes[self.top.names["data"]]
        folder = self.root + "/data"
        assert set(data.names) == set(os.listdir(folder)), (data.names, os.listdir(folder))
        for name, number in data.names.items():
            with open(f"{folder}/{name}", "rb") as file:
                assert file.read() == self.inodes[number].content, name
            self.inodes[number].real = os.stat(f"{folder}/{name}").st_ino


def crash(initial, events, omitted, noted, chance):
    """What the disk has after a power cut when these events had happened, `omitted` taking
    out fsyncs. `noted` has the (inode number, version) pairs that a note vouches for: the
    times most likely to do harm."""
    inodes = []
    for number, (content, names) in enumerate(initial):
        inodes.append(Inode(number, number < 2))
        inodes[-1].content, inodes[-1].names = bytearray(content), dict(names)
    for kind, *words in events:
        if kind.startswith("create"):
            inodes.append(Inode(words[0], kind == "create folder"))
        elif kind == "change":
            number, change, touched = words
            inodes[number].pending.append(change)
            for other in {number, *touched}:
                inodes[other].version += 1
        elif kind == "fsync" and not omitted(*words[1:]):
            inode = inodes[words[0]]
            for change in inode.pending:
                inode.apply(change)
            inode.pending, inode.durable_version = [], inode.version
    block = chance.choice([512, 4096])
    has_noted_times = chance.random() < 0.7
    for inode in inodes:
        kept = chance.choice([0, 0.1, 0.5, 0.9, 1])
        # The kernel writes everything out after a while: mostly only the last few changes are open.
        settled = max(0, len(inode.pending) - chance.randint(0, 6)) if chance.random() < 0.8 else 0
        # With a journal, everything up to some moment is there, and nothing after it.
        in_order = chance.random() < 0.5
        until = chance.choice([len(inode.pending), chance.randint(settled, len(inode.pending))])
        for place, change in enumerate(inode.pending):
            for piece in torn(change, block):
                if place < settled or (place < until if in_order else chance.random() < kept):
                    inode.apply(piece)
        versions = range(inode.durable_version, inode.version + 1)
        likely = [version for version in versions if (inode.number, version) in noted]
        if has_noted_times and likely:
            inode.version = likely[-1]
        else:
            inode.version = chance.choice([versions[0], versions[-1], chance.choice(versions)])
    return inodes


def torn(change, block):
    if change[0] != "write":
        return [change]
    _, offset, data = change
    edges = [0, *range(block - offset % block, len(data), block), len(data)]
    return [("write", offset + start, data[start:end]) for start, end in zip(edges, edges[1:])]
