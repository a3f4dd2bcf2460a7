"""What is to be done at the locations of some municipalities, in a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, Max, OuterRef, QuerySet, TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import (
    Inquiry,
    Kind,
    LocationChange,
    ProfileAnswer,
    ProfileStatement,
    Report,
    SchoolLocation,
    Status,
    VmboProfile,
)
from ..wording import listed, status_in_words
from .freshness import Freshness, confirmed_since, freshness

PLACE = ("code", "name", "short_name", "street", "house_number", "city", "municipality_id")


class Sort(TextChoices):
    """The sorts of tasks, in the order in which a work list shows them."""

    ANSWER = "answer", gettext_lazy("Antwoord van een school wacht op u")
    CONFLICT = "conflict", gettext_lazy("Bronnen spreken elkaar tegen")
    REPORT = "report", gettext_lazy("Meldingen van bezoekers")
    NOW = "now", gettext_lazy("Nu bevestigen")
    SOON = "soon", gettext_lazy("Binnenkort bevestigen")
    MOVED = "moved", gettext_lazy("Veranderd in het register van DUO")
    ANNOUNCED = "announced", gettext_lazy("Start of stopt dit jaar")


@dataclass(frozen=True)
class Task:
    """One thing to do at one location. `words` say why, `address` is where it is done."""

    sort: Sort
    location: SchoolLocation
    words: str
    address: str = ""
    tick: str = ""
    """Where it is ticked off, for a task that nothing else ends."""


@dataclass(frozen=True)
class Tasks:
    """All there is to do, and by location since when it is confirmed (None: never as a whole)."""

    since: dict[SchoolLocation, date | None]
    today: date
    others: list[Task] = field(default_factory=list)
    asked: dict[str, date] = field(default_factory=dict)
    """By the code of a location: when its school was asked, where the answer is still to come."""

    @cached_property
    def all(self) -> list[Task]:
        return [*self.others, *self.confirming]

    @property
    def confirming(self) -> list[Task]:
        """The locations to confirm: those never confirmed first, then the longest ago."""
        aged = sorted(self.since.items(), key=lambda each: (each[1] or date.min, each[0].title, each[0].code))
        due = [(location, since, freshness(since, self.today)) for location, since in aged]
        return [
            Task(Sort(fresh), location, self.why(location, since), confirm_address(location.code))
            for location, since, fresh in due
            if fresh != Freshness.FRESH
        ]

    def why(self, location: SchoolLocation, since: date | None) -> str:
        asked = self.asked.get(location.code)
        if asked is None:
            return since_in_words(since)
        question = _("Op %(day)s aan de school gevraagd.") % {"day": date_format(asked, "j F Y")}
        return f"{since_in_words(since)} {question}"


def tasks_in(
    municipalities: Collection[str], readable: QuerySet[Report], inquiries: QuerySet[Inquiry], today: date
) -> Tasks:
    """The tasks at the locations in these municipalities (their codes), with the readable reports and questions."""
    since = confirmed_locations(municipalities, today)
    waiting = list(inquiries_in(municipalities, inquiries, today))
    others = [*answers(waiting), *conflicts(municipalities), *reports(municipalities, readable)]
    others += [*changes(municipalities), *announced(municipalities, today)]
    asked = {each.location_id: each.asked_on for each in waiting if each.state == Inquiry.State.SENT}
    return Tasks(since, today, others, asked)


def next_to_confirm(location: SchoolLocation, today: date) -> SchoolLocation | None:
    """The location in the same municipality that is first on the list of those to confirm."""
    due = Tasks(confirmed_locations([location.municipality_id], today), today).confirming
    return next((task.location for task in due if task.location != location), None)


# To confirm


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


def confirm_address(code: str) -> str:
    return reverse("admin:schools_schoollocation_confirm", args=[code])


# Asked by mail


def inquiries_in(municipalities: Collection[str], inquiries: QuerySet[Inquiry], today: date) -> QuerySet[Inquiry]:
    waiting = inquiries.waiting(today).filter(location__municipality__in=municipalities)
    return waiting.select_related("location").order_by("answered_at", "pk")


def answers(waiting: Collection[Inquiry]) -> list[Task]:
    """What schools answered and nobody decided upon, the oldest first."""
    return [
        Task(
            Sort.ANSWER,
            inquiry.location,
            _("Beantwoord op %(day)s.") % {"day": date_format(inquiry.answered_on, "j F Y")},
            reverse("admin:schools_inquiry_answer", args=[inquiry.pk]),
        )
        for inquiry in waiting
        if inquiry.state == Inquiry.State.ANSWERED
    ]


# The rest


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


def reports(municipalities: Collection[str], readable: QuerySet[Report]) -> list[Task]:
    """What visitors reported and nobody finished, the oldest first."""
    waiting = readable.filter(location__municipality__in=municipalities).exclude(status=Report.Progress.DONE)
    return [
        Task(
            Sort.REPORT,
            report.location,
            report_in_words(report),
            reverse("admin:schools_report_change", args=[report.pk]),
        )
        for report in waiting.select_related("location").order_by("created_at", "pk")
    ]


def report_in_words(report: Report) -> str:
    words = {"day": date_format(report.created_at, "j F Y"), "state": report.get_status_display()}
    return _("Gemeld op %(day)s, %(state)s.") % words


def changes(municipalities: Collection[str]) -> list[Task]:
    """What readings of the register saw happen to locations with vmbo, and nobody ticked off."""
    seen = LocationChange.objects.open().filter(location__municipality__in=municipalities)
    with_vmbo = seen.filter(Exists(ProfileAnswer.objects.filter(location=OuterRef("location"))))
    return [
        Task(
            Sort.MOVED,
            change.location,
            change_in_words(change),
            location_address(change.location_id),
            reverse("admin:schools_schoollocation_tick", args=[change.location_id, change.pk]),
        )
        for change in with_vmbo.select_related("location").order_by("kind", "location__name", "location")
    ]


def change_in_words(change: LocationChange) -> str:
    sentence = {
        LocationChange.Kind.APPEARED: _("Nieuw in het register: %(after)s."),
        LocationChange.Kind.DISAPPEARED: _("Niet meer in het register. Was: %(before)s."),
        LocationChange.Kind.MOVED: _("Verhuisd van %(before)s naar %(after)s."),
    }[change.kind]
    return sentence % {"before": change.before, "after": change.after}


def location_address(code: str) -> str:
    return reverse("admin:schools_schoollocation_change", args=[code])


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
