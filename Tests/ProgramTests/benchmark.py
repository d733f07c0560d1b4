"""When bench/progress.py says something. BenchmarkTests runs this."""
import contextlib
import io
import os
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))
import progress  # noqa: E402


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Progress(unittest.TestCase):
    def display(self, stream):
        self.now = 0
        return progress.Display(["one", "two"], {"one": 100, "two": 300}, stream, lambda: self.now)

    def run_through(self, display):
        """Part one takes 200 s, half as fast as foreseen, part two 600 s."""
        for number, seconds in enumerate((200, 600)):
            display.begin(number)
            for second in range(seconds):
                self.now += 1
                display.take("progress: %.4f round %d of %d\n" % ((second + 1) / seconds, second + 1, seconds))
        return display.stream.getvalue()

    def test_a_file_gets_a_line_each_tenth_and_no_control_characters(self):
        lines = self.run_through(self.display(io.StringIO())).splitlines()
        self.assertEqual(len(lines), 9)
        self.assertEqual(lines[2], "two 2/2: round 40 of 600, about 9 min left")
        self.assertTrue(all(line.isprintable() for line in lines))

    def test_a_file_gets_no_line_within_ten_seconds(self):
        display = self.display(io.StringIO())
        for second in range(1, 20):
            self.now = second
            display.take("progress: %.2f round %d of 20\n" % (second / 20, second))
        self.assertEqual(display.stream.getvalue(), "one 1/2: round 10 of 20, about 70 s left\n")

    def test_a_terminal_gets_one_line_that_is_written_over(self):
        shown = self.run_through(self.display(Terminal()))
        self.assertNotIn("\n", shown)
        self.assertEqual(shown.split("\r\033[K")[1], "one 1/2: round 1 of 200, about 7 min left")
        self.assertTrue(shown.endswith("two 2/2: round 600 of 600, about 10 s left"))

    def test_passes_on_what_is_no_progress(self):
        display = self.display(io.StringIO())
        display.take("a program answered wrongly\n")
        self.assertEqual(display.stream.getvalue(), "a program answered wrongly\n")

    def test_a_part_tells_where_it_is_but_not_too_often(self):
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            progress._told = 0
            for done in range(1, 1001):
                progress.tell(done, 1000, "round", 0.5, 1)
        lines = errors.getvalue().splitlines()
        self.assertEqual(lines[0], "progress: 0.5005 round 1 of 1000")
        self.assertEqual(lines[-1], "progress: 1.0000 round 1000 of 1000")
        self.assertLess(len(lines), 1000)


if __name__ == "__main__":
    unittest.main()
