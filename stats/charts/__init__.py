"""Charts as SVG, made from figures without a database: bars, lines over time, and a dot per area.

Each is drawn 340 units wide, so that its words can be read on a phone. A chart has a title and a description; the page
gives the same figures as a table. What has no value is named with its reason, and never drawn as zero.
"""

from .bars import bar_chart
from .dots import dot_chart
from .drawing import Chart
from .lines import line_chart, short_period
from .marks import Goal, Group, Line, Mark, Point, Row

__all__ = [
    "Chart",
    "Goal",
    "Group",
    "Line",
    "Mark",
    "Point",
    "Row",
    "bar_chart",
    "dot_chart",
    "line_chart",
    "short_period",
]
