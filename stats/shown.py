"""Figures as staff pages show them: as they are, or as the difference with another area or period."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from schools.models import Region

from .charts import Mark
from .models import Indicator, Observation

MINUS = "\u2212"
"""As wide as a plus, so that numbers under each other line up."""


@dataclass(frozen=True)
class Shown:
    """A figure with its words. Without a value the text is the reason why."""

    observation: Observation | None
    value: Decimal | None
    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    bounds: str = ""

    @property
    def mark(self) -> Mark:
        return Mark(self.value, self.text, self.low, self.high)

    @property
    def note(self) -> str:
        """What must be said of it beside the number: its bounds, and that it may still change."""
        status = self.observation.status if self.observation else Observation.Status.FINAL
        said = "" if status == Observation.Status.FINAL else str(self.observation.get_status_display())
        return ", ".join(filter(None, [self.bounds, said]))


def shown(observation: Observation | None) -> Shown:
    if observation is None:
        return Shown(None, None, _("geen cijfer"))
    bounds = between(observation.number, observation.low, observation.high)
    text = observation.figure.replace("-", MINUS) if observation.value is not None else observation.figure
    return Shown(observation, observation.value, text, observation.low, observation.high, bounds)


def between(number, low: Decimal | None, high: Decimal | None) -> str:
    """The words for bounds, with each written by `number`; empty without bounds, or where they read the same."""
    words = {} if low is None else {"low": number(low), "high": number(high)}
    return "" if len(set(words.values())) < 2 else _("tussen %(low)s en %(high)s") % words


def difference(observation: Observation | None, other: Observation | None) -> Shown:
    """How much it is above (+) or below (−) the other; a gap on either side leaves a gap."""
    missing = next((each for each in (observation, other) if each is None or each.value is None), observation)
    if missing is None or missing.value is None:
        return Shown(observation, None, shown(missing).text)
    low = high = None
    if observation != other and (observation.low is not None or other.low is not None):
        low = lowest(observation) - highest(other)
        high = highest(observation) - lowest(other)

    def number(value):
        return signed(observation, value, other.decimals)

    value = observation.value - other.value
    return Shown(observation, value, number(value), low, high, between(number, low, high))


def lowest(observation: Observation) -> Decimal:
    return observation.value if observation.low is None else observation.low


def highest(observation: Observation) -> Decimal:
    return observation.value if observation.high is None else observation.high


def is_certain(observation: Observation, other: Observation) -> bool:
    """Whether withheld counts leave no doubt which of two known figures is the higher."""
    return lowest(observation) > highest(other) or highest(observation) < lowest(other)


def signed(observation: Observation, value: Decimal, decimals: int = 0) -> str:
    """ "+0,2", "−0,1" or "0,0", with as many decimals as the more precise of both."""
    size = written(observation, abs(value), decimals)
    return size if not any(digit in size for digit in "123456789") else f"{'+' if value > 0 else MINUS}{size}"


def written(observation: Observation, value: Decimal, decimals: int = 0) -> str:
    precise = Observation(decimals=max(observation.decimals, decimals))
    return precise.number(value)


def amount_in_words(indicator: Indicator, number: str) -> str:
    """A difference with its unit: between two percentages lie points."""
    words = {
        Indicator.Unit.PERCENTAGE: _("%(number)s procentpunt"),
        Indicator.Unit.POINTS: _("%(number)s procentpunt"),
        Indicator.Unit.KM: _("%(number)s kilometer"),
        Indicator.Unit.MINUTES: _("%(number)s minuten"),
    }.get(indicator.unit, "%(number)s")
    return words % {"number": number}


def short_name(region: Region) -> str:
    """As it fits in a table or chart."""
    return _("Metropoolregio") if region.kind == Region.Kind.METROPOOLREGIO else region.name
