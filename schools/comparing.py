"""Up to four locations side by side: where they differ first, then where we are not sure, then what they share."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import wording
from .elsewhere import Alternative, nearest_with
from .finding import MOST_COMPARED, FinderPage
from .geography import km_between
from .location_page import LocationView, leerweg_status
from .models import FinderRow, Kind, Leerweg, SchoolLocation, Status, VmboProfile
from .tiles import Tile

LETTERS = "ABCD"
NEARBY = 3
MOST_IN_MESSAGE = 4
BKG = (Leerweg.BB, Leerweg.KB, Leerweg.GL)
NUMBERS = {2: _("twee"), 3: _("drie"), 4: _("vier")}


@dataclass(frozen=True)
class Pick:
    """One chosen location: its letter, its page in short, and the comparison without it."""

    letter: str
    view: LocationView
    km: str
    without: str

    @property
    def location(self) -> SchoolLocation:
        return self.view.location

    @property
    def has_ten(self) -> bool:
        return self.view.kind == Kind.BKG

    @property
    def remark(self) -> str:
        """Why this location has no column of answers."""
        if self.view.kind == Kind.TL:
            return _("Hier zagen we alleen de theoretische leerweg. De tien profielen horen daar niet bij.")
        if self.view.kind == Kind.NOT_KNOWN:
            return _("Welke profielen deze locatie heeft, weten we niet. Vraag het aan de school.")
        return ""


@dataclass(frozen=True)
class Row:
    """One profile, or one leerweg, at every location with answers."""

    name: str
    short: str
    icon: str
    cells: list[Tile]
    profile: VmboProfile | None = None

    @property
    def statuses(self) -> set[Status]:
        return {cell.status for cell in self.cells}

    @property
    def differs(self) -> bool:
        """Whether the answers that we know are not all the same. Not known is never a difference."""
        return len(self.statuses - {Status.UNKNOWN}) > 1

    @property
    def is_open(self) -> bool:
        return not self.differs and Status.UNKNOWN in self.statuses

    @property
    def is_shared(self) -> bool:
        return len(self.statuses) == 1 and not self.is_open


@dataclass(frozen=True)
class Band:
    """Rows of the table that belong together."""

    title: str
    rows: list[Row]


class Comparison:
    """The chosen locations of an address, `location` once for each, with the question that led to them."""

    def __init__(self, finder: FinderPage):
        self.finder = finder
        self.asked = list(dict.fromkeys(code.strip().upper() for code in finder.parameters.getlist("location") if code))

    @cached_property
    def found(self) -> dict[str, SchoolLocation]:
        return {each.pk: each for each in SchoolLocation.objects.in_finder().with_answers().filter(pk__in=self.asked)}

    @property
    def codes(self) -> list[str]:
        """The chosen locations that we know, in the order of choice."""
        return [code for code in self.asked if code in self.found][:MOST_COMPARED]

    @property
    def too_many(self) -> list[SchoolLocation]:
        """What was chosen after the fourth."""
        return [self.found[code] for code in self.asked if code in self.found][MOST_COMPARED:]

    @property
    def unknown(self) -> str:
        """The codes that no location has, in words."""
        return wording.listed(code for code in self.asked if code not in self.found)

    @cached_property
    def picks(self) -> list[Pick]:
        views = map(self.view_of, self.codes)
        return [
            Pick(letter, view, view.km_asked, self.without(view.location.pk))
            for letter, view in zip(LETTERS, views, strict=False)
        ]

    def without(self, removed: str) -> str:
        """The question with this location no longer chosen."""
        return self.finder.query_with(code for code in self.codes if code != removed)

    def view_of(self, code: str) -> LocationView:
        return LocationView(self.found[code], self.finder.catalogue, self.finder.question.origin)

    # The table

    @cached_property
    def columns(self) -> list[Pick]:
        """The locations with answers for basis, kader or gemengd; of the others there is nothing to compare."""
        return [pick for pick in self.picks if pick.has_ten]

    @property
    def leerweg(self) -> str:
        """The leerweg of the question, when the ten profiles belong to it."""
        return self.finder.question.leerweg if self.finder.question.leerweg in BKG else ""

    @cached_property
    def profile_rows(self) -> list[Row]:
        answers = zip(*(pick.view.ten for pick in self.columns), strict=True)
        return [
            Row(
                each[0].profile.full_name,
                each[0].profile.short_name,
                each[0].profile.icon,
                [self.cell(answer) for answer in each],
                each[0].profile,
            )
            for each in answers
        ]

    def cell(self, answer) -> Tile:
        if self.leerweg:
            return Tile(answer.profile, leerweg_status(answer, self.leerweg))
        return Tile(answer.profile, Status(answer.status), str(answer.effective_year or ""))

    @cached_property
    def leerweg_rows(self) -> list[Row]:
        """Which leerwegen each location has at all; left out when the question is about one of them."""
        if self.leerweg:
            return []
        return [
            Row(str(leerweg.label).capitalize(), str(leerweg.label).capitalize(), "school", self.cells_of(leerweg))
            for leerweg in (*BKG, Leerweg.TL)
        ]

    def cells_of(self, leerweg: Leerweg) -> list[Tile]:
        return [Tile(None, leerweg_offered(pick.view.row, leerweg)) for pick in self.columns]

    @cached_property
    def bands(self) -> list[Band]:
        rows = [*self.profile_rows, *self.leerweg_rows] if len(self.columns) > 1 else []
        bands = [
            Band(_("Hier verschillen ze"), [row for row in rows if row.differs]),
            Band(_("Hier weten we het niet van allemaal"), [row for row in rows if row.is_open]),
            Band(_("Hier zijn ze gelijk"), [row for row in rows if row.is_shared]),
        ]
        return [band for band in bands if band.rows]

    # In words

    @property
    def heading(self) -> str:
        number = len(self.picks)
        if number < 2:
            return _("Scholen naast elkaar")
        return _("%(number)s locaties naast elkaar") % {"number": str(NUMBERS[number]).capitalize()}

    @property
    def summary(self) -> str:
        """The answer in the first line."""
        if len(self.columns) < 2:
            return ""
        number = sum(row.differs for row in self.profile_rows)
        if not number:
            return _("Voor zover we weten hebben ze dezelfde profielen.")
        return ngettext(
            "Ze verschillen op %(number)s van de tien profielen.",
            "Ze verschillen op %(number)s van de tien profielen.",
            number,
        ) % {"number": number}

    @cached_property
    def remarks(self) -> list[str]:
        """What the locations have in common, in sentences."""
        if len(self.columns) < 2:
            return []
        everybody, nobody = self.shared(Status.YES), self.shared(Status.NO)
        remarks = []
        if everybody:
            remarks.append(_("Ze hebben allemaal: %(profiles)s.") % {"profiles": everybody})
        if nobody:
            remarks.append(_("Geen van deze locaties heeft: %(profiles)s.") % {"profiles": nobody})
        return remarks

    def shared(self, status: Status) -> str:
        return wording.listed(row.name for row in self.profile_rows if row.statuses == {status})

    @cached_property
    def lacking(self) -> list[tuple[VmboProfile, Alternative]]:
        """For what none of them has: the nearest location that does, measured from the first."""
        missing = [row.profile for row in self.profile_rows if row.statuses == {Status.NO}]
        if len(self.columns) < 2 or not missing or self.columns[0].view.row.x is None:
            return []
        point = self.columns[0].view.row.point
        found = nearest_with([each.pk for each in missing], point, most=1, without=self.codes)
        return [(profile, found[profile.pk][0]) for profile in missing if profile.pk in found]

    # Going on

    @cached_property
    def nearby(self) -> list[tuple[SchoolLocation, str, str]]:
        """Locations near the first that can still be added: each with its distance and the comparison with it."""
        if not self.picks or len(self.picks) >= MOST_COMPARED or self.picks[0].view.row.x is None:
            return []
        point = self.picks[0].view.row.point
        rows = FinderRow.objects.filter(kind=Kind.BKG).exclude(pk__in=self.codes).measured_from(point)
        rows = rows.filter(squared__isnull=False).select_related("location").order_by("squared", "pk")[:NEARBY]
        return [
            (
                row.location,
                wording.kilometres(km_between(point, row.point)),
                self.finder.query_with([*self.codes, row.pk]),
            )
            for row in rows
        ]

    @property
    def kept(self) -> str:
        """The question with these locations, for the list, the talk card and the links to share."""
        return self.finder.query_with(self.codes)

    @property
    def choice(self) -> str:
        """Only the locations: what is shared holds no postcode."""
        choice = QueryDict(mutable=True)
        choice.setlist("location", self.codes)
        return choice.urlencode()

    def share_text(self, address: str) -> str:
        """A message that is ready to be sent."""
        names = wording.listed(f"{pick.letter}: {pick.location.title}" for pick in self.picks)
        lines = [_("Ik vergelijk deze scholen. %(names)s.") % {"names": names}]
        lines += [self.difference_in_words(row) for row in self.differing[:MOST_IN_MESSAGE]]
        return "\n".join([*lines, _("Kijk zelf: %(address)s") % {"address": address}])

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.profile_rows if row.differs] if len(self.columns) > 1 else []

    def difference_in_words(self, row: Row) -> str:
        answers = (f"{pick.letter} {cell.word}" for pick, cell in zip(self.columns, row.cells, strict=True))
        return _("%(profile)s: %(answers)s.") % {"profile": row.name, "answers": ", ".join(answers)}

    def roads(self, address: str) -> list[tuple[str, str]]:
        """Ways to send the message that ask nobody for anything until somebody follows them."""
        text = quote(self.share_text(address))
        return [
            (_("Stuur als e-mail"), f"mailto:?subject={quote(self.heading)}&body={text}"),
            (_("Stuur als sms"), f"sms:?&body={text}"),
            (_("Stuur met WhatsApp"), f"https://wa.me/?text={text}"),
        ]

    @property
    def path(self) -> str:
        return f"{reverse('compare')}?{self.choice}"


def leerweg_offered(row: FinderRow, leerweg: Leerweg) -> Status:
    """Whether a location has any profile in this leerweg, as far as the sources say."""
    if getattr(row, leerweg.lower()):
        return Status.YES
    if leerweg == Leerweg.TL or getattr(row, f"{leerweg.lower()}_open"):
        return Status.UNKNOWN
    return Status.NO
