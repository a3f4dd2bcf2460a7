"""What a task is: one thing to do at one location."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ..models import SchoolLocation


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
    """One thing to do. `words` say why, `address` is where it is done."""

    sort: Sort
    location: SchoolLocation
    words: str
    address: str = ""
    tick: str = ""
    """Where it is ticked off, for a task that nothing else ends."""


def confirm_address(code: str) -> str:
    return reverse("admin:schools_schoollocation_confirm", args=[code])


def location_address(code: str) -> str:
    return reverse("admin:schools_schoollocation_change", args=[code])
