"""A drawing of lines, bars, dots and words, as SVG within a page or as a file of its own.

Every part has a class, by which the style sheet of the admin gives it its colour in light and dark. The same colours
stand on the parts as attributes, for a file that is opened without our style sheet.
"""

from dataclasses import dataclass, field
from functools import cache
from textwrap import wrap

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

WIDTH = 340
INK, SOFT, WATER, OKER, GREY, RULE, SURFACE = (
    "#14293a",
    "#46596a",
    "#0b5a73",
    "#8a4a06",
    "#7e93a2",
    "#dccfbb",
    "#ffffff",
)
FONT = "'Atkinson Next','Atkinson Hyperlegible Next',Verdana,sans-serif"
LOOKS = {
    "grid": {"fill": "none", "stroke": RULE, "stroke-width": 1},
    "zero": {"fill": "none", "stroke": GREY, "stroke-width": 1},
    "stem": {"fill": "none", "stroke": GREY, "stroke-width": 1.5},
    "reference": {"fill": "none", "stroke": GREY, "stroke-width": 1.5},
    "target": {"fill": "none", "stroke": OKER, "stroke-width": 2, "stroke-dasharray": "5 4"},
    "line": {"fill": "none", "stroke": GREY, "stroke-width": 1.75},
    "line-own": {"fill": "none", "stroke": WATER, "stroke-width": 3},
    "whisker": {"fill": "none", "stroke": INK, "stroke-width": 1.25},
    "dot": {"fill": SURFACE, "stroke": SOFT, "stroke-width": 2},
    "dot-own": {"fill": WATER, "stroke": WATER, "stroke-width": 2},
    "bar": {"fill": GREY},
    "bar-own": {"fill": WATER},
    "text": {"fill": INK},
    "text-own": {"fill": INK, "font-weight": 700},
    "text-soft": {"fill": SOFT},
    "text-none": {"fill": SOFT, "font-style": "italic"},
    "text-target": {"fill": OKER, "font-weight": 600},
}
"""The parts of a chart by their look. The names are classes in admin.css: "chart__dot-own"."""
FILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'font-family="{font}" font-size="13" role="img" aria-labelledby="{name}-title {name}-desc">{inside}</svg>\n'
)
MARGIN = 10
LETTER = 6.4
"""About how wide a letter is at the size of a chart's words."""


def length(text: str) -> float:
    return len(text) * LETTER


@dataclass
class Drawing:
    """Parts in the order in which they are drawn."""

    parts: list[SafeString] = field(default_factory=list)

    def path(self, look: str, *points: tuple[float, float]):
        way = " ".join(f"{'L' if index else 'M'}{place(x)} {place(y)}" for index, (x, y) in enumerate(points))
        self.add("path", look, d=way)

    def dot(self, look: str, x: float, y: float, radius: float = 4):
        self.add("circle", look, cx=place(x), cy=place(y), r=radius)

    def bar(self, look: str, x: float, y: float, width: float, height: float):
        self.add("rect", look, x=place(x), y=place(y), width=place(width), height=place(height))

    def text(self, look: str, x: float, y: float, words: str, anchor: str = "start"):
        shown = attributes(look, {"x": place(x), "y": place(y), "text-anchor": anchor})
        self.parts.append(SafeString(f"<text{shown}>{escape(words)}</text>"))

    def whisker(self, start: tuple[float, float], end: tuple[float, float]):
        """A line with a short bar across both ends: the figure lies between them."""
        across, along = (0, 3.5) if start[1] == end[1] else (3.5, 0)
        self.path("whisker", start, end)
        for at_x, at_y in (start, end):
            self.path("whisker", (at_x - across, at_y - along), (at_x + across, at_y + along))

    def add(self, tag: str, look: str, **numbers):
        self.parts.append(SafeString(f"<{tag}{attributes(look, numbers)}/>"))


def place(number: float) -> str:
    """A length with one decimal, and none where it is whole."""
    return f"{number:.1f}".removesuffix(".0")


def attributes(look: str, numbers: dict) -> SafeString:
    """Nothing to escape: looks are our own words, and places are numbers."""
    return SafeString(coloured(look) + "".join(f' {name}="{number}"' for name, number in numbers.items()))


@cache
def coloured(look: str) -> str:
    shown = {"class": f"chart__{look}", **LOOKS[look]}
    return "".join(f' {name}="{value}"' for name, value in shown.items())


@dataclass(frozen=True)
class Chart:
    """A drawing with the words that describe it to who does not see it."""

    name: str
    """A word for its address and for the ids within its page."""
    title: str
    description: str
    height: float
    parts: SafeString

    @property
    def svg(self) -> SafeString:
        """For within a page of ours, which has the title as its heading and the figures as a table."""
        return format_html(
            '<svg class="chart" id="{name}" viewBox="0 0 {width} {height}" direction="ltr" font-family="{font}" '
            'font-size="13" role="img" aria-labelledby="{name}-title {name}-desc">{words}{parts}</svg>',
            name=self.name,
            font=FONT,
            width=WIDTH,
            height=place(self.height),
            words=self.words,
            parts=self.parts,
        )

    @property
    def words(self) -> SafeString:
        return format_html(
            '<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>', self.name, self.title, self.description
        )

    def file(self, source: str) -> SafeString:
        """As a file that stands alone, with its title above it and its source below it."""
        above, below = wrap(self.title, 46), wrap(source, 58)
        top = 18 * len(above) + 14
        height = top + self.height + 14 * len(below) + 16
        inside = [
            self.words,
            format_html('<rect width="{}" height="{}" fill="{}"/>', WIDTH + 2 * MARGIN, place(height), SURFACE),
            written(above, 20, 18, "text-own", 14),
            format_html('<g transform="translate({} {})">{}</g>', MARGIN, top, self.parts),
            written(below, top + self.height + 14, 14, "text-soft", 10.5),
        ]
        return format_html(
            FILE,
            name=self.name,
            width=WIDTH + 2 * MARGIN,
            height=place(height),
            font=FONT,
            inside=SafeString("".join(inside)),
        )


def written(lines: list[str], top: float, step: float, look: str, size: float) -> SafeString:
    """Words under each other."""
    drawing = Drawing()
    for index, line in enumerate(lines):
        drawing.text(look, MARGIN, top + index * step, line)
    return format_html('<g font-size="{}">{}</g>', size, SafeString("".join(drawing.parts)))
