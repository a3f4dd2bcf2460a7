"""The rows of a flyer: what the sheet says of one location, and about how much room that takes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from textwrap import wrap

from django.utils.translation import gettext as _

from . import wording
from .cards import Found
from .catalogue import Catalogue
from .models import FinderRow, Kind, Match, ProfileAnswer, Source, VmboProfile
from .questions import Question
from .tiles import Tile, tiles_from

NAME_WIDTH, NOTE_WIDTH = 35, 45
"""Characters on a line of a name, and of what stands under it."""
TILE_LINES, TITLE_LINES = 2.6, 2
"""What a row takes at least, and what the title of a group takes."""
ROW_FIELDS = ("location_id", "kind", "tiles", "bb", "kb", "gl", "tl")
TEXT_FIELDS = ("name", "short_name", "street", "house_number", "city")


@dataclass(frozen=True)
class Row:
    """One location on the sheet. `theory` stands in place of the ten where only that leerweg is taught."""

    match: Match | None
    title: str
    address: str
    km: str
    tiles: list[Tile]
    theory: str
    notes: list[str]

    @property
    def lines(self) -> float:
        """About how many lines of text it takes."""
        under = [f"{self.address} · {self.km} km", *self.notes]
        return max(TILE_LINES, len(wrap(self.title, NAME_WIDTH)) + sum(len(wrap(note, NOTE_WIDTH)) for note in under))

    @property
    def group(self) -> str:
        """The title under which it stands; the first rows need none when no offer was asked for."""
        if self.match is None:
            return _("Locaties zonder deze tien profielen") if self.theory else ""
        return {
            Match.HAS: _("Heeft wat u zoekt"),
            Match.HAS_NOT: _("Heeft het niet"),
            Match.NOT_KNOWN: _("Weten we niet"),
        }[self.match]


def heights(rows: list[Row]) -> list[float]:
    """About how many lines of text are taken when each of the rows has been added."""
    titled = [now != before for before, now in pairwise(["", *(row.group for row in rows)])]
    return list(accumulate(row.lines + TITLE_LINES * title for row, title in zip(rows, titled, strict=True)))


def rows_for(lines: list[Found], question: Question, catalogue: Catalogue) -> list[Row]:
    """These locations in the order of the list, with two queries."""
    codes = [line.code for line in lines]
    fields = (*ROW_FIELDS, *(f"location__{name}" for name in TEXT_FIELDS))
    stored = {row["location_id"]: row for row in FinderRow.objects.filter(pk__in=codes).values(*fields)}
    confirmed = confirmations(codes)
    return [row_for(line, stored[line.code], confirmed[line.code], question, catalogue) for line in lines]


def row_for(line: Found, stored: dict, confirmed: list[str], question: Question, catalogue: Catalogue) -> Row:
    text = {name: stored[f"location__{name}"] for name in TEXT_FIELDS}
    return Row(
        match=line.match,
        title=text["short_name"] or text["name"],
        address=address(text, question),
        km=line.km,
        tiles=tiles_from(stored["tiles"], catalogue.ten) if stored["tiles"] else [],
        theory=theory_only(stored, catalogue),
        notes=[*in_leerweg(stored, question, catalogue), *confirmed],
    )


def address(text: dict, question: Question) -> str:
    """The street, and the place where it is another than the flyer is about."""
    here = {question.origin and question.origin.place, question.municipality and question.municipality.name}
    street = f"{text['street']} {text['house_number']}".strip()
    return street if text["city"] in here else f"{street}, {text['city']}"


def theory_only(stored: dict, catalogue: Catalogue) -> str:
    if stored["kind"] != Kind.TL:
        return ""
    profiles = abbreviated(catalogue.theory, stored["tl"])
    return _("Alleen de theoretische leerweg, met: %(profiles)s.") % {"profiles": profiles}


def in_leerweg(stored: dict, question: Question, catalogue: Catalogue) -> list[str]:
    """Which profiles a pupil can follow here in the leerweg that was asked for."""
    if not question.leerweg or stored["kind"] == Kind.TL:
        return []
    family = catalogue.theory if question.asks_theory_only else catalogue.ten
    profiles = abbreviated(family, stored[question.leerweg.lower()])
    words = {"leerweg": wording.leerweg_label(question.leerweg), "profiles": profiles}
    return [_("Voor %(leerweg)s: %(profiles)s.") % words] if profiles else []


def abbreviated(profiles: Iterable[VmboProfile], mask: int) -> str:
    return wording.listed(profile.abbreviation for profile in profiles if mask & profile.bit)


def confirmations(codes: Iterable[str]) -> dict[str, list[str]]:
    """By location: which answers do not rest on exams, and on what they do."""
    kind = Source.Kind.CONFIRMATION
    answers = ProfileAnswer.objects.filter(location__in=codes, source__kind=kind).select_related("profile", "source")
    profiles = defaultdict(list)
    for answer in answers.order_by("location", "profile__position"):
        profiles[answer.location_id, wording.answer_basis(answer)].append(answer.profile.abbreviation)
    sentences = defaultdict(list)
    for (code, basis), names in profiles.items():
        sentences[code].append(f"{basis}: {wording.listed(names)}.")
    return sentences
