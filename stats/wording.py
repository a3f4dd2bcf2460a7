"""Figures in words: whole sentences with one number each, or the reason why there is no number."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.models import Region
from schools.wording import listed

from .models import Indicator, Observation

FIRST = {
    "vmbo-profielkeuze": gettext_lazy("In %(place)s volgde %(value)s van de leerlingen dit profiel (%(period)s)."),
    "vmbo-doorstroom-mbo-techniek": gettext_lazy(
        "In %(place)s ging %(value)s van de leerlingen met dit profiel naar techniek of ICT op het mbo (%(period)s)."
    ),
    "mbo-fietsafstand": gettext_lazy(
        "In %(period)s woonden studenten %(category)s uit %(place)s gemiddeld %(value)s fietsen van school."
    ),
    "mbo-reistijd-ov": gettext_lazy(
        "In %(period)s was de reis met het openbaar vervoer voor studenten %(category)s uit %(place)s "
        "gemiddeld %(value)s."
    ),
    "tl-profielkeuze": gettext_lazy("In %(place)s koos %(value)s van de leerlingen %(category)s (%(period)s)."),
    "tl-profielkeuze nog-geen": gettext_lazy(
        "In %(place)s had %(value)s van de leerlingen nog geen profiel (%(period)s)."
    ),
    "tl-nask-examen": gettext_lazy(
        "In %(place)s deed %(value)s van de geslaagden examen in natuur- en scheikunde (%(period)s)."
    ),
}
"""How a figure is said on public pages, by the code of its indicator, and of its category where that differs."""
NEXT = {
    "mbo-fietsafstand": gettext_lazy("In %(place)s was dat gemiddeld %(value)s."),
    "mbo-reistijd-ov": gettext_lazy("In %(place)s was dat gemiddeld %(value)s."),
    "tl-profielkeuze": gettext_lazy("%(value)s koos %(category)s."),
    "tl-profielkeuze nog-geen": gettext_lazy("%(value)s had nog geen profiel."),
}
"""The same after a sentence that said what it is about."""
CATEGORIES = {
    "techniek-gebouwd": gettext_lazy("techniek en bouw"),
    "creatief-ict": gettext_lazy("ICT en media"),
    "techniek": gettext_lazy("het profiel techniek"),
    "zorg-welzijn": gettext_lazy("het profiel zorg en welzijn"),
    "economie": gettext_lazy("het profiel economie"),
    "groen": gettext_lazy("het profiel groen"),
}


def sentence(indicator: Indicator, category: str, follows: bool) -> str:
    """The sentence for a figure, with places for its parts. `follows`: an earlier one said what it is about."""
    sentences, otherwise = FIRST, _("In %(place)s (%(period)s): %(value)s. %(title)s.")
    if follows:
        sentences, otherwise = NEXT, _("In %(place)s was dat %(value)s.")
    return str(sentences.get(f"{indicator.code} {category}") or sentences.get(indicator.code) or otherwise)


def without_figure(observation: Observation | None) -> str:
    """The sentence where there is no figure; it names the reason."""
    if observation is None:
        return _("Voor %(place)s geeft deze bron geen cijfer.")
    if observation.profile_id:
        return _("Voor %(place)s is er geen cijfer: daar waren geen leerlingen met dit profiel.")
    return _("Voor %(place)s is er geen cijfer: daar waren geen leerlingen.")


def value_in_words(observation: Observation) -> str:
    """The figure as published, with its unit: "41 procent", "13,0 kilometer"."""
    unit = observation.indicator.unit
    words = {
        Indicator.Unit.PERCENTAGE: _("%(number)s procent"),
        Indicator.Unit.KM: _("%(number)s kilometer"),
        Indicator.Unit.MINUTES: _("%(number)s minuten"),
        Indicator.Unit.POINTS: _("%(number)s procentpunt"),
    }.get(unit, "%(number)s")
    return words % {"number": observation.published}


def place_in_words(region: Region) -> str:
    """A region as it stands after "in"."""
    words = {
        Region.Kind.LAND: _("heel %(name)s"),
        Region.Kind.PROVINCIE: _("de provincie %(name)s"),
        Region.Kind.COROP: _("de regio %(name)s"),
        Region.Kind.METROPOOLREGIO: _("de metropoolregio"),
    }.get(region.kind, "%(name)s")
    return words % {"name": region.name}


def period_in_words(period: str) -> str:
    """ "2023/2024" is a school year; other periods stand as they were published."""
    if "/" not in period:
        return period
    return _("schooljaar %(year)s") % {"year": period.replace("/", "-")}


def source_in_words(indicator: Indicator, tables: Iterable[str]) -> str:
    """ "SEOR, 11 mei 2026, tabel 3.6. Cijfers van ..." """
    text = _("%(source)s, %(place)s. Cijfers van %(origin)s.")
    origin = indicator.origin.replace(";", ",")
    return text % {"source": indicator.source.name, "place": listed(tables_in_words(tables)), "origin": origin}


def tables_in_words(tables: Iterable[str]) -> list[str]:
    """Where in the report: "3.2/3.3" are two tables, "tekst 2.1" is a section."""
    sections = [table.removeprefix("tekst ") for table in tables if table.startswith("tekst ")]
    numbers = [number for table in tables if not table.startswith("tekst ") for number in table.split("/")]
    found = [(_("tabel %(numbers)s"), numbers), (_("paragraaf %(numbers)s"), sections)]
    return [words % {"numbers": listed(dict.fromkeys(each))} for words, each in found if each]
