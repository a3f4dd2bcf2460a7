"""What staff pages say of figures, as sentences made of parts that every indicator has.

A new indicator is a row, so no sentence here belongs to one of them: its title says what is measured.
"""

import re

from django.utils.translation import gettext as _

from schools.models import Region

from .models import Indicator, Observation
from .periods import Kind, Period
from .shown import amount_in_words, difference, is_certain, shown, written
from .wording import place_in_words, value_in_words

HET_WORDS = ("aandeel", "aantal", "gemiddelde aantal", "percentage", "verschil", "deel")
"""Words that a title may begin with and that take "het"; other titles take "de"."""


def subject(indicator: Indicator) -> str:
    """The title as the beginning of a sentence: "Het aandeel leerlingen dat het profiel volgt"."""
    title = short_title(indicator)
    title = title[:1].lower() + title[1:]
    words = _("Het %(title)s") if title.startswith(HET_WORDS) else _("De %(title)s")
    return words % {"title": title}


def short_title(indicator: Indicator) -> str:
    """The title without what stands between brackets; the definition says that as well."""
    return re.sub(r"\s*\([^)]*\)", "", indicator.title)


def moment(period: Period) -> str:
    """A period as it stands in a sentence: "in 2021", "op 1 oktober 2019", "van 2014 tot en met 2017"."""
    words = {Kind.DAY: _("op %(period)s"), Kind.RANGE: _("van %(period)s")}.get(period.kind, _("in %(period)s"))
    return words % {"period": period.in_words}


def first_sentence(observation: Observation, split: str) -> str:
    """What is measured, where and when. `split` is the profile or category in words, or nothing."""
    words = {
        "subject": subject(observation.indicator),
        "moment": moment(observation.period),
        "place": place_in_words(observation.region),
        "value": value_in_words(observation),
        "split": re.sub(r" \(([^)]*)\)", r", \1", split),
    }
    if split:
        return _("%(subject)s was %(moment)s in %(place)s %(value)s (%(split)s).") % words
    return _("%(subject)s was %(moment)s in %(place)s %(value)s.") % words


def next_sentence(observation: Observation) -> str:
    words = {"place": place_in_words(observation.region), "value": value_in_words(observation)}
    return _("In %(place)s was dat %(value)s.") % words


def later_sentence(observation: Observation) -> str:
    """The same figure by another way of counting."""
    words = {
        "moment": moment(observation.period),
        "source": observation.source.name,
        "value": value_in_words(observation),
        "bounds": shown(observation).bounds,
    }
    if words["bounds"]:
        return _("Uit %(source)s is berekend dat het %(moment)s %(value)s was (%(bounds)s).") % words
    if observation.origin == Observation.Origin.CALCULATED:
        return _("Uit %(source)s is berekend dat het %(moment)s %(value)s was.") % words
    return _("Volgens %(source)s was het %(moment)s %(value)s.") % words


def bounds_sentence(bounds: str) -> str:
    return _("Het ligt %(bounds)s, want de bron toont kleine aantallen niet.") % {"bounds": bounds} if bounds else ""


def compared_sentence(own: Observation | None, other: Observation | None) -> str:
    """ "7,2 procentpunt lager dan in de metropoolregio", or nothing where there is nothing to compare."""
    if own is None or own.indicator.unit == Indicator.Unit.NUMBER:
        return ""
    compared = difference(own, other)
    if compared.value is None:
        return ""
    return difference_in_words(own, compared.value, other)


def difference_in_words(own: Observation, value, other: Observation) -> str:
    number = written(own, abs(value), other.decimals)
    words = {"amount": amount_in_words(own.indicator, number), "place": place_in_words(other.region)}
    if is_nothing(number):
        return _("gelijk aan %(place)s") % words
    if not is_certain(own, other):
        return _("%(amount)s verschil met %(place)s, maar dat is niet zeker") % words
    if own.indicator.unit in (Indicator.Unit.KM, Indicator.Unit.MINUTES):
        more, less = _("%(amount)s meer dan in %(place)s"), _("%(amount)s minder dan in %(place)s")
    else:
        more, less = _("%(amount)s hoger dan in %(place)s"), _("%(amount)s lager dan in %(place)s")
    return (more if value > 0 else less) % words


def is_nothing(number: str) -> bool:
    """Whether a number shows as zero: what the reader cannot see did not change."""
    return not any(digit in number for digit in "123456789")


def trend_in_words(newest: Observation | None, before: Observation | None) -> str:
    """ "stijgt: was 7,8 in 2019", or nothing where nothing earlier can be compared."""
    changed = difference(newest, before)
    if changed.value is None:
        return ""
    words = {"figure": before.figure, "moment": moment(before.period)}
    if is_nothing(written(newest, abs(changed.value), before.decimals)):
        return _("gelijk gebleven: was %(figure)s %(moment)s") % words
    if not is_certain(newest, before):
        return _("verandering niet zeker: was %(figure)s %(moment)s") % words
    if changed.value > 0:
        return _("stijgt: was %(figure)s %(moment)s") % words
    return _("daalt: was %(figure)s %(moment)s") % words


def gap_sentence(region: Region, sentence: str) -> str:
    """A sentence of `wording.without_figure`, for this place."""
    return sentence % {"place": place_in_words(region)}
