"""Keeps the calculated figures equal to what follows from the counts that were read here.

A year counts as read when a whole file of DUO was imported for it, beside the register of locations. Years that were
not read here keep the figures of fixtures/: a site starts with the counts of its own region only, and from those no
figure of the country follows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portal.importing import Difference, compare, stored_rows, write
from schools.auditing import Kind, record
from schools.models import DataVersion, ImportRun, ProfileStatement, Region, VmboProfile
from schools.recalculation import OutdatedError, change_data
from schools.wording import listed

from .calculations import THEORY, Amount, Count, calculate
from .models import Indicator, Observation
from .periods import Period

KEYS = ("indicator_id", "region_id", "period", "profile_id", "leerweg", "category", "source_id")
VALUES = ("value", "low", "high", "decimals", "reason")
ATTEMPTS = 5
NARROW, WIDE = "techniek-excl-mvi", "techniek-incl-mvi"
ROUTE = "VT"
"""Vakmanschap techniek. Other routes have no technique and are no profile of the report; they only count in totals."""

Rows = Mapping[tuple, tuple]
"""KEYS to VALUES of observations."""


@dataclass(frozen=True)
class Counting:
    """One whole file of counts that was read: pupils on a day, or candidates of a school year."""

    series: str
    reference_date: date
    run: ImportRun

    @property
    def source(self) -> str:
        return {ImportRun.Series.PUPILS: "duo-pupils", ImportRun.Series.EXAMS: "duo-exams"}[self.series]

    @property
    def period(self) -> Period:
        """Pupils of 1 October stand under their calendar year, as in the report; exams under their school year."""
        year = self.reference_date.year
        return Period.year(year) if self.series == ImportRun.Series.PUPILS else Period.school_year(year - 1)

    @property
    def not_counted(self) -> tuple[str, ...]:
        """Candidates in a vakmanschapsroute take no exam apart."""
        return (ROUTE,) if self.series == ImportRun.Series.EXAMS else ()


@dataclass(frozen=True)
class Outcome:
    """What a recalculation changed, of which periods."""

    periods: tuple[Period, ...]
    created: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    def __str__(self):
        if not self.periods:
            return _("Er is niets berekend: hier is nog geen landelijk bestand van DUO ingelezen.")
        names = ("created", "changed", "removed", "unchanged")
        counts = {name: number_format(getattr(self, name), force_grouping=True) for name in names}
        text = _(
            "Berekend voor %(periods)s: %(created)s cijfers nieuw, %(changed)s gewijzigd, %(removed)s vervallen, "
            "%(unchanged)s ongewijzigd."
        )
        return text % {"periods": listed(each.in_words for each in self.periods), **counts}


def calculate_indicators(author=None) -> Outcome:
    """Bring the calculated figures of all years that were read here up to date, in one transaction.

    What is the same is not written, and the data version is left alone when nothing differs. OutdatedError when
    others keep changing the data meanwhile.
    """
    for _attempt in range(ATTEMPTS):
        version = DataVersion.current()
        plans = [(counting, difference(counting)) for counting in countings()]
        try:
            save(plans, version, author)
        except OutdatedError:
            continue
        return outcome(plans)
    raise OutdatedError


def save(plans: list[tuple[Counting, Difference]], version: int, author):
    def write_all():
        for counting, found in plans:
            write(Observation, KEYS, VALUES, found, origin=Observation.Origin.CALCULATED, import_run=counting.run)
            if found:
                record(Kind.CHANGED, author, counting.run, source=str(outcome([(counting, found)])))

    if any(found for _counting, found in plans):
        change_data(write_all, expected_version=version)


def outcome(plans: list[tuple[Counting, Difference]]) -> Outcome:
    found = [difference for _counting, difference in plans]
    return Outcome(
        tuple(counting.period for counting, _difference in plans),
        *(sum(len(getattr(each, name)) for each in found) for name in ("created", "changed", "removed")),
        sum(each.unchanged for each in found),
    )


def countings() -> list[Counting]:
    """The counts that were read here, oldest first. Without the register nobody knows where locations are."""
    runs = ImportRun.objects.order_by("finished_at", "pk")
    if not runs.filter(series=ImportRun.Series.LOCATIONS).exists():
        return []
    counted = runs.filter(series__in=[ImportRun.Series.PUPILS, ImportRun.Series.EXAMS])
    newest = {(run.series, run.reference_date): run for run in counted}
    found = [Counting(series, day, run) for (series, day), run in newest.items()]
    return sorted(found, key=lambda counting: (counting.period, counting.series))


def difference(counting: Counting) -> Difference:
    """What has to be written so that the stored figures of a counting are those that follow from it."""
    stored = Observation.objects.calculated().of(source=counting.source, period=counting.period)
    return compare(stored_rows(stored, KEYS, VALUES), rows(counting))


def rows(counting: Counting) -> Rows:
    """The figures of a counting, of all areas."""
    decimals = dict(Indicator.objects.values_list("code", "decimals"))
    figures = calculate(counts_of(counting), areas(), subjects(), counting.not_counted)
    return {
        (cell.indicator, cell.region, counting.period, cell.profile, cell.leerweg, cell.category, counting.source): (
            figure.value,
            figure.low,
            figure.high,
            decimals[cell.indicator],
            figure.reason,
        )
        for cell, figure in figures.items()
        if cell.indicator in decimals
    }


def counts_of(counting: Counting) -> Iterable[Count]:
    """What was counted with a profile, at open and closed locations; candidates for havo and vwo have none."""
    return counted(ProfileStatement.objects.filter(source=counting.source, reference_date=counting.reference_date))


def counted(statements: QuerySet) -> Iterable[Count]:
    """Statements of one counting as plain counts."""
    fields = ("location__municipality", "location", "profile", "leerweg", "count_low", "count_high")
    with_profile = statements.filter(profile__isnull=False).order_by().values_list(*fields)
    for *about, low, high in with_profile.iterator(chunk_size=1000):
        yield Count(*about, Amount(low, high))


def areas() -> dict[str, list[str | None]]:
    """The municipalities of every area. In the country those count too whose municipality is not known."""
    countries = Region.objects.filter(kind=Region.Kind.LAND).values_list("code", flat=True)
    members = defaultdict(list, {country: [None] for country in countries})
    parts = ("provincie", "corop", "metropoolregio")
    for code, *wider in Region.objects.municipalities().order_by("code").values_list("code", *parts):
        for area in filter(None, (code, *wider, *countries)):
            members[area].append(code)
    return dict(members)


def subjects() -> dict[str, dict[str, Iterable[str]]]:
    """What figures are asked of: single profiles, both definitions of technique, and the profiles of TL."""
    profiles = [profile for profile in VmboProfile.objects.all() if profile.family != VmboProfile.Family.TL]
    technical = {profile.code for profile in profiles if profile.technical}
    media = {profile.code for profile in profiles if profile.media_ict}
    asked = [each for each in profiles if each.family == VmboProfile.Family.TEN or each.code == ROUTE]
    return {
        "profile": {profile.code: {profile.code} for profile in asked},
        "technical": {NARROW: technical, WIDE: technical | media},
        "theory": THEORY,
    }
