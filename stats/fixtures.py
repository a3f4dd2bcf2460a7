"""The figures that a site starts with. Of the report fixtures/ is the only owner: a filled site follows it.

The calculated figures are those of the whole country. A site gets each year of them once, and calculates anew what it
read itself.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from portal.importing import Difference, compare, stored_rows, write
from schools.auditing import Kind, record
from schools.fixtures import Share, links, table
from schools.models import VmboProfile
from schools.recalculation import change_data

from .models import Indicator, Observation, Release
from .recalculation import KEYS, VALUES, countings
from .wide import LINE, read_wide, write_wide

REPORT = "seor"
"""The source whose figures these are. Whatever else is imported or calculated is left alone."""
INDICATORS = table(
    "indicators.csv",
    Indicator,
    "code",
    "title question theme unit decimals dimension headline better source_id origin definition method position",
    Share.OURS,
)
OBSERVATIONS = table(
    "observations.csv",
    Observation,
    "indicator_id region_id period profile_id leerweg category source_id",
    "value decimals reason report_table",
    source=REPORT,
    origin=Observation.Origin.PUBLISHED,
    import_run=None,
)
RELEASES = table("releases.csv", Release, "code", "date kind title text", Share.OURS)
TABLES = (INDICATORS, OBSERVATIONS, RELEASES, links(RELEASES, "indicators"))
CALCULATED = "calculated.csv"


def load_calculated(folder: Path | None = None, regions: Iterable[str] | None = None):
    """Load the calculated figures, of all regions or of these. To be called in the transaction of the change."""
    put_calculated(difference_with_fixture(folder, regions))


def begin_calculated(folder: Path | None = None) -> bool:
    """Load the calculated figures of years that this site has none of; True if there were any."""
    known = set(Observation.objects.calculated().order_by().values_list("source", "period").distinct())
    return save_calculated(difference_with_fixture(folder, leave=known))


def follow_calculated(folder: Path | None = None, author=None) -> bool:
    """Make the figures of all years that were not read here those of the fixture; True if any differed."""
    read = {(counting.source, counting.period) for counting in countings()}
    return save_calculated(difference_with_fixture(folder, leave=read), author)


def save_calculated(found: Difference, author=None) -> bool:
    def save():
        put_calculated(found)
        write_down(found, author)

    if found:
        change_data(save)
    return bool(found)


def write_down(found: Difference, author):
    """One event about all figures that were taken over. They are too many for an event each."""
    counts = {name: len(getattr(found, name)) for name in ("created", "changed", "removed")}
    about = {"model": Observation._meta.label_lower, "words": str(Observation._meta.verbose_name_plural)}
    record(Kind.IMPORT, author, new=counts, source=CALCULATED, **about)


def put_calculated(found: Difference):
    write(Observation, KEYS, VALUES, found, origin=Observation.Origin.CALCULATED)


def difference_with_fixture(folder: Path | None, regions: Iterable[str] | None = None, leave=()) -> Difference:
    """Of all years in the fixture but those to leave, as (source, period)."""
    wanted = {key: row for key, row in calculated_rows(folder, regions).items() if (key[-1], key[2]) not in leave}
    years = {(key[-1], key[2]) for key in wanted}
    stored = stored_rows(Observation.objects.calculated(), KEYS, VALUES) if years else {}
    return compare({key: row for key, row in stored.items() if (key[-1], key[2]) in years}, wanted)


def calculated_rows(folder: Path | None = None, regions: Iterable[str] | None = None) -> dict[tuple, tuple]:
    """The fixture as keys and values of observations."""
    decimals = dict(Indicator.objects.values_list("code", "decimals"))
    profiles = VmboProfile.objects.values_list("code", flat=True)
    found = read_wide((folder or settings.FIXTURES_DIR) / CALCULATED, profiles, regions)
    return {
        (indicator, region, period, profile, leerweg, category, source): (*figure[:3], decimals[indicator], figure[3])
        for (indicator, region, period, leerweg, source), profile, category, figure in found
        if indicator in decimals
    }


def write_calculated(folder: Path | None = None):
    """Write the fixture anew from the stored figures."""
    fields = (*LINE, "profile_id", "category", "value", "low", "high", "reason")
    figures = {}
    for row in Observation.objects.calculated().order_by().values_list(*fields):
        *line, profile, category, value, low, high, reason = row
        figures[tuple(line), profile or category] = (value, low, high, reason)
    found = {column for _line, column in figures}
    profiles = [code for code in VmboProfile.objects.values_list("code", flat=True) if code in found]
    write_wide((folder or settings.FIXTURES_DIR) / CALCULATED, figures, [*profiles, *sorted(found - {*profiles})])
