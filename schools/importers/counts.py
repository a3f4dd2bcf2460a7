"""Turns counted pupils and candidates into statements; the two importers of counts share it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.importing import BATCH, Difference, GoneError, ImportReport, TableError, compare, stored_rows, write

from ..models import ImportRun, ProfileStatement, Region, SchoolLocation, Source
from ..recalculation import newest_school_year
from ..spelling import place_name, plain
from .codes import added, codes_in
from .running import MOST_THAT_MAY_VANISH, Options, Plan, carry_out

KEYS = ("location_id", "profile_id", "leerweg")
VALUES = ("count_low", "count_high")
FIRST_YEAR = 2000

Counted = Mapping[tuple, tuple[int, int]]
"""(location, profile, leerweg) to the least and the most that were counted."""


@dataclass(frozen=True)
class CountRecord:
    """One row of a file of counts: how many (least, most) of one leerweg and profile at one location.

    `place` and `municipality` say where a location is that the register of locations does not have.
    """

    code: str
    leerweg: str
    profile: str | None
    count: tuple[int, int]
    name: str = ""
    place: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class Period:
    """What a file of counts covers. `school_year` is the calendar year in which the school year begins."""

    source: str
    series: ImportRun.Series
    school_year: int
    reference_date: date

    def statements(self):
        return ProfileStatement.objects.filter(source=self.source, reference_date=self.reference_date)

    def other_statements(self):
        return ProfileStatement.objects.filter(source=self.source).exclude(reference_date=self.reference_date)


def school_year_in(path: Path, pattern: str, given: int | None) -> int:
    """The school year that was given, or else the one in the name of the file."""
    found = re.search(pattern, path.name)
    if given is None and not found:
        raise TableError(
            _("In de naam %(file)s staat geen schooljaar; geef het mee met --school-year, bijvoorbeeld 2023.")
            % {"file": path.name}
        )
    year = int(found.group(1)) if given is None else given
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise TableError(_("Het schooljaar %(year)s ligt niet tussen 2000 en nu.") % {"year": year})
    return year


def save_counts(records: list[CountRecord], period: Period, report: ImportReport, options: Options):
    """Make the stored counts of this period equal to the records and recalculate the answers.

    What is stored about a location of which a row was refused is left as it is.
    """
    wanted = summed(records)
    if not wanted:
        raise TableError(_("In dit bestand staat geen enkele rij die telt voor het vmbo, dus er is niets gewijzigd."))
    spared = codes_in(report.skipped_rows)
    carry_out(partial(plan, records, wanted, spared, period), period.series, period.reference_date, report, options)


def summed(records: Iterable[CountRecord]) -> Counted:
    """Rows of one location, profile and leerweg belong together (lwoo and leerwerktraject stand apart)."""
    counts = {}
    for record in records:
        key = (record.code, record.profile, record.leerweg)
        counts[key] = added(counts.get(key, (0, 0)), record.count)
    return {key: count for key, count in counts.items() if count[1] > 0}


def missing_locations(wanted: Counted, period: Period) -> list[GoneError]:
    """A file with far fewer locations than the nearest year of its series is probably not whole."""
    years = period.other_statements().values("school_year").annotate(locations=Count("location", distinct=True))
    nearest = min(years, key=lambda each: abs(each["school_year"] - period.school_year), default=None)
    counted = {code for code, _profile, _leerweg in wanted}
    if not nearest or len(counted) >= (1 - MOST_THAT_MAY_VANISH) * nearest["locations"]:
        return []
    sentence = _(
        "In dit bestand staan %(counted)s vestigingen en in dat van %(year)s-%(next)s waren het er %(before)s. "
        "Dat scheelt meer dan 10 procent, dus er is niets gewijzigd."
    ) % {
        "counted": len(counted),
        "year": nearest["school_year"],
        "next": nearest["school_year"] + 1,
        "before": nearest["locations"],
    }
    then = period.other_statements().filter(school_year=nearest["school_year"])
    return [GoneError(sentence, sorted(set(then.values_list("location", flat=True)) - counted))]


def plan(records: list[CountRecord], wanted: Counted, spared: set[str], period: Period) -> Plan:
    stored = stored_rows(period.statements(), KEYS, VALUES)
    left_alone = {key for key in stored if key[0] in spared}
    difference = compare(without(left_alone, stored), without(left_alone, wanted))
    strangers = unknown_locations(records, wanted)

    def write_counts(run: ImportRun):
        SchoolLocation.objects.bulk_create(strangers, batch_size=BATCH)
        about = {"source_id": period.source, "reference_date": period.reference_date}
        write(ProfileStatement, KEYS, VALUES, difference, **about, school_year=period.school_year, run=run)

    affected = affected_by(difference, period)
    remarks, losses = remarks_on(strangers), missing_locations(wanted, period)
    return Plan(difference, ProfileStatement, VALUES, write_counts, affected, remarks, losses)


def without(keys: set[tuple], mapping: Mapping) -> dict:
    return {key: value for key, value in mapping.items() if key not in keys}


def affected_by(difference: Difference, period: Period) -> set[str] | None:
    """A new exam year makes pupils of an earlier year history, wherever they are; other counts stay at home."""
    newest = newest_school_year(Source.Kind.EXAMS) or 0
    if period.series == ImportRun.Series.EXAMS and period.school_year > newest:
        return None
    return {key[0] for key in difference.keys}


def unknown_locations(records: list[CountRecord], wanted: Counted) -> list[SchoolLocation]:
    """Locations that are counted and not (or no longer) in the register, kept as closed."""
    known = set(SchoolLocation.objects.values_list("code", flat=True))
    codes = {code for code, _profile, _leerweg in wanted} - known
    if not codes:
        return []
    find = Whereabouts()
    firsts = {record.code: record for record in reversed(records) if record.code in codes}
    return [
        SchoolLocation(
            code=code,
            institution=code[:4],
            name=record.name,
            city=place_name(record.place or record.municipality),
            municipality_id=find(record),
            active=False,
        )
        for code, record in sorted(firsts.items())
    ]


class Whereabouts:
    """Finds the municipality of a location by the name of the municipality or else of the place."""

    def __init__(self):
        self.municipalities = {plain(region.name): region.code for region in Region.objects.municipalities()}
        placed = SchoolLocation.objects.filter(municipality__isnull=False).order_by("code")
        self.places = dict(placed.values_list("city", "municipality"))

    def __call__(self, record: CountRecord) -> str | None:
        """Names of former municipalities are often still names of places."""
        names = [place_name(name) for name in (record.municipality, record.place) if name]
        found = (
            self.municipalities.get(plain(place_name(record.municipality))),
            *(self.places.get(name) for name in names),
            self.municipalities.get(plain(record.place)),
        )
        return next(filter(None, found), None)


def remarks_on(strangers: list[SchoolLocation]) -> list[str]:
    if not strangers:
        return []
    sentence = ngettext(
        "%(count)s vestiging staat niet in het vestigingenbestand en geldt als gesloten.",
        "%(count)s vestigingen staan niet in het vestigingenbestand en gelden als gesloten.",
        len(strangers),
    )
    return [sentence % {"count": len(strangers)}]
