"""Locations as a list shows them.

The list is found in the narrow table alone. What a card says is the same for all who ask for the same offer, so it
is drawn once; only the distance and the way back, which differ by visitor, are put in afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .catalogue import Catalogue
from .geography import km_of
from .models import FinderRow, Kind, Match, Region
from .questions import Question, mask_of
from .tiles import compact_matrix
from .wording import kilometres, leerweg_label, listed

ROW_FIELDS = ("location_id", "kind", "municipality_id", "in_region", "tiles", "offered", "bb", "kb", "gl", "tl")
TEXT_FIELDS = ("name", "short_name", "street", "house_number", "city", "phone", "corrected_phone")
DISTANCE, WAY_BACK, CHOSEN = "\x01", "\x02", "\x03"
"""Stand in a drawn card where the visitor's own distance, question and choice belong."""


@dataclass(frozen=True)
class Found:
    """One line of a found list: which location, how it answers, and how far it is (None when not asked)."""

    code: str
    match: Match | None = None
    squared: float | None = None

    @property
    def km(self) -> str:
        return "" if self.squared is None else kilometres(km_of(self.squared))


@dataclass(frozen=True)
class Card:
    """What one location in a list says."""

    code: str
    title: str
    address: str
    place: str
    in_region: bool
    kind: str
    matrix: str
    lead: str
    sentence: str
    phone: str


def found(queryset, question: Question, first: int = 0, last: int | None = None) -> list[Found]:
    """A slice of the list: what has the offer first, then by distance, then by name."""
    known = [name for name, asked in (("match", question.asks_offer), ("squared", question.origin)) if asked]
    order = known if question.origin else [*known, "search_text"]
    rows = queryset.order_by(*order, "location_id").values_list("location_id", *known)[first:last]
    return [Found(code, **dict(zip(known, values, strict=True))) for code, *values in rows]


def cards_for(lines: Iterable[Found], question: Question, catalogue: Catalogue) -> dict[str, Card]:
    """The cards of these locations by code, with one query."""
    codes = [line.code for line in lines]
    fields = (*ROW_FIELDS, *(f"location__{name}" for name in TEXT_FIELDS))
    rows = FinderRow.objects.filter(pk__in=codes).values(*fields) if codes else ()
    return {row["location_id"]: card(row, question, catalogue) for row in rows}


def drawn_cards(
    lines: list[Found], question: Question, catalogue: Catalogue, kept: str = "", chosen: Iterable[str] = ()
) -> list[str]:
    """The cards as HTML, in the order of the lines; only those not drawn before are read.

    `kept` is the question as a query string, `chosen` the codes that were ticked for the comparison.
    """
    drawn = catalogue.pieces("card", mask_of(question.profiles), question.leerweg)
    missing = [line for line in lines if line.code not in drawn]
    for code, each in cards_for(missing, question, catalogue).items():
        drawn[code] = draw(each)
    way_back = f"?{escape(kept)}" if kept else ""
    return [personal(drawn[line.code], line, way_back, line.code in chosen) for line in lines]


def draw(card: Card) -> str:
    blanks = {"distance": DISTANCE, "way_back": WAY_BACK, "chosen": CHOSEN}
    return render_to_string("components/result.html", {"card": card, **blanks})


def personal(html: str, line: Found, way_back: str, is_chosen: bool) -> str:
    distance = f'<span class="km"><bdi dir="ltr">{line.km} km</bdi></span>' if line.km else ""
    html = html.replace(DISTANCE, distance).replace(WAY_BACK, way_back)
    return mark_safe(html.replace(CHOSEN, " checked" if is_chosen else ""))  # noqa: S308


def card(row: dict, question: Question, catalogue: Catalogue) -> Card:
    text = {name: row[f"location__{name}"] for name in TEXT_FIELDS}
    lead, sentence = sentences(row, question, catalogue)
    return Card(
        code=row["location_id"],
        title=text["short_name"] or text["name"],
        address=f"{text['street']} {text['house_number']}".strip(),
        place=place(text["city"], catalogue.municipalities.get(row["municipality_id"])),
        in_region=row["in_region"],
        kind=row["kind"],
        matrix=compact_matrix(row["tiles"], catalogue, mask_of(question.profiles)) if row["tiles"] else "",
        lead=lead,
        sentence=sentence,
        phone=text["corrected_phone"] or text["phone"],
    )


def place(city: str, municipality: Region | None) -> str:
    """The place, with its municipality where that has another name."""
    if municipality is None or municipality.name == city:
        return city
    return _("%(city)s (gemeente %(municipality)s)") % {"city": city, "municipality": municipality.name}


def sentences(row: dict, question: Question, catalogue: Catalogue) -> tuple[str, str]:
    """The answer to this very question in words, begun in bold; empty when the tiles say it all."""
    theory = listed(profile.abbreviation for profile in catalogue.theory if row["tl"] & profile.bit)
    if row["kind"] == Kind.TL:
        return _("Hier zagen we alleen de theoretische leerweg, met:"), f"{theory}."
    if question.asks_theory_only:
        return (_("Heeft de theoretische leerweg, met:"), f"{theory}.") if theory else ("", "")
    profiles = listed(
        each.full_name for each in question.profiles if row[question.leerweg.lower() or "offered"] & each.bit
    )
    if not profiles:
        return "", ""
    if question.leerweg:
        return _("Heeft voor %(leerweg)s:") % {"leerweg": leerweg_label(question.leerweg)}, f"{profiles}."
    return _("Heeft wat u zoekt:"), f"{profiles}."
