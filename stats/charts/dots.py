"""A dot per area on one scale, the highest first. Areas without a figure stand below it, with the reason."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .bars import across, grid
from .drawing import WIDTH, Chart, Drawing, length
from .marks import Goal, Row, values_of
from .scales import Scale

TOP, STEP, NUMBER = 22, 21, 40


def dot_chart(name: str, title: str, rows: Iterable[Row], reference: Row | None = None, goal: Goal | None = None):
    """`reference` is the figure of the area that all of them lie in."""
    rows = sorted(rows, key=lambda row: (row.mark.value is None, -(row.mark.value or 0), row.label))
    known = [row for row in rows if row.mark.value is not None]
    edge = min(max((length(row.label) for row in rows), default=0), WIDTH * 0.5)
    scale = scale_for(rows, edge + 10, reference, goal)
    foot = TOP + STEP * len(known)
    drawing = Drawing()
    grid(drawing, scale, foot, TOP)
    below = foot
    if reference and reference.mark.value is not None:
        below = refer(drawing, scale, reference, foot)
    if goal:
        below = aim(drawing, scale, goal, foot, below)
    for index, row in enumerate(known):
        draw(drawing, scale, row, edge, TOP + STEP * index + STEP / 2)
    height = name_the_rest(drawing, rows[len(known) :], edge, below + 8)
    return Chart(name, title, described(known, len(rows)), height + 4, SafeString("".join(drawing.parts)))


def scale_for(rows: list[Row], start: float, reference: Row | None, goal: Goal | None) -> Scale:
    more = [*(reference.mark.extent if reference else ()), *([goal.last] if goal else [])]
    values = [*values_of(rows), *more]
    room = NUMBER if any(value < 0 for value in values) else 0
    return Scale.around(values, start + room, WIDTH - NUMBER)


def refer(drawing: Drawing, scale: Scale, reference: Row, foot: float) -> float:
    """A line over all rows for the area around them, with its words under it."""
    x, words = scale.at(reference.mark.value), f"{reference.label} {reference.mark.text}"
    drawing.path("reference", (x, TOP - 4), (x, foot + 2))
    half = length(words) / 2
    drawing.text("text", min(max(x, half), WIDTH - half), foot + 17, words, "middle")
    return foot + 20


def aim(drawing: Drawing, scale: Scale, goal: Goal, foot: float, below: float) -> float:
    """The target, with its words under those of the reference."""
    if below > foot:
        drawing.path("target", (scale.at(goal.last), TOP - 4), (scale.at(goal.last), foot + 2))
        half = length(goal.label) / 2
        x = min(max(scale.at(goal.last), half), WIDTH - half)
        drawing.text("text-target", x, below + 14, goal.label, "middle")
        return below + 17
    return across(drawing, scale, goal, foot, TOP)


def draw(drawing: Drawing, scale: Scale, row: Row, edge: float, y: float):
    """One area, with its name ending at `edge`."""
    mark, own = row.mark, "-own" if row.is_own else ""
    x, zero = scale.at(mark.value), scale.at(0)
    drawing.text(f"text{own}", edge, y + 4.5, row.label, "end")
    drawing.path("stem", (zero, y), (x, y))
    if mark.low is not None:
        drawing.whisker((scale.at(mark.low), y), (scale.at(mark.high), y))
    drawing.dot(f"dot{own}", x, y, 5.5 if row.is_own else 4.5)
    if mark.value < 0:
        drawing.text(f"text{own}", scale.at(min(mark.extent)) - 10, y + 4.5, mark.text, "end")
    else:
        drawing.text(f"text{own}", scale.at(max(mark.extent)) + 10, y + 4.5, mark.text)


def name_the_rest(drawing: Drawing, rows: list[Row], edge: float, top: float) -> float:
    """Areas without a figure: outside the scale, so that nobody takes them for zero."""
    for index, row in enumerate(rows):
        y = top + STEP * index + 14
        drawing.text("text-own" if row.is_own else "text", edge, y, row.label, "end")
        drawing.text("text-none", edge + 10, y, row.mark.text)
    return top + STEP * len(rows)


def described(known: list[Row], total: int) -> str:
    missing = total - len(known)
    words = []
    if known:
        highest, lowest = (f"{row.label} {row.mark.text}" for row in (known[0], known[-1]))
        words.append(_("Hoogste: %(highest)s. Laagste: %(lowest)s.") % {"highest": highest, "lowest": lowest})
    words += [f"{row.label}: {row.mark.text}." for row in known if row.is_own]
    if missing:
        words.append(
            ngettext("%(count)s gebied zonder cijfer.", "%(count)s gebieden zonder cijfer.", missing)
            % {"count": missing}
        )
    return " ".join([*words, _("De cijfers staan ook in de tabel.")])
