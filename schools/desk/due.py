"""What the data themselves ask for: to confirm, to settle, to check what was announced.

It follows from the data of one version on one day, so it is read once and kept in the process.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import (
    DataVersion,
    Kind,
    LocationChange,
    ProfileAnswer,
    ProfileStatement,
    SchoolLocation,
    Status,
    VmboProfile,
)
from ..wording import listed, status_in_words
from .freshness import Freshness, confirmed_since, freshness
from .tasks import Sort, Task, confirm_address, location_address

PLACE = ("code", "name", "short_name", "street", "house_number", "city", "municipality_id")
KEPT = 64
"""Every municipality of the region alone, all of them together, and those of who looks after some."""


@dataclass(frozen=True)
class Due:
    """What is to be done at the locations of some municipalities at one version of the data."""

    version: int
    locations: list[SchoolLocation]
    """Every location that is asked about its ten profiles."""
    confirming: list[Task]
    conflicts: list[Task]
    announced: list[Task]
    changes: dict[int, Task]
    """By number those that were open then; ticking one off makes no new version."""

    def still_open(self) -> list[Task]:
        """The changes of the register that nobody ticked off until now, with one query if there are any."""
        found = LocationChange.objects.filter(pk__in=self.changes, ticked_at__isnull=True).values_list("pk", flat=True)
        now = set(found) if self.changes else ()
        return [task for number, task in self.changes.items() if number in now]


def due_in(municipalities: Collection[str], today: date) -> Due:
    """What there is to do in these municipalities (their codes); a few queries once per data version and day."""
    return _at(DataVersion.current(), tuple(municipalities), today)


@lru_cache(maxsize=KEPT)
def _at(version: int, municipalities: tuple[str, ...], today: date) -> Due:
    since = confirmed_locations(municipalities, today)
    return Due(
        version,
        list(since),
        confirming(since, today),
        conflicts(municipalities),
        announced(municipalities, today),
        open_changes(municipalities),
    )


def forget():
    """Read everything again at the next question, whatever the version says."""
    _at.cache_clear()


# To confirm


def next_to_confirm(location: SchoolLocation, today: date) -> SchoolLocation | None:
    """The location in the same municipality that is first on the list of those to confirm."""
    due = confirming(confirmed_locations([location.municipality_id], today), today)
    return next((task.location for task in due if task.location != location), None)


def confirming(since: dict[SchoolLocation, date | None], today: date) -> list[Task]:
    """The locations to confirm: those never confirmed first, then the longest ago."""
    aged = sorted(since.items(), key=lambda each: (each[1] or date.min, each[0].title, each[0].code))
    due = [(location, day, freshness(day, today)) for location, day in aged]
    return [
        Task(Sort(fresh), location, since_in_words(day), confirm_address(location.code))
        for location, day, fresh in due
        if fresh != Freshness.FRESH
    ]


def confirmed_locations(municipalities: Collection[str], today: date) -> dict[SchoolLocation, date | None]:
    """Every location that is asked about its ten profiles, with the day since which all ten are confirmed."""
    locations = SchoolLocation.objects.filter(
        finder__kind__in=[Kind.BKG, Kind.NOT_KNOWN], municipality__in=municipalities
    )
    ten = VmboProfile.objects.ten().count()
    days = newest_days(municipalities, today)
    return {each: confirmed_since(days.get(each.code, ()), ten) for each in locations.only(*PLACE)}


def newest_days(municipalities: Collection[str], today: date) -> dict[str, list[date]]:
    """By location: the newest day on which each of its profiles was confirmed."""
    said = ProfileStatement.objects.standing().confirmations()
    said = said.filter(
        location__municipality__in=municipalities, profile__family=VmboProfile.Family.TEN, reference_date__lte=today
    )
    days = {}
    newest = said.order_by().values("location", "profile").annotate(day=Max("reference_date"))
    for code, day in newest.values_list("location", "day"):
        days.setdefault(code, []).append(day)
    return days


def since_in_words(since: date | None) -> str:
    if since is None:
        return _("Nog niet alle tien de profielen zijn bevestigd.")
    return _("Bevestigd op %(day)s.") % {"day": date_format(since, "j F Y")}


# To settle, and to check


def conflicts(municipalities: Collection[str]) -> list[Task]:
    """One task per location where sources contradict each other, with the profiles."""
    answers = ProfileAnswer.objects.filter(
        conflict=True, location__municipality__in=municipalities, location__finder__isnull=False
    )
    profiles = {}
    for answer in answers.select_related("location", "profile").order_by("location__name", "location", "profile"):
        profiles.setdefault(answer.location, []).append(answer.profile.full_name)
    return [
        Task(
            Sort.CONFLICT, location, _("Over %(profiles)s.") % {"profiles": listed(names)}, confirm_address(location.pk)
        )
        for location, names in profiles.items()
    ]


def announced(municipalities: Collection[str], today: date) -> list[Task]:
    """Per location what was said to start or stop in the school year that begins this year, unless it was said anew."""
    said = ProfileStatement.objects.standing().confirmations()
    later = said.filter(
        location=OuterRef("location"),
        profile=OuterRef("profile"),
        reference_date__gte=OuterRef("reference_date"),
        created_at__gt=OuterRef("created_at"),
    )
    due = said.filter(effective_year=today.year, status__in=[Status.STARTING, Status.STOPPING])
    due = due.filter(~Exists(later), location__municipality__in=municipalities, location__finder__isnull=False)
    words = {}
    for each in due.select_related("location", "profile").order_by("location__name", "location", "profile"):
        sentence = f"{each.profile.full_name}: {status_in_words(each.status, each.effective_year)}"
        words.setdefault(each.location, {})[sentence] = None
    return [
        Task(Sort.ANNOUNCED, location, f"{'; '.join(sentences)}.", confirm_address(location.pk))
        for location, sentences in words.items()
    ]


# What the register changed


def open_changes(municipalities: Collection[str]) -> dict[int, Task]:
    """What readings of the register saw happen to locations with vmbo, and nobody ticked off; by number."""
    seen = LocationChange.objects.open().filter(location__municipality__in=municipalities)
    with_vmbo = seen.filter(Exists(ProfileAnswer.objects.filter(location=OuterRef("location"))))
    return {
        change.pk: Task(
            Sort.MOVED,
            change.location,
            change_in_words(change),
            location_address(change.location_id),
            reverse("admin:schools_schoollocation_tick", args=[change.location_id, change.pk]),
        )
        for change in with_vmbo.select_related("location").order_by("kind", "location__name", "location")
    }


def change_in_words(change: LocationChange) -> str:
    sentence = {
        LocationChange.Kind.APPEARED: _("Nieuw in het register: %(after)s."),
        LocationChange.Kind.DISAPPEARED: _("Niet meer in het register. Was: %(before)s."),
        LocationChange.Kind.MOVED: _("Verhuisd van %(before)s naar %(after)s."),
    }[change.kind]
    return sentence % {"before": change.before, "after": change.after}
