"""The figures of a target over time, with the line of what was aimed for."""

from ..charts import Chart, Line, Mark, Point, line_chart
from ..goals import goal_of
from .following import Following


def chart_of(followed: Following) -> Chart:
    points = [
        Point(each.period, Mark(each.value, each.figure, each.low, each.high), joins=number > 0)
        for number, each in enumerate(followed.series)
    ]
    line = Line(followed.target.region.name, tuple(points), is_own=True)
    return line_chart("target", followed.indicator.title, [line], goal_of(followed.target))
