"""The finder's answer on one sheet of paper: the first locations of the list with their ten answers.

A flyer is printed and handed out, so it names a postcode by its four digits only, whatever a visitor typed.
"""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import wording
from .cards import Found, found
from .filters import LocationFilter
from .flyer_rows import Row, heights, rows_for
from .models import Kind, Status, VmboProfile
from .places import Origin
from .qr import QrDrawing, qr_drawing
from .questions import Question
from .templatetags.portal import bare_address
from .tiles import Tile

MOST_ROWS = 10
"""What fits on one A4 with all that explains it, in letters that can be read."""
ROOMY_LINES, PLAIN_LINES, MOST_LINES = 16, 31, 36
"""How many lines of text the rows take on a sheet with large letters, on a plain one, and on one that only names the
profiles and does not say what pupils do in them."""
WANTED_LINES = 1.5
"""What the words take that say which offer is wanted."""
PLACES = {"near", "municipality"}
OFFER = {"radius", "profile", "leerweg", "technical"}


@dataclass(frozen=True)
class Column:
    """One of the ten profiles, and whether it was asked for."""

    profile: VmboProfile
    asked: bool

    @property
    def example(self) -> str:
        """One sentence on what pupils do."""
        first, stop, _rest = self.profile.description.partition(".")
        return first + stop


class Flyer:
    """The sheet for these parameters of the finder, with at most so many locations."""

    def __init__(self, parameters: QueryDict, most: int = MOST_ROWS):
        self.parameters, self.most = parameters, most
        self.filter = LocationFilter(parameters)
        self.catalogue = self.filter.catalogue
        self.question: Question = self.filter.question
        self.origin: Origin | None = self.question.origin

    # The question

    @cached_property
    def errors(self) -> dict[str, str]:
        """One sentence per parameter that was not understood."""
        return {name: " ".join(messages) for name, messages in self.filter.form.errors.items()}

    @property
    def has_place(self) -> bool:
        """Whether it is known where the flyer is about."""
        return bool(self.origin or self.question.municipality) and not self.errors.keys() & PLACES

    @property
    def is_outside(self) -> bool:
        """Whether the flyer is about a place outside the region."""
        return bool(self.origin) and self.catalogue.places.is_outside(self.origin)

    @cached_property
    def query(self) -> str:
        """The question as it was understood, as a query string: the same for all who mean the same."""
        question = self.question
        asked = {
            "near": self.origin and (self.pc4 or self.origin.place),
            "radius": self.radius if self.parameters.get("radius") else "",
            "municipality": question.municipality and question.municipality.slug,
            "profile": [profile.code for profile in question.chosen],
            "leerweg": question.leerweg,
            "technical": "1" if question.technical else "",
            "q": question.text,
        }
        return urlencode({name: value for name, value in asked.items() if value}, doseq=True)

    @property
    def pc4(self) -> str:
        """The four digits of the postcode from which is measured."""
        return self.origin.postcode[:4] if self.origin else ""

    @property
    def radius(self) -> str:
        return f"{self.question.radius:g}" if self.origin else ""

    @property
    def km(self) -> str:
        """The radius in words."""
        return wording.round_kilometres(self.question.radius)

    @property
    def address(self) -> str:
        """Where the whole list stands, as the QR code says it."""
        return f"{settings.SITE_URL}{reverse('finder')}?{self.query}"

    @property
    def site(self) -> str:
        """The address of the site as people say it."""
        return bare_address(settings.SITE_URL)

    @property
    def place(self) -> str:
        """What the flyer is about: "3011 Rotterdam", "Delft"."""
        return f"{self.pc4} {self.origin.place}".strip() if self.origin else self.question.municipality.name

    @property
    def title(self) -> str:
        sentence = _("Vmbo-profielen bij %(place)s") if self.origin else _("Vmbo-profielen in %(place)s")
        return sentence % {"place": self.place}

    @property
    def file_name(self) -> str:
        return f"profielen-{self.pc4 or slugify(self.place)}.pdf"

    @property
    def typed(self) -> str:
        """What the visitor typed, to stand in the field again."""
        return self.parameters.get("near", "")

    @property
    def offer_asked(self) -> list[tuple[str, str]]:
        """The question without its place, to be asked again for another place."""
        return [(name, value) for name, value in parse_qsl(self.query) if name in OFFER]

    # The locations

    @cached_property
    def lines(self) -> list[Found]:
        """The list in its own order. Where no offer was asked for, locations without the ten stand after the others."""
        if not self.has_place:
            return []
        if self.question.asks_offer:
            return self.first(self.ranked, self.most)
        ten = self.first(self.ranked.exclude(kind=Kind.TL), self.most)
        return ten + self.first(self.ranked.filter(kind=Kind.TL), self.most - len(ten))

    @cached_property
    def ranked(self):
        """The list behind the QR code: measured from the postcode, also when the visitor let the browser say where."""
        return LocationFilter(QueryDict(self.query)).ranked

    def first(self, locations, count: int) -> list[Found]:
        return found(locations, self.question, 0, count) if count else []

    @cached_property
    def rows(self) -> list[Row]:
        """As many of these locations as fit."""
        rows = rows_for(self.lines, self.question, self.catalogue)
        return [row for row, lines in zip(rows, heights(rows), strict=True) if lines <= self.room]

    @property
    def room(self) -> float:
        return MOST_LINES - WANTED_LINES * bool(self.wanted)

    @cached_property
    def look(self) -> str:
        """The last part of the class name of the sheet: how much room there is."""
        lines = max(heights(self.rows), default=0) + MOST_LINES - self.room
        return "roomy" if lines <= ROOMY_LINES else "plain" if lines <= PLAIN_LINES else "brief"

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows with the title under which they stand."""
        return [(title, list(rows)) for title, rows in groupby(self.rows, key=attrgetter("group"))]

    @cached_property
    def more(self) -> str:
        """How many locations of the list are not on the sheet."""
        count = self.ranked.count() - len(self.rows)
        if not count:
            return ""
        sentence = ngettext(
            "En nog %(count)s locatie: zie de hele lijst.", "En nog %(count)s locaties: zie de hele lijst.", count
        )
        return sentence % {"count": count}

    # What explains them

    @property
    def wanted(self) -> str:
        """The offer that was asked for: "een technisch profiel voor kader"."""
        question = self.question
        if not question.chosen:
            return wording.offer_in_words(question) if question.asks_offer else ""
        offers = [each.full_name for each in question.chosen]
        offers += [_("een technisch profiel")] if question.technical else []
        words = {"offer": either(offers), "leerweg": wording.leerweg_label(question.leerweg)}
        return _("%(offer)s voor %(leerweg)s") % words if question.leerweg else words["offer"]

    @property
    def columns(self) -> list[Column]:
        return [Column(profile, profile in self.question.profiles) for profile in self.catalogue.ten]

    @property
    def key(self) -> list[tuple[Tile, str]]:
        """The answers that stand on the sheet and what they mean, in a fixed order."""
        there = {tile.status: tile for row in self.rows for tile in row.tiles}
        return [(there[status], meaning) for status, meaning in meanings() if status in there]

    @property
    def nothing(self) -> str:
        """Says that there is no such location."""
        return wording.heading(self.question, 0)

    @property
    def source(self) -> str:
        return wording.list_basis(self.catalogue.newest_exam_year)

    @property
    def made_on(self):
        return timezone.localdate()

    @cached_property
    def qr(self) -> QrDrawing:
        return qr_drawing(self.address)


def either(words: list[str]) -> str:
    """ "a, b of c" """
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s of %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def meanings() -> list[tuple[Status, str]]:
    return [
        (Status.YES, _("Dit profiel is er nu.")),
        (Status.NO, _("Dit profiel is er nu niet.")),
        (Status.STARTING, _("Nu nog niet, straks wel.")),
        (Status.STOPPING, _("Nu nog wel, straks niet.")),
        (Status.UNKNOWN, _("De bron zegt er niets over, of twijfelt. Vraag het aan de school.")),
    ]
