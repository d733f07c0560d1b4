"""How far the benchmark is, on standard error: nothing of it gets into docs/benchmarks.md.

A part tells it by lines `progress: <fraction> <text>` on its standard error. bench/report.py reads them
and shows how far the whole is.
"""
import sys
import time

PREFIX = "progress: "
# The time between two lines, seconds: what a part tells, what a terminal shows, what a file gets.
TELLING, REDRAWING, LOGGING = 0.2, 0.2, 10
# How much further the whole is from one line of a file to the next.
LOGGED = 0.1
_told = 0


def tell(done, total, unit, before=0, after=1):
    """Says that a part has done the `done`th of `total` units, and lies at that point
    between two fractions of its time."""
    global _told
    now = time.monotonic()
    if now - _told >= TELLING or done == total:
        _told = now
        fraction = before + (after - before) * done / total
        print("%s%.4f %s %d of %d" % (PREFIX, fraction, unit, done, total), file=sys.stderr, flush=True)


def left(seconds):
    """A time in words, as exact as it can be known."""
    if seconds >= 90:
        return "about %d min left" % round(seconds / 60)
    return "about %d s left" % max(10, round(seconds / 10) * 10)


class Display:
    """One line that is written over on a terminal; elsewhere a line now and then."""

    def __init__(self, parts, seconds, stream=sys.stderr, clock=time.monotonic):
        """`seconds` is what each part takes on the machine it was last seen on, name by name. How much slower
        or faster this one is turns out as parts go by."""
        self.parts, self.stream, self.clock = parts, stream, clock
        self.seconds = [seconds.get(name, 60) for name in parts]
        self.is_terminal = stream.isatty()
        self.start = clock()
        self.shown, self.shown_fraction = None, 0
        self.number = 0

    def begin(self, number):
        """The part with this number, from 0, begins."""
        self.number = number

    def take(self, line):
        """Takes a line of a part's standard error. What is no progress is passed on."""
        if not line.startswith(PREFIX):
            self.clear()
            self.stream.write(line)
            self.stream.flush()
            return
        fraction, text = line.removeprefix(PREFIX).rstrip("\n").split(" ", 1)
        self.show(float(fraction), text)

    def show(self, fraction, text):
        now = self.clock()
        done = sum(self.seconds[:self.number]) + fraction * self.seconds[self.number]
        total = sum(self.seconds)
        if self.is_terminal:
            if self.shown is not None and now - self.shown < REDRAWING:
                return
        elif now - (self.start if self.shown is None else self.shown) < LOGGING:
            return
        elif done / total - self.shown_fraction < LOGGED:
            return
        self.shown, self.shown_fraction = now, done / total
        # The first tenth says too little of this machine.
        pace = (now - self.start) / done if done > total / 10 else 1
        message = "%s %d/%d: %s, %s" % (
            self.parts[self.number], self.number + 1, len(self.parts), text, left((total - done) * pace))
        self.stream.write("\r\033[K" + message if self.is_terminal else message + "\n")
        self.stream.flush()

    def clear(self):
        """Makes room for other lines on a terminal."""
        if self.is_terminal and self.shown is not None:
            self.stream.write("\r\033[K")
            self.stream.flush()
