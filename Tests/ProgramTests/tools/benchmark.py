"""What bench/charts.py draws, what it refuses, and when bench/progress.py says
something. BenchmarkTests runs this."""
import contextlib
import copy
import io
import os
import sys
import unittest
import xml.etree.ElementTree as xml

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "bench"))
import charts  # noqa: E402
import progress  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
BARS = {"kind": "bars", "title": "Start & end", "unit": "ms", "groups": [
    {"name": "first <one>", "bars": [
        {"label": "floor \"0\"", "value": 0.4721, "role": "floor"},
        {"label": "ours", "value": 0.5, "role": "own", "note": "1.06 × the floor"}]},
    {"name": "", "bars": [{"label": "theirs", "value": 1651.4, "role": "peer", "note": "3,497 × the floor"}]}]}
LINES = {"kind": "lines", "title": "Growth", "unit": "ms", "axis": "users", "at": [100, 10_000, 1_000_000], "lines": [
    {"label": "write & sync", "values": [3.196, 3.2, 3.418], "role": "own"},
    {"label": "start", "values": [0.4, 0.4, 0.4], "role": "floor"}]}


def texts(drawn):
    return ["".join(element.itertext()) for element in drawn.iter(SVG + "text")]


def changed(chart, path, value):
    """The chart with one member replaced, or left out where the value is None."""
    chart = copy.deepcopy(chart)
    *way, last = path
    place = chart
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return chart


class Charts(unittest.TestCase):
    def test_is_well_formed_and_has_every_label_and_figure(self):
        for theme in charts.THEMES:
            bars = texts(xml.fromstring(charts.svg(charts.checked(BARS), theme)))
            for text in ("Start & end", "first <one>", "floor \"0\"", "0.472 ms", "ours", "0.500 ms · 1.06 × the floor",
                         "theirs", "1,651 ms · 3,497 × the floor"):
                self.assertIn(text, bars)
            lines = texts(xml.fromstring(charts.svg(charts.checked(LINES), theme)))
            for text in ("Growth", "users", "100", "10,000", "1,000,000", "write & sync", "3.20", "3.42", "start", "ms"):
                self.assertIn(text, lines)

    def test_bars_are_as_long_as_their_figures_are_large(self):
        drawn = xml.fromstring(charts.svg(BARS, "light"))
        ground, *bars = [float(element.get("width")) for element in drawn.iter(SVG + "rect")]
        self.assertEqual(ground, charts.WIDTH)
        values = [bar["value"] for group in BARS["groups"] for bar in group["bars"]]
        for bar, value in zip(bars, values, strict=True):
            self.assertAlmostEqual(bar / bars[-1], value / values[-1], places=4)

    def test_nothing_reaches_beyond_the_edge(self):
        for chart in (BARS, LINES):
            drawn = xml.fromstring(charts.svg(chart, "dark"))
            height = float(drawn.get("height"))
            for element in drawn.iter(SVG + "text"):
                length = len("".join(element.itertext())) * charts.LETTER * float(element.get("font-size"))
                before = {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor")] * length
                self.assertGreaterEqual(float(element.get("x")) - before, 0)
                self.assertLessEqual(float(element.get("x")) - before + length, charts.WIDTH)
                self.assertLess(float(element.get("y")), height)

    def test_no_text_is_written_over_another(self):
        # A read takes hardly longer than the start, beside a write.
        close = changed(LINES, ["lines"], LINES["lines"] + [{"label": "read", "values": [0.45, 0.46, 0.47], "role": "own"}])
        for chart in (BARS, close):
            places = []
            for element in xml.fromstring(charts.svg(charts.checked(chart), "light")).iter(SVG + "text"):
                size, length = float(element.get("font-size")), len("".join(element.itertext())) * charts.LETTER
                begin = float(element.get("x")) - {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor")] * length * size
                places.append((begin, begin + length * size, float(element.get("y")), size, "".join(element.itertext())))
            for number, (begin, end, y, size, text) in enumerate(places):
                for other in places[:number]:
                    apart = end <= other[0] or other[1] <= begin or abs(y - other[2]) >= 0.8 * min(size, other[3])
                    self.assertTrue(apart, "%s over %s" % (text, other[4]))

    def test_refuses_what_cannot_be_drawn(self):
        value, values = ["groups", 0, "bars", 0, "value"], ["lines", 0, "values"]
        wrong = [(BARS, value, bad) for bad in (None, -1, float("nan"), float("inf"), "1", True, [])]
        wrong += [(BARS, path, bad) for path in (["title"], ["unit"], ["kind"], ["groups"]) for bad in (None, "", [])]
        wrong += [(BARS, ["groups", 0, "bars", 0, name], None) for name in ("label", "role")]
        wrong += [(BARS, ["kind"], "pie"), (BARS, ["groups", 0, "bars", 0, "role"], "red"), (BARS, ["groups", 0, "bars"], []),
                  (BARS, ["title"], "line\nbreak"), (BARS, ["groups"], 5), (BARS, ["groups", 0], 5)]
        wrong += [(LINES, values, bad) for bad in (None, [], [1, 2], [1, 2, 3, 4], [1, 2, -3], [1, 2, "3"])]
        wrong += [(LINES, ["at"], bad) for bad in (None, [], [1], [1, 1, 2], [3, 2, 1], [-1, 1, 2], ["a", "b", "c"])]
        wrong += [(BARS, ["groups"], [{"name": "", "bars": [{"label": "none", "value": 0, "role": "own"}]}])]
        wrong += [(LINES, ["axis"], None), (LINES, ["lines"], [])]
        for chart, path, bad in wrong:
            with self.subTest(path=path, bad=bad), self.assertRaises(ValueError):
                charts.checked(changed(chart, path, bad))
        for chart in (None, [], "bars", 5):
            with self.subTest(chart=chart), self.assertRaises(ValueError):
                charts.checked(chart)
        charts.checked(BARS)
        charts.checked(LINES)
        # Nobody may have answered within a second.
        self.assertIn("0 ms", texts(xml.fromstring(charts.svg(charts.checked(changed(BARS, value, 0)), "light"))))

    def test_reads_a_name_and_json_and_refuses_other_lines(self):
        name, chart = charts.parsed('start ' + charts.json.dumps(BARS))
        self.assertEqual((name, chart), ("start", BARS))
        for line in ("", "start", "start {", "start null", "../start " + charts.json.dumps(BARS)):
            with self.subTest(line=line), self.assertRaises(ValueError):
                charts.parsed(line)

    def test_markdown_shows_both_themes_and_says_the_figures(self):
        source, image = xml.fromstring(charts.markdown("start", LINES, "benchmarks"))
        self.assertEqual(source.get("srcset"), "benchmarks/start-dark.svg")
        self.assertEqual(source.get("media"), "(prefers-color-scheme: dark)")
        self.assertEqual(image.get("src"), "benchmarks/start-light.svg")
        self.assertEqual(
            image.get("alt"),
            "Growth (ms) at 100, 10,000, 1,000,000 users: write & sync 3.20, 3.20, 3.42; start 0.400, 0.400, 0.400.")
        self.assertEqual(charts.alt({**BARS, "groups": BARS["groups"][:1]}),
                         "Start & end (ms). first <one>: floor \"0\" 0.472; ours 0.500.")
        self.assertNotIn("theirs", charts.alt(BARS))

    def test_colours_can_be_told_from_the_ground(self):
        self.assertAlmostEqual(charts.contrast("#000000", "#ffffff"), 21)
        for theme in charts.THEMES.values():
            for name in ("text", "quiet"):
                self.assertGreaterEqual(charts.contrast(theme[name], theme["ground"]), 4.5, name)
            for name in charts.ROLES:
                self.assertGreaterEqual(charts.contrast(theme[name], theme["ground"]), 3, name)


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
