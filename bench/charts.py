"""Draws figures as SVG, light and dark, without a library. bench/report.py calls this.

A chart is a dictionary, which a part of the benchmark prints as JSON. No figure is below 0, and every axis is
linear and begins at 0: what is twice as long took twice as much.

    {"kind": "bars", "title": ..., "unit": "ms", "groups": [
        {"name": "", "bars": [{"label": ..., "value": 1.5, "role": "own", "note": "3 × the floor"}]}]}
    {"kind": "lines", "title": ..., "unit": "ms", "axis": "users", "at": [100, 1000], "lines": [
        {"label": ..., "values": [1.5, 1.6], "role": "own"}]}

A role is a colour: `own` for our programs, `floor` for what they are compared with, `peer` for the others. A
note is optional. Steps of `at` are equally wide.
"""
import html
import json
import math
import os
import re

WIDTH = 720
MARGIN = 16
# No letter is much wider than this part of its size, in any of the fonts that a browser may take.
LETTER = 0.62
ROLES = ("own", "floor", "peer")
# Text has a contrast of at least 4.5 to the ground, bars and lines one of at least 3
# (WCAG 2.2, 1.4.3 and 1.4.11).
THEMES = {
    "light": {
        "ground": "#ffffff", "text": "#1f2328", "quiet": "#59636e", "grid": "#d1d9e0",
        "own": "#0969da", "floor": "#424a53", "peer": "#818b98"},
    "dark": {
        "ground": "#0d1117", "text": "#f0f6fc", "quiet": "#9198a1", "grid": "#3d444d",
        "own": "#4493f8", "floor": "#d1d7e0", "peer": "#7d8590"},
}


def figure(value):
    """Three digits, or all before the point: 0.472, 16.7, 1,651. Whole numbers stay whole."""
    if isinstance(value, int):
        return "{:,}".format(value)
    digits = max(0, 2 - math.floor(math.log10(value))) if value else 0
    return "{:,.{}f}".format(value, digits)


def contrast(one, other):
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    def luminance(colour):
        parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def checked(chart):
    """The chart, if it can be drawn. Raises ValueError where a figure or a name is missing or nonsense."""
    def require(condition, what):
        if not condition:
            raise ValueError("a chart's %s" % what)

    def members(value, *names):
        whole = isinstance(value, dict) and all(name in value for name in names)
        require(whole, "members: it needs " + ", ".join(names))
        return [value[name] for name in names]

    def text(value, what):
        require(isinstance(value, str) and value and value.isprintable(), what)

    def number(value):
        require(type(value) in (int, float) and math.isfinite(value) and value >= 0, "figure: %r" % (value,))
        return value

    def some(value, what):
        require(isinstance(value, list) and value, what)
        return value

    kind, title, unit = members(chart, "kind", "title", "unit")
    most = 0
    text(title, "title")
    text(unit, "unit")
    if kind == "bars":
        for group in some(members(chart, "groups")[0], "groups"):
            name, bars = members(group, "name", "bars")
            require(isinstance(name, str) and (not name or name.isprintable()), "group name")
            for bar in some(bars, "bars"):
                label, value, role = members(bar, "label", "value", "role")
                text(label, "label")
                most = max(most, number(value))
                require(role in ROLES, "role")
                if "note" in bar:
                    text(bar["note"], "note")
    elif kind == "lines":
        axis, at, lines = members(chart, "axis", "at", "lines")
        text(axis, "axis")
        for value in some(at, "places"):
            number(value)
        require(len(at) > 1 and at == sorted(set(at)), "places: two or more that rise")
        for line in some(lines, "lines"):
            label, values, role = members(line, "label", "values", "role")
            text(label, "label")
            require(role in ROLES, "role")
            require(len(some(values, "values")) == len(at), "values: one for each place")
            most = max(most, *map(number, values))
    else:
        raise ValueError("a chart's kind: %r" % (kind,))
    require(most > 0, "figures: all are 0")
    return chart


def parsed(text):
    """The name and the chart of a line `name {json}`. Raises ValueError."""
    name, _, data = text.partition(" ")
    if not re.fullmatch("[a-z]+", name):
        raise ValueError("a chart's name: %r" % name)
    return name, checked(json.loads(data))


class Drawing:
    def __init__(self, theme):
        self.colours = THEMES[theme]
        self.parts = []

    def text(self, x, y, text, colour="text", size=13, anchor="start", weight="normal", halo=False):
        """A halo keeps lines off the letters."""
        halo = ' stroke="%s" stroke-width="4" paint-order="stroke"' % self.colours["ground"] if halo else ""
        self.parts.append(
            '<text x="%.1f" y="%.1f" fill="%s" font-size="%d" text-anchor="%s" font-weight="%s"%s>%s</text>' % (
                x, y, self.colours[colour], size, anchor, weight, halo, html.escape(text)))

    def bar(self, x, y, width, height, role):
        self.parts.append('<rect x="%.1f" y="%.1f" width="%.2f" height="%.1f" fill="%s"/>' % (
            x, y, width, height, self.colours[role]))

    def line(self, x1, y1, x2, y2, colour):
        self.parts.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"/>' % (
            x1, y1, x2, y2, self.colours[colour]))

    def curve(self, points, role):
        # A floor is dashed: colour is not all that tells it from the others.
        dashes = ' stroke-dasharray="6 4"' if role == "floor" else ""
        self.parts.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"%s/>' % (
            " ".join("%.1f,%.1f" % point for point in points), self.colours[role], dashes))

    def dot(self, x, y, role):
        self.parts.append('<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>' % (x, y, self.colours[role]))

    def finish(self, height, chart):
        """The whole file. Programs that read it aloud take the title and the description."""
        return "\n".join([
            '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" '
            'aria-labelledby="title description" font-family="system-ui, sans-serif">' % (WIDTH, height, WIDTH, height),
            '<title id="title">%s</title>' % html.escape(chart["title"]),
            '<desc id="description">%s</desc>' % html.escape(alt(chart)),
            '<rect width="%d" height="%d" fill="%s"/>' % (WIDTH, height, self.colours["ground"]),
            *self.parts, "</svg>", ""])


def bars(chart, drawing):
    """Horizontal bars, one scale for all groups. Returns the height."""
    def words(bar):
        return "%s %s%s" % (figure(bar["value"]), chart["unit"], " · " + bar["note"] if "note" in bar else "")

    left, row, thickness = 236, 24, 14
    right = MARGIN + max(len(words(bar)) for group in chart["groups"] for bar in group["bars"]) * 13 * LETTER
    longest = max(bar["value"] for group in chart["groups"] for bar in group["bars"])
    y = 56
    for group in chart["groups"]:
        if group["name"]:
            drawing.text(MARGIN, y + 13, group["name"], weight="bold")
            y += row
        for bar in group["bars"]:
            length = bar["value"] / longest * (WIDTH - left - right)
            weight = "bold" if bar["role"] == "own" else "normal"
            drawing.text(left - 8, y + 13, bar["label"], anchor="end", weight=weight)
            drawing.bar(left, y + 1, length, thickness, bar["role"])
            drawing.text(left + length + 6, y + 13, words(bar), "quiet")
            y += row
        y += 8
    return y


def steps(most):
    """Values for the lines of a grid, from 0 to the first at or above `most`: 3 to
    6 equal steps of 1, 2 or 5."""
    step = 10 ** math.floor(math.log10(most))
    step = next(size for size in (step / 5, step / 2, step, step * 2) if most / size <= 5)
    return [step * number for number in range(math.ceil(most / step) + 1)]


def lines(chart, drawing):
    """Lines with a dot and a figure at each place. Returns the height."""
    left, right, top, height = 56, 184, 74, 240
    grid = steps(max(value for line in chart["lines"] for value in line["values"]))

    def across(number):
        return left + 28 + number * (WIDTH - left - right - 56) / (len(chart["at"]) - 1)

    def up(value):
        return top + height - value / grid[-1] * height

    drawing.text(left - 8, top - 14, chart["unit"], "quiet", 12, "end")
    for value in grid:
        drawing.line(left, up(value), WIDTH - right, up(value), "grid")
        drawing.text(left - 8, up(value) + 4, "%g" % value, "quiet", 12, "end")
    for number, place in enumerate(chart["at"]):
        drawing.text(across(number), top + height + 20, "{:,}".format(place), "quiet", 12, "middle")
    drawing.text((left + WIDTH - right) / 2, top + height + 40, chart["axis"], "quiet", 12, "middle")
    lowest = math.inf
    for line in sorted(chart["lines"], key=lambda line: line["values"][-1]):
        points = [(across(number), up(value)) for number, value in enumerate(line["values"])]
        drawing.curve(points, line["role"])
        for (x, y), value in zip(points, line["values"]):
            if line["role"] != "floor":
                drawing.dot(x, y, line["role"])
                drawing.text(x, y - 9, figure(value), size=12, anchor="middle", halo=True)
        # Names are beside the grid, clear of the last figure, and not over each other.
        lowest = min(points[-1][1] + 4, lowest - 16)
        drawing.text(WIDTH - right + 6, lowest, line["label"], weight="bold" if line["role"] == "own" else "normal")
    return top + height + 56


def svg(chart, theme):
    """The chart as an SVG file of 720 pixels' width."""
    drawing = Drawing(theme)
    drawing.text(MARGIN, 32, chart["title"], size=16, weight="bold")
    return drawing.finish({"bars": bars, "lines": lines}[chart["kind"]](chart, drawing), chart)


def alt(chart):
    """The main figures in words: all of a simple chart, ours and the floor's of one with groups."""
    def words(group):
        bars = [bar for bar in group["bars"] if len(chart["groups"]) == 1 or bar["role"] != "peer"]
        name = group["name"] + ": " if group["name"] else ""
        return name + "; ".join("%s %s" % (bar["label"], figure(bar["value"])) for bar in bars)
    about = "%s (%s)" % (chart["title"], chart["unit"])
    if chart["kind"] == "bars":
        return "%s. %s." % (about, ". ".join(map(words, chart["groups"])))
    places = ", ".join("{:,}".format(place) for place in chart["at"])
    figures = ("%s %s" % (line["label"], ", ".join(map(figure, line["values"]))) for line in chart["lines"])
    return "%s at %s %s: %s." % (about, places, chart["axis"], "; ".join(figures))


def write(name, chart, folder):
    """Writes both files of a chart into a folder."""
    os.makedirs(folder, exist_ok=True)
    for theme in THEMES:
        path = os.path.join(folder, "%s-%s.svg" % (name, theme))
        with open(path + ".new", "w") as file:
            file.write(svg(chart, theme))
        os.replace(path + ".new", path)


def markdown(name, chart, folder):
    """What shows a chart in Markdown, in the colours that the browser asks for.
    `folder` is seen from the page."""
    return "\n".join([
        "<picture>",
        '  <source media="(prefers-color-scheme: dark)" srcset="%s/%s-dark.svg"/>' % (folder, name),
        '  <img src="%s/%s-light.svg" width="%d" alt="%s"/>' % (folder, name, WIDTH, html.escape(alt(chart))),
        "</picture>"])
