"""Up to four locations side by side: where they differ first, then where we are not sure, then what they share."""

from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import wording
from .elsewhere import Alternative, nearest_with
from .finding import LOCATION_CODE, MOST_COMPARED, FinderPage
from .geography import km_between
from .location_page import BKG, LocationView, leerweg_status
from .models import FinderRow, Kind, Leerweg, ProfileAnswer, SchoolLocation, Status
from .side_by_side import Band, Pick, Row, leerweg_offered
from .tiles import Tile

LETTERS = "ABCD"
NEARBY = 3
MOST_READ = 40
"""An address made by hand can hold hundreds of codes; so many are looked at."""
HEADINGS = {
    2: gettext_lazy("Twee locaties naast elkaar"),
    3: gettext_lazy("Drie locaties naast elkaar"),
    4: gettext_lazy("Vier locaties naast elkaar"),
}
EVERYBODY = {
    2: gettext_lazy("Dit hebben ze allebei"),
    3: gettext_lazy("Dit hebben ze alle drie"),
    4: gettext_lazy("Dit hebben ze alle vier"),
}
NOBODY = {
    2: gettext_lazy("Dit heeft geen van beide"),
    3: gettext_lazy("Dit heeft geen van de drie"),
    4: gettext_lazy("Dit heeft geen van de vier"),
}


class Comparison:
    """The chosen locations of an address, `location` once for each, with the question that led to them."""

    def __init__(self, finder: FinderPage):
        self.finder = finder
        typed = [code.strip().upper() for code in finder.parameters.getlist("location") if code.strip()]
        self.asked = list(dict.fromkeys(filter(LOCATION_CODE.fullmatch, typed)))[:MOST_READ]
        self.has_nonsense = not all(map(LOCATION_CODE.fullmatch, typed))

    @cached_property
    def found(self) -> dict[str, SchoolLocation]:
        return {each.pk: each for each in SchoolLocation.objects.in_finder().with_answers().filter(pk__in=self.asked)}

    @property
    def known(self) -> list[str]:
        """The codes that we know, in the order of choice."""
        return [code for code in self.asked if code in self.found]

    @property
    def codes(self) -> list[str]:
        return self.known[:MOST_COMPARED]

    @cached_property
    def picks(self) -> list[Pick]:
        return [
            Pick(letter, self.view_of(code), self.without(code))
            for letter, code in zip(LETTERS, self.codes, strict=False)
        ]

    def view_of(self, code: str) -> LocationView:
        return LocationView(self.found[code], self.finder.catalogue, self.finder.question.origin)

    def without(self, removed: str) -> str:
        """The question with this location no longer chosen; what was a fifth may then move up."""
        return self.finder.query_with(code for code in self.known if code != removed)

    @property
    def kept(self) -> str:
        """The question with these locations, for the list and the talk card."""
        return self.finder.query_with(self.codes)

    # What is to be known about the choice

    @property
    def notes(self) -> list[str]:
        """What of the address could not be shown, in sentences that say how to go on."""
        return [note for note in (self.note_on_nonsense, self.note_on_unknown, self.note_on_too_many) if note]

    @property
    def note_on_nonsense(self) -> str:
        if not self.has_nonsense:
            return ""
        return _("Een deel van dit adres is geen vestigingscode. Dat deel staat er niet bij.")

    @property
    def note_on_unknown(self) -> str:
        unknown = [code for code in self.asked if code not in self.found]
        if not unknown:
            return ""
        return ngettext(
            "Deze vestigingscode kennen we niet: %(codes)s. Misschien is de locatie gesloten.",
            "Deze vestigingscodes kennen we niet: %(codes)s. Misschien zijn de locaties gesloten.",
            len(unknown),
        ) % {"codes": wording.listed(unknown)}

    @property
    def note_on_too_many(self) -> str:
        left_out = [self.found[code].title for code in self.known[MOST_COMPARED:]]
        if not left_out:
            return ""
        return _("U kunt vier locaties vergelijken. Nu niet erbij: %(names)s. Haal er eerst een andere weg.") % {
            "names": wording.listed(left_out)
        }

    # The table

    @cached_property
    def columns(self) -> list[Pick]:
        """The locations with answers for basis, kader or gemengd; of the others there is nothing to compare."""
        return [pick for pick in self.picks if pick.has_ten]

    @property
    def has_table(self) -> bool:
        return len(self.columns) > 1

    @property
    def leerweg(self) -> str:
        """The leerweg of the question, when the ten profiles belong to it."""
        return self.finder.question.leerweg if self.finder.question.leerweg in BKG else ""

    @property
    def leerweg_choices(self) -> list[tuple[str, str, bool]]:
        """Name, question and whether it is the one shown: all leerwegen together, or one of them."""
        choices = [("", _("alle leerwegen")), *((each.value, str(each.label)) for each in BKG)]
        return [(name, self.question_with_leerweg(code), code == self.leerweg) for code, name in choices]

    def question_with_leerweg(self, leerweg: str) -> str:
        kept = QueryDict(self.kept, mutable=True)
        kept.pop("leerweg", None)
        if leerweg:
            kept["leerweg"] = leerweg
        return kept.urlencode()

    @cached_property
    def profile_rows(self) -> list[Row]:
        if not self.has_table:
            return []
        return [self.profile_row(answers) for answers in zip(*(pick.view.ten for pick in self.columns), strict=True)]

    def profile_row(self, answers: tuple[ProfileAnswer, ...]) -> Row:
        profile = answers[0].profile
        cells = [self.cell(answer) for answer in answers]
        leerwegen = tuple(answer.leerwegen for answer in answers)
        return Row(profile.full_name, profile.short_name, profile.icon, cells, profile, leerwegen)

    def cell(self, answer: ProfileAnswer) -> Tile:
        """The answer, for the leerweg that was asked; a start or stop of that leerweg is told as such."""
        status, year = Status(answer.status), str(answer.effective_year or "")
        changes = status in (Status.STARTING, Status.STOPPING) and self.leerweg in answer.leerwegen.split()
        if not self.leerweg or changes:
            return Tile(answer.profile, status, year)
        return Tile(answer.profile, leerweg_status(answer, self.leerweg))

    @cached_property
    def leerweg_rows(self) -> list[Row]:
        """Which leerwegen each location has at all; left out when the question is about one of them."""
        if self.leerweg or not self.has_table:
            return []
        return [self.leerweg_row(leerweg) for leerweg in (*BKG, Leerweg.TL)]

    def leerweg_row(self, leerweg: Leerweg) -> Row:
        name = str(leerweg.label).capitalize()
        return Row(name, name, "school", [Tile(None, leerweg_offered(pick.view.row, leerweg)) for pick in self.columns])

    @cached_property
    def bands(self) -> list[Band]:
        rows = [*self.profile_rows, *self.leerweg_rows]
        bands = [
            Band(_("Hier verschillen ze"), [row for row in rows if row.differs]),
            Band(_("Hier weten we het niet van allemaal"), [row for row in rows if row.is_open]),
            Band(_("Hier zijn ze gelijk"), [row for row in rows if row.is_shared]),
        ]
        return [band for band in bands if band.rows]

    @property
    def bases(self) -> list[tuple[str, str]]:
        """What the answers rest on, each with the letters of the locations it is about."""
        letters = {}
        for pick in self.picks:
            for basis in pick.view.rests_on:
                letters.setdefault(basis, []).append(pick.letter)
        return [(basis, wording.listed(about)) for basis, about in letters.items()]

    # In words

    @property
    def heading(self) -> str:
        return str(HEADINGS.get(len(self.picks), _("Scholen naast elkaar")))

    @property
    def names(self) -> str:
        return wording.listed(pick.location.title for pick in self.picks)

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.profile_rows if row.differs]

    @property
    def summary(self) -> str:
        """The answer in the first line."""
        if not self.has_table:
            return ""
        if not self.differing:
            return _("Voor zover we weten hebben ze dezelfde profielen.")
        return ngettext(
            "Ze verschillen op %(number)s van de tien profielen.",
            "Ze verschillen op %(number)s van de tien profielen.",
            len(self.differing),
        ) % {"number": len(self.differing)}

    @property
    def everybody(self) -> str:
        return str(EVERYBODY[len(self.columns)])

    @property
    def nobody(self) -> str:
        return str(NOBODY[len(self.columns)])

    @property
    def shared(self) -> list[tuple[Row, str]]:
        """What all of them have, with a remark where it is not for the same leerwegen."""
        return [(row, self.other_leerwegen(row)) for row in self.profile_rows if row.is_everywhere(Status.YES)]

    def other_leerwegen(self, row: Row) -> str:
        if self.leerweg or len(set(row.leerwegen)) == 1 or not all(row.leerwegen):
            return ""
        letters = {}
        for pick, leerwegen in zip(self.columns, row.leerwegen, strict=True):
            letters.setdefault(leerwegen, []).append(pick.letter)
        return " ".join(
            _("%(letters)s: %(leerwegen)s.")
            % {"letters": wording.listed(about), "leerwegen": wording.leerwegen_in_words(leerwegen)}
            for leerwegen, about in letters.items()
        )

    @cached_property
    def lacking(self) -> list[tuple[Row, Alternative | None]]:
        """What none of them has, each with the nearest location that does, measured from the first."""
        rows = [row for row in self.profile_rows if row.is_everywhere(Status.NO)]
        codes, nearest = [row.profile.code for row in rows], {}
        if rows and self.columns[0].view.row.x is not None:
            point = self.columns[0].view.row.point
            nearest = nearest_with(codes, point, 1, without=self.codes, leerweg=self.leerweg)
        return [(row, next(iter(nearest.get(code, [])), None)) for row, code in zip(rows, codes, strict=True)]

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
    def can_take_another(self) -> bool:
        return 0 < len(self.picks) < MOST_COMPARED

    @property
    def taken_to_search(self) -> list[tuple[str, str]]:
        """Names and values of the question that a search for another school keeps: all but where."""
        kept = QueryDict(self.kept)
        return [(key, value) for key in kept if key not in ("near", "radius", "q") for value in kept.getlist(key)]
