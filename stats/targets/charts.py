"""The figures of a target over time, with the line of what was aimed for."""

from django.utils.translation import gettext as _

from ..charts import Chart, Goal, Line, Mark, Point, line_chart
from .following import Following


def chart_of(followed: Following) -> Chart:
    points = [
        Point(each.period, Mark(each.value, each.figure, each.low, each.high), joins=number > 0)
        for number, each in enumerate(followed.series)
    ]
    line = Line(followed.target.region.name, tuple(points), is_own=True)
    return line_chart("target", followed.indicator.title, [line], goal_of(followed))


def goal_of(followed: Following) -> Goal:
    last = max(followed.values)
    text = _("doel %(year)s: %(value)s (voorbeeld)") if followed.target.is_example else _("doel %(year)s: %(value)s")
    label = text % {"year": last, "value": followed.amount(followed.values[last])}
    return Goal(label, tuple(followed.values.items()))
