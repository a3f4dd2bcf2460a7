"""Turns counted pupils and candidates into statements; the two importers of counts share it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from portal.importing import ImportReport, TableError, compare, stored_rows, write

from ..models import ImportRun, ProfileStatement, Region, SchoolLocation, Source
from ..recalculation import BATCH
from ..spelling import place_name, plain
from .codes import added
from .running import Options, Plan, carry_out

KEYS = ("location_id", "profile_id", "leerweg")
VALUES = ("count_low", "count_high")


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


def school_year_in(path: Path, pattern: str, given: int | None) -> int:
    """The school year that was given, or else the one in the name of the file."""
    if given:
        return given
    found = re.search(pattern, path.name)
    if not found:
        raise TableError(
            _("In de naam %(file)s staat geen schooljaar. Geef het mee met --school-year, bijvoorbeeld 2023.")
            % {"file": path.name}
        )
    return int(found.group(1))


def save_counts(records: list[CountRecord], period: Period, report: ImportReport, options: Options):
    """Make the stored counts of this period equal to the records and recalculate all answers."""
    wanted = summed(records)
    if not wanted:
        raise TableError(_("In dit bestand staat geen enkele rij die telt voor het vmbo. Er is niets gewijzigd."))
    carry_out(lambda: plan(records, wanted, period, report), period.series, period.reference_date, report, options)


def summed(records: Iterable[CountRecord]) -> dict[tuple, tuple[int, int]]:
    """Rows of one location, profile and leerweg belong together (lwoo and leerwerktraject stand apart)."""
    counts = {}
    for record in records:
        key = (record.code, record.profile, record.leerweg)
        counts[key] = added(counts.get(key, (0, 0)), record.count)
    return {key: count for key, count in counts.items() if count[1] > 0}


def plan(records, wanted, period: Period, report: ImportReport) -> Plan:
    stored = ProfileStatement.objects.filter(source=period.source, reference_date=period.reference_date)
    difference = compare(stored_rows(stored, KEYS, VALUES), wanted)
    strangers = unknown_locations(records, wanted)
    report.remarks = remarks_on(strangers, Source.objects.get(pk=period.source), wanted, period)

    def write_counts(run: ImportRun):
        SchoolLocation.objects.bulk_create(strangers, batch_size=BATCH)
        write(
            ProfileStatement,
            KEYS,
            VALUES,
            difference,
            source_id=period.source,
            reference_date=period.reference_date,
            school_year=period.school_year,
            run=run,
        )

    return Plan(difference, VALUES, write_counts, affected=None)


def unknown_locations(records, wanted) -> list[SchoolLocation]:
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
        self.places = dict(
            SchoolLocation.objects.filter(municipality__isnull=False).values_list("city", "municipality")
        )

    def __call__(self, record: CountRecord) -> str | None:
        by_name = self.municipalities.get(plain(place_name(record.municipality)))
        return by_name or self.places.get(place_name(record.place)) or self.municipalities.get(plain(record.place))


def remarks_on(strangers, source: Source, wanted, period: Period) -> list[str]:
    remarks = []
    if strangers:
        remarks.append(
            _("%(count)s vestigingen staan niet in het vestigingenbestand en zijn bewaard als gesloten.")
            % {"count": len(strangers)}
        )
    earlier = ProfileStatement.objects.filter(source=source).exclude(reference_date=period.reference_date)
    year = earlier.order_by("-school_year").values_list("school_year", flat=True).first()
    if year is not None:
        before = earlier.filter(school_year=year).values("location").distinct().count()
        now = len({code for code, _profile, _leerweg in wanted})
        if now < 0.9 * before:
            remarks.append(
                _("Let op: dit bestand telt %(now)s vestigingen, dat van %(year)s telde er %(before)s.")
                % {"now": now, "year": year, "before": before}
            )
    return remarks
