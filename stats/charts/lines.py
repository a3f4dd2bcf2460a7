"""Lines over time. A line leads from one period to the next only where both can be compared and no year misses."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..periods import Kind, Period
from .drawing import WIDTH, Chart, Drawing, length
from .marks import Goal, Line, Point
from .scales import Scale

TOP, BOTTOM, HEIGHT = 10, 190, 214
APART = 15
"""The least distance between two words under each other."""


def line_chart(name: str, title: str, lines: Iterable[Line], goal: Goal | None = None) -> Chart:
    lines = sorted(lines, key=lambda line: line.is_own)
    values = [value for line in lines for point in line.drawn for value in point.mark.extent]
    across = Scale.around([*values, *(value for _year, value in goal.values)] if goal else values, BOTTOM, TOP)
    over = time_scale(lines, goal, across)
    drawing = Drawing()
    frame(drawing, across, over, lines, goal)
    if goal:
        aim(drawing, across, over, goal)
    for line in lines:
        draw(drawing, across, over, line)
    name_lines(drawing, across, over, lines)
    return Chart(name, title, described(lines), HEIGHT + (22 if goal else 0), SafeString("".join(drawing.parts)))


def middle(period: Period) -> float:
    """A period as a place in time, in years."""
    return (period.start.toordinal() + period.end.toordinal()) / 2 / 365.25


def time_scale(lines: list[Line], goal: Goal | None, across: Scale) -> Scale:
    times = [middle(point.period) for line in lines for point in line.points]
    times += [middle(Period.year(year)) for year, _value in goal.values] if goal else []
    start = max(length(number) for _place, number in across.ticks) + 16
    end = WIDTH - max((length(end_label(line)) for line in lines if line.drawn), default=0) - 12
    first, last = min(times, default=0), max(times, default=1)
    room = (last - first) * 0.04 or 0.5
    return Scale(first - room, last + room, 1, start, max(end, start + 60))


def frame(drawing: Drawing, across: Scale, over: Scale, lines: list[Line], goal: Goal | None):
    for y, number in across.ticks:
        drawing.path("grid", (over.start - 6, y), (over.end + 6, y))
        drawing.text("text-soft", over.start - 11, y + 4.5, number, "end")
    periods = {point.period for line in lines for point in line.points}
    periods |= {Period.year(year) for year, _value in goal.values} if goal else set()
    free = over.end + length("0000")
    for period in sorted(periods, reverse=True):
        label, x = short_period(period), over.at(middle(period))
        if x + length(label) / 2 < free:
            drawing.text("text-soft", x, HEIGHT - 5, label, "middle")
            free = x - length(label) / 2 - 6


def short_period(period: Period) -> str:
    """A period as it fits under a chart: "2021", "2023/24", "2014-2017", "1 okt 2019"."""
    if period.kind == Kind.DAY:
        return date_format(period.start, "j M Y")
    return f"{period.start.year}/{period.end.year % 100:02}" if period.kind == Kind.SCHOOL_YEAR else str(period)


def aim(drawing: Drawing, across: Scale, over: Scale, goal: Goal):
    """One value is a line through all years; several lead from year to year. Its words stand under the years."""
    points = [(over.at(middle(Period.year(year))), across.at(value)) for year, value in goal.values]
    if len(points) == 1:
        points = [(over.start - 6, points[0][1]), (over.end + 6, points[0][1])]
    drawing.path("target", *points)
    drawing.path("target", (over.start - 6, HEIGHT + 10), (over.start + 20, HEIGHT + 10))
    drawing.text("text-target", over.start + 27, HEIGHT + 14.5, goal.label)


def draw(drawing: Drawing, across: Scale, over: Scale, line: Line):
    own = "-own" if line.is_own else ""
    for part in stretches(line):
        if len(part) > 1:
            drawing.path(f"line{own}", *(at(across, over, point) for point in part))
    for point in line.drawn:
        x, y = at(across, over, point)
        if point.mark.low is not None:
            drawing.whisker((x, across.at(point.mark.low)), (x, across.at(point.mark.high)))
        drawing.dot(f"dot{own}", x, y, 4.5 if line.is_own else 3.5)


def stretches(line: Line) -> list[list[Point]]:
    """The parts of a line without a gap."""
    parts: list[list[Point]] = []
    before = None
    for point in line.points:
        if point.mark.value is not None:
            if before is not None and point.joins and before.mark.value is not None:
                parts[-1].append(point)
            else:
                parts.append([point])
        before = point
    return parts


def at(across: Scale, over: Scale, point: Point) -> tuple[float, float]:
    return over.at(middle(point.period)), across.at(point.mark.value)


def end_label(line: Line) -> str:
    return f"{line.label} {line.drawn[-1].mark.text}"


def name_lines(drawing: Drawing, across: Scale, over: Scale, lines: list[Line]):
    """Each line has its name and last number at its end, pushed apart where they would touch."""
    named = sorted((line for line in lines if line.drawn), key=lambda line: across.at(line.drawn[-1].mark.value))
    places = apart([across.at(line.drawn[-1].mark.value) + 4.5 for line in named])
    for line, y in zip(named, places, strict=True):
        drawing.text("text-own" if line.is_own else "text", over.end + 12, y, end_label(line))


def apart(places: list[float]) -> list[float]:
    """Heights from top to bottom, at least so far from each other, and none below the chart."""
    moved: list[float] = []
    for y in places:
        moved.append(max(y, moved[-1] + APART) if moved else y)
    too_far = max(0, moved[-1] - BOTTOM - 4) if moved else 0
    for index in range(len(moved) - 1, -1, -1):
        limit = moved[index + 1] - APART if index + 1 < len(moved) else moved[index] - too_far
        moved[index] = min(moved[index], limit)
    return moved


def described(lines: list[Line]) -> str:
    """Every line as a list of its figures, the reader's own first."""
    sentences = [
        "{}: {}.".format(line.label, "; ".join(f"{short_period(each.period)} {each.mark.text}" for each in line.points))
        for line in reversed(lines)
    ]
    return " ".join([*sentences, _("De cijfers staan ook in de tabel.")])
