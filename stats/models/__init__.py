"""What is known about a region: what is measured, the figures, what was decided to aim for, and what changed."""

from .explorations import Exploration
from .indicators import Indicator
from .observations import Observation
from .releases import Release
from .targets import Target, TargetValue

__all__ = ["Exploration", "Indicator", "Observation", "Release", "Target", "TargetValue"]
