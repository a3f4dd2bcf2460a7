"""Bars from a line at zero, alone or in groups. Every bar bears its own name and number, so that no key is needed."""

from collections.abc import Iterable
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import WIDTH, Chart, Drawing, length
from .marks import Goal, Group, Row, values_of
from .scales import Scale

TOP, STEP, HEADING, BETWEEN = 22, 20, 22, 10
NUMBER = 44
"""Room for the number behind the longest bar."""


def bar_chart(name: str, title: str, groups: Iterable[Group], goal: Goal | None = None) -> Chart:
    groups = [group for group in groups if group.rows]
    rows = [row for group in groups for row in group.rows]
    scale = scale_for(rows, goal)
    bottom = TOP + sum(map(height_of, groups))
    drawing = Drawing()
    grid(drawing, scale, bottom)
    y = TOP
    for group in groups:
        draw(drawing, scale, group, y)
        y += height_of(group)
    if goal:
        bottom = across(drawing, scale, goal, bottom)
    return Chart(name, title, described(groups), bottom + 4, SafeString("".join(drawing.parts)))


def scale_for(rows: list[Row], goal: Goal | None) -> Scale:
    start = min(max((length(row.label) for row in rows), default=0) + 10, WIDTH * 0.46)
    aimed = [goal.last] if goal else []
    numbers = max((length(row.mark.text) for row in rows if row.mark.value is not None), default=0) + 10
    values = [*values_of(rows), *aimed]
    room = numbers if any(value < 0 for value in values) else 0
    return Scale.around(values, start + room, WIDTH - max(numbers, NUMBER))


def height_of(group: Group) -> float:
    return (HEADING if group.heading else 0) + STEP * len(group.rows) + (BETWEEN if group.heading else 0)


def grid(drawing: Drawing, scale: Scale, bottom: float, top: float = TOP):
    """Lines at round numbers, and as many of those numbers as fit beside each other."""
    numbers = scale.ticks
    apart = (scale.end - scale.start) / (len(numbers) - 1)
    every = ceil((max(length(number) for _x, number in numbers) + 8) / apart)
    zero = round(-scale.low / scale.step)
    for index, (x, number) in enumerate(numbers):
        drawing.path("grid", (x, top - 4), (x, bottom))
        if (index - zero) % every == 0:
            drawing.text("text-soft", x, top - 9, number, "middle")
    drawing.path("zero", (scale.at(0), top - 4), (scale.at(0), bottom))


def draw(drawing: Drawing, scale: Scale, group: Group, y: float):
    if group.heading:
        drawing.text("text-own", 0, y + 15, group.heading)
        y += HEADING
    for index, row in enumerate(group.rows):
        draw_row(drawing, scale, row, y + index * STEP)


def draw_row(drawing: Drawing, scale: Scale, row: Row, y: float):
    own = "-own" if row.is_own else ""
    drawing.text(f"text{own}", 0, y + 14, row.label)
    if row.mark.value is None:
        drawing.text("text-none", min(scale.at(0) + 5, WIDTH - length(row.mark.text)), y + 14, row.mark.text)
        return
    start, end = sorted((scale.at(0), scale.at(row.mark.value)))
    drawing.bar(f"bar{own}", start, y + 3, end - start, STEP - 6)
    number(drawing, scale, row, y + 14)


def number(drawing: Drawing, scale: Scale, row: Row, baseline: float):
    """Behind the end of the bar, and behind its bounds where it has them."""
    mark, own = row.mark, "-own" if row.is_own else ""
    if mark.low is not None:
        drawing.whisker((scale.at(mark.low), baseline - 4), (scale.at(mark.high), baseline - 4))
    if mark.value < 0:
        drawing.text(f"text{own}", scale.at(min(mark.extent)) - 6, baseline, mark.text, "end")
    else:
        drawing.text(f"text{own}", scale.at(max(mark.extent)) + 6, baseline, mark.text)


def across(drawing: Drawing, scale: Scale, goal: Goal, bottom: float, top: float = TOP) -> float:
    """A line over all rows where the target lies, with its words under it. Gives the new foot of the chart."""
    x = scale.at(goal.last)
    drawing.path("target", (x, top - 4), (x, bottom + 2))
    half = length(goal.label) / 2
    drawing.text("text-target", min(max(x, half), WIDTH - half), bottom + 17, goal.label, "middle")
    return bottom + 20


def described(groups: Iterable[Group]) -> str:
    """Every figure in one sentence per group."""
    sentences = []
    for group in groups:
        rows = "; ".join(f"{row.label} {row.mark.text}" for row in group.rows)
        sentences.append(f"{group.heading}: {rows}." if group.heading else f"{rows}.")
    return _("%(figures)s De cijfers staan ook in de tabel.") % {"figures": "".join(f"{each} " for each in sentences)}
