"""What somebody did last, from the record: what was done with one row in one moment is one change."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

from ..models import AuditEvent, SchoolLocation

MOST_CHANGES = 10
MOST_EVENTS = 400
"""A confirmation of a location is up to thirty events; older ones than these are not looked at."""
READ = ("kind", "at", "model", "key", "words", "belongs_to")
SHOWN = ("created", "changed", "deleted", "rights", "import")


@dataclass(frozen=True)
class Change:
    """One change: of which row ("schools.schoollocation", "17YF00"), in words, what was done, and when."""

    model: str
    key: str
    words: str
    kind: str
    at: datetime

    @property
    def about(self) -> str:
        return str(apps.get_model(self.model)._meta.verbose_name)


def last_changes(user) -> list[Change]:
    """The newest first; what belongs to a location is told of the location. Two queries."""
    events = AuditEvent.objects.filter(actor=user.pk, kind__in=SHOWN).only(*READ).order_by("-pk")[:MOST_EVENTS]
    together = {}
    for event in events:
        together.setdefault((*place_of(event), event.at.replace(second=0, microsecond=0)), event)
    chosen = list(together.items())[:MOST_CHANGES]
    locations = SchoolLocation.objects.in_bulk([key for (model, key, _at), _event in chosen if is_location(model)])
    return [changed(model, key, event, locations) for (model, key, _at), event in chosen]


def place_of(event: AuditEvent) -> tuple[str, str]:
    if is_location(event.belongs_to.partition("/")[0]):
        return tuple(event.belongs_to.split("/", 1))
    return event.model, event.key


def is_location(model: str) -> bool:
    return model == SchoolLocation._meta.label_lower


def changed(model: str, key: str, event: AuditEvent, locations) -> Change:
    """What was added to or taken from a location is a change of it."""
    location = locations.get(key) if is_location(model) else None
    kind = event.get_kind_display() if event.model == model else AuditEvent.Kind.CHANGED.label
    return Change(model, key, str(location.title if location else event.words), str(kind), event.at)
