"""Figures in words: whole sentences with one number each, or the reason why there is no number."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.models import Region
from schools.wording import listed

from .models import Indicator, Observation

FIRST = {
    "vmbo-profielaanbod": gettext_lazy(
        "In %(place)s zat %(value)s van de leerlingen op een locatie met dit profiel (%(period)s)."
    ),
    "vmbo-profielaanbod-techniek": gettext_lazy(
        "In %(place)s zat %(value)s van de leerlingen op een locatie met een technisch profiel (%(period)s)."
    ),
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
    "vmbo-profielaanbod": gettext_lazy("In %(place)s was dat %(value)s."),
    "vmbo-profielaanbod-techniek": gettext_lazy("In %(place)s was dat %(value)s."),
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
"""A category within a sentence on public pages."""
LABELS = {
    "10-20": gettext_lazy("10 tot 20 jaar"),
    "70+": gettext_lazy("70 jaar en ouder"),
    "alle": gettext_lazy("alle jongeren"),
    "bbl": gettext_lazy("BBL"),
    "bol": gettext_lazy("BOL"),
    "creatief-ict": gettext_lazy("Creatieve industrie en ICT"),
    "handel": gettext_lazy("Handel"),
    "havo": gettext_lazy("Havo"),
    "mobiliteit-transport": gettext_lazy("Mobiliteit, transport, logistiek en maritiem"),
    "niet-europees": gettext_lazy("Herkomst buiten Europa"),
    "niet-westers": gettext_lazy("niet-westerse achtergrond"),
    "nog-geen": gettext_lazy("Nog geen profiel"),
    "specialistisch": gettext_lazy("Specialistisch vakmanschap"),
    "techniek-excl-mvi": gettext_lazy("Techniek, zonder MVI"),
    "techniek-gebouwd": gettext_lazy("Techniek en gebouwde omgeving"),
    "techniek-incl-mvi": gettext_lazy("Techniek, met MVI"),
    "voedsel-groen": gettext_lazy("Voedsel, groen en gastvrijheid"),
    "vwo": gettext_lazy("Vwo"),
    "wiskunde-natuur": gettext_lazy("Wiskunde en natuurwetenschappen"),
    "zakelijk-veiligheid": gettext_lazy("Zakelijke dienstverlening en veiligheid"),
    "zonder": gettext_lazy("zonder migratieachtergrond"),
    "zorg-welzijn": gettext_lazy("Zorg en welzijn"),
}
"""A category as a heading in a table; others are written as their code."""


def category_in_words(code: str) -> str:
    """ "techniek:bol" is "Techniek, BOL"; a code without words of its own is written with blanks and a capital."""
    words = [str(LABELS.get(part, part.replace("-", " ").capitalize())) for part in code.split(":") if part]
    return ", ".join(words)


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
    if observation.reason == Observation.Reason.WITHHELD:
        return _("Voor %(place)s toont de bron geen cijfer, omdat het om weinig leerlingen gaat.")
    if observation.reason == Observation.Reason.NOT_COLLECTED:
        return _("Voor %(place)s is er geen cijfer: de bron telt dit niet.")
    if observation.profile_id:
        return _("Voor %(place)s is er geen cijfer: daar waren geen leerlingen met dit profiel.")
    return _("Voor %(place)s is er geen cijfer: daar waren geen leerlingen.")


def value_in_words(observation: Observation) -> str:
    """The figure as published, with its unit: "41 procent", "13,0 kilometer"."""
    return with_unit(observation.indicator, observation.figure)


def with_unit(indicator: Indicator, number: str) -> str:
    words = {
        Indicator.Unit.PERCENTAGE: _("%(number)s procent"),
        Indicator.Unit.KM: _("%(number)s kilometer"),
        Indicator.Unit.MINUTES: _("%(number)s minuten"),
        Indicator.Unit.POINTS: _("%(number)s procentpunt"),
    }.get(indicator.unit, "%(number)s")
    return words % {"number": number}


def counted_by(observation: Observation) -> str:
    """Who published the figure, or whose counts it was calculated from here."""
    calculated = observation.origin == Observation.Origin.CALCULATED
    text = _("%(source)s, hier berekend") if calculated else "%(source)s"
    return text % {"source": observation.source.name}


def plain_number(value: Decimal, least: int = 0) -> str:
    """A number with as many decimals as it needs, and at least so many."""
    places = max(least, -value.normalize().as_tuple().exponent)
    return number_format(value, places, use_l10n=True, force_grouping=True)


def bounds_in_words(observation: Observation) -> str:
    """Between what the true figure lies, where counts behind it were withheld; else empty."""
    if observation.low is None:
        return ""
    low, high = observation.number(observation.low), observation.number(observation.high)
    return _("tussen %(low)s en %(high)s") % {"low": low, "high": high}


def place_in_words(region: Region) -> str:
    """A region as it stands after "in"."""
    words = {
        Region.Kind.LAND: _("heel %(name)s"),
        Region.Kind.PROVINCIE: _("de provincie %(name)s"),
        Region.Kind.COROP: _("de regio %(name)s"),
        Region.Kind.METROPOOLREGIO: _("de metropoolregio"),
    }.get(region.kind, "%(name)s")
    return words % {"name": region.name}


def source_in_words(indicator: Indicator, observations: Iterable[Observation]) -> str:
    """ "SEOR, 11 mei 2026, tabel 3.6. Cijfers van ..." """
    observations = list(observations)
    sources = dict.fromkeys(each.source.name for each in observations) or [indicator.source.name]
    tables = dict.fromkeys(each.report_table for each in observations if each.report_table)
    parts = [listed(sources), listed(tables_in_words(tables))]
    text = _("%(source)s. Cijfers van %(origin)s.")
    return text % {"source": ", ".join(filter(None, parts)), "origin": indicator.origin.replace(";", ",")}


BASES = {
    "duo-pupils": gettext_lazy("leerlingen van 1 oktober %(period)s"),
    "duo-exams": gettext_lazy("examenkandidaten van %(period)s"),
}
"""What was counted, by the source of the counts."""


def basis_in_words(observations: Iterable[Observation]) -> str:
    """ "Zelf berekend uit DUO, leerlingen van 1 oktober 2019." An estimate says that it is one."""
    observations = list(observations)
    counted = dict.fromkeys(basis_of(each) for each in observations)
    text = _("Zelf berekend uit DUO, %(counted)s.") % {"counted": listed(counted)}
    if any(each.low is not None for each in observations):
        text = _("%(text)s Het is een schatting, want DUO toont kleine aantallen niet.") % {"text": text}
    return text


def basis_of(observation: Observation) -> str:
    words = BASES.get(observation.source_id, observation.source.name)
    return str(words) % {"period": observation.period.in_words}


def tables_in_words(tables: Iterable[str]) -> list[str]:
    """Where in the report: "3.2/3.3" are two tables, "tekst 2.1" is a section."""
    sections = [table.removeprefix("tekst ") for table in tables if table.startswith("tekst ")]
    numbers = [number for table in tables if not table.startswith("tekst ") for number in table.split("/")]
    found = [(_("tabel %(numbers)s"), numbers), (_("paragraaf %(numbers)s"), sections)]
    return [words % {"numbers": listed(dict.fromkeys(each))} for words, each in found if each]
