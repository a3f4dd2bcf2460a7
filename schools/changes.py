"""What changed in the data and when: files that were read, confirmations, and what two exam years say differently.

Everything follows from what is stored. What was filled in at the start has no run; its own date says when.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .about import holding
from .history import said_per_profile
from .models import ImportRun, ProfileStatement, SchoolLocation, Source, VmboProfile
from .recalculation import newest_school_year
from .wording import listed, school_year

MOST_RUNS = 100
MOST_CONFIRMATIONS = 500


@dataclass(frozen=True)
class Entry:
    """One thing that happened on a day: a sentence, what there is to say of it, and the location it is about."""

    title: str
    lines: list[str] = field(default_factory=list)
    location: SchoolLocation | None = None


def diary() -> list[tuple[date, list[Entry]]]:
    """What happened per day, the newest first."""
    days = defaultdict(list)
    for entries in (runs(), confirmations(), start()):
        for day, entry in entries:
            days[day].append(entry)
    return sorted(days.items(), reverse=True, key=lambda item: item[0])


# Files that were read


def runs():
    for run in ImportRun.objects.all()[:MOST_RUNS]:
        yield timezone.localdate(run.finished_at), Entry(run_in_words(run), figures_in_words(run))


def run_in_words(run: ImportRun) -> str:
    """Which file was read."""
    sentence = {
        ImportRun.Series.LOCATIONS: _("We lazen de lijst met vestigingen van DUO, stand van %(month)s."),
        ImportRun.Series.COORDINATES: _("We lazen de plaatsen van vestigingen op de kaart, stand van %(month)s."),
        ImportRun.Series.PUPILS: _("We lazen de leerlingen van DUO, geteld op %(day)s."),
        ImportRun.Series.EXAMS: _("We lazen de examenkandidaten van DUO, schooljaar %(year)s."),
        ImportRun.Series.INDICATORS: _("We lazen cijfers over de regio."),
    }[run.series]
    day = run.reference_date
    # An exam year is dated by the last day of its school year.
    return sentence % {
        "month": date_format(day, "F Y"),
        "day": date_format(day, "j F Y"),
        "year": school_year(day.year - 1),
    }


def figures_in_words(run: ImportRun) -> list[str]:
    """What the file held and what it changed, one number per sentence; nothing is said of what did not happen."""
    read = ngettext("Het bestand heeft %(count)s rij.", "Het bestand heeft %(count)s rijen.", run.rows_read)
    said = [
        (run.created, ngettext("%(count)s gegeven is nieuw.", "%(count)s gegevens zijn nieuw.", run.created)),
        (run.changed, ngettext("%(count)s gegeven is anders.", "%(count)s gegevens zijn anders.", run.changed)),
        (run.removed, ngettext("%(count)s gegeven verviel.", "%(count)s gegevens vervielen.", run.removed)),
    ]
    changes = [sentence % {"count": count} for count, sentence in said if count]
    skipped = ngettext(
        "%(count)s rij is overgeslagen, want daarin stond een fout.",
        "%(count)s rijen zijn overgeslagen, want daarin stond een fout.",
        run.skipped,
    )
    return [
        read % {"count": run.rows_read},
        *(changes or [_("Er veranderde niets.")]),
        *([skipped % {"count": run.skipped}] if run.skipped else []),
    ]


# What schools and municipalities said


def confirmations():
    """Per day, source and location: the answers that were confirmed, also when that was done one after another."""
    statements = (
        ProfileStatement.objects.standing()
        .confirmations()
        .filter(location__finder__isnull=False)
        .select_related("location", "profile", "source")
        .order_by("-created_at", "-pk")[:MOST_CONFIRMATIONS]
    )
    said = defaultdict(lambda: defaultdict(list))
    for each in statements:
        said[timezone.localdate(each.created_at), each.source, each.location][each.created_at].append(each)
    for (day, source, location), moments in said.items():
        lines = [
            f"{profile.full_name}: {words}"
            for together in moments.values()
            for profile, words in said_per_profile(together)
        ]
        yield day, Entry(_("%(source)s bevestigde:") % {"source": capfirst(source.name)}, lines, location)


# What the site began with


def start():
    """The counts that came with the site itself, by the day on which they were stored."""
    counted = (
        ProfileStatement.objects.filter(run=None, school_year__isnull=False)
        .annotate(day=TruncDate("created_at"))
        .values("day", "source__kind", "school_year")
        .annotate(locations=Count("location", distinct=True), newest=Max("reference_date"))
        .order_by("-day", "source__kind", "-school_year")
    )
    days = defaultdict(list)
    for row in counted:
        days[row["day"]].append(start_in_words(row))
    for day, lines in days.items():
        yield day, Entry(_("Deze website begon met deze gegevens:"), [*lines, *register_in_words()])


def start_in_words(row) -> str:
    kind = {Source.Kind.EXAMS: _("DUO, examenkandidaten"), Source.Kind.PUPILS: _("DUO, leerlingen")}[
        row["source__kind"]
    ]
    what = holding(row["school_year"], row["newest"], row["locations"])
    return _("%(source)s, %(what)s") % {"source": kind, "what": what}


def register_in_words() -> list[str]:
    """The month of the register, unless a file was read since: then nobody knows which month it began with."""
    if ImportRun.objects.filter(series=ImportRun.Series.LOCATIONS).exists():
        return []
    newest = SchoolLocation.objects.aggregate(newest=Max("reference_date"))["newest"]
    return [_("DUO, vestigingen, stand van %(month)s") % {"month": date_format(newest, "F Y")}] if newest else []


# What two exam years say differently


@dataclass(frozen=True)
class Comparison:
    """Two exam years side by side, for the locations in the region that had candidates for the ten in both."""

    older: str
    newer: str
    locations: int
    appeared: list[tuple[SchoolLocation, str]]
    """Locations with, in words, the profiles that were seen in the newer year only."""
    disappeared: list[tuple[SchoolLocation, str]]


def compared_years() -> Comparison | None:
    """The newest exam year beside the one before it; None when there are no two years to compare."""
    newer = newest_school_year(Source.Kind.EXAMS)
    if newer is None:
        return None
    before, now = profiles_seen(newer - 1), profiles_seen(newer)
    locations = SchoolLocation.objects.in_bulk(before.keys() & now.keys())
    if not locations:
        return None
    return Comparison(
        school_year(newer - 1),
        school_year(newer),
        len(locations),
        in_one_only(now, before, locations),
        in_one_only(before, now, locations),
    )


def profiles_seen(year: int) -> dict[str, dict[str, VmboProfile]]:
    """By location in the region: those of the ten that had a candidate in this exam year, in their order."""
    statements = ProfileStatement.objects.filter(
        source__kind=Source.Kind.EXAMS,
        school_year=year,
        location__finder__in_region=True,
        profile__family=VmboProfile.Family.TEN,
    )
    seen = defaultdict(dict)
    for each in statements.select_related("profile").order_by("profile__position"):
        seen[each.location_id][each.profile_id] = each.profile
    return seen


def in_one_only(one, other, locations) -> list[tuple[SchoolLocation, str]]:
    """Locations by name, with the profiles that were seen in one of two years only."""
    found = []
    for code, location in locations.items():
        names = [profile.full_name for key, profile in one[code].items() if key not in other[code]]
        if names:
            found.append((location, listed(names)))
    return sorted(found, key=lambda item: (item[0].city, item[0].title, item[0].code))
