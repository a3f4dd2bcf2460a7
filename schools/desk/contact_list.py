"""How the own locations are reached, as one list: downloaded, changed, sent in, and taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.importing import Difference, Dressing

from ..auditing import Kind, record_all, what_differs
from ..exchange import ConflictError, ModelError, Record, RefusedError, TableExchange, columns_of
from ..exchange.words import Known
from ..models import EDITED_FIELDS, AuditEvent, SchoolLocation, Upload
from ..phones import spoken_number
from ..recalculation import recalculate
from ..wording import listed
from .contact_columns import columns_beside, explanation, version_column, words
from .own_list import OwnLocations

CONTACT = "contact"
MARK = 8
"""Characters that stand for a value in the version of a row."""


@dataclass(frozen=True)
class ContactExchange(OwnLocations, TableExchange):
    """What editors keep of every location of the finder for which `user` may do so.

    A cell is compared with what was downloaded: where it is still the same, it asks for nothing, and where somebody
    else changed the value meanwhile, the row is refused. An empty cell means that there is nothing to be shown.
    """

    permission = "schools.change_schoollocation"

    @property
    def title(self) -> str:
        return _("contactgegevens van de locaties")

    @property
    def dressing(self) -> Dressing:
        return Dressing(hidden=(self.version.title,), explanation=explanation())

    @property
    def listed(self):
        """Those that have a page of their own."""
        return SchoolLocation.objects.in_finder()

    def stored(self, queryset: QuerySet | None = None) -> dict[tuple, tuple[Any, tuple]]:
        return super().stored(self.own if queryset is None else self.own.filter(pk__in=queryset.values("pk")))

    def cells_beside(self, key: tuple, values: tuple) -> list[str]:
        location = self.locations[key[0]]
        town = location.municipality.name if location.municipality else ""
        return [location.name, location.address, location.city, town, spoken_number(location.phone), location.website]

    def version_of(self, key: tuple, values: tuple) -> str:
        """A mark per value, and per cell from DUO: enough to see a change, and nothing to be read."""
        return " ".join(map(mark, (*values, *self.cells_beside(key, values))))

    # What a row asks for

    def parse(self, texts: Mapping[str, str], known: Known) -> Record:
        """What comes from DUO is told apart, since whoever changes it there means it to be shown."""
        record = super().parse(texts, known)
        _own, seen = self.seen(record)
        seen = seen or list(map(mark, self.cells_beside(record.key, ())))
        changed = [
            ModelError(column.title, texts[column.name], self.official(column))
            for column, before in zip(self.beside, seen, strict=True)
            if column.name in texts and mark(texts[column.name]) != before
        ]
        if changed:
            raise RefusedError(changed)
        return record

    def official(self, column) -> str:
        """What to do instead; a phone number and a website have a column for what is right."""
        right = next((each for each in self.values if each.name == f"corrected_{column.name}"), None)
        if right:
            return _("Dit komt van DUO en verandert hier niet. Vul het in bij '%(column)s'.") % {"column": right.title}
        return _("Dit komt van DUO en verandert hier niet. Zet terug wat er stond.")

    def seen(self, record: Record) -> tuple[list[str], list[str]]:
        """The marks at the download, of what editors keep and of what DUO says; none for a row that somebody made."""
        marks, own = record.version.split(), len(self.values)
        return (marks[:own], marks[own:]) if len(marks) == own + len(self.beside) else ([], [])

    def settle(self, record: Record, stored: tuple | None) -> Record:
        seen, _official = self.seen(record)
        seen = seen or list(map(mark, stored))
        settled, faults = [], []
        for column, wanted, shown, before in zip(self.values, record.values, stored, seen, strict=True):
            asks = mark(wanted) != before
            if asks and before != mark(shown) and wanted != shown:
                sentence = self.changed_meanwhile(record.key, column.show(shown))
                faults.append(ConflictError(column.title, column.show(wanted), sentence))
            settled.append(wanted if asks else shown)
        if faults:
            raise RefusedError(faults)
        return replace(record, values=tuple(settled))

    def changed_meanwhile(self, key: tuple, shown: str) -> str:
        words = {"shown": shown or _("niets"), "who": self.last_words([key]).get(key, "")}
        return (
            _(
                "Een collega wijzigde dit nadat u de lijst downloadde. Nu staat er: %(shown)s. %(who)s "
                "Ga na wat klopt en download de lijst opnieuw."
            )
            % words
        )

    # What people read

    def name_of(self, key: tuple, texts: Mapping[str, str]) -> str:
        code = key[0] if key else texts.get("code", "")
        return str(self.locations.get(code, code))

    def last_words(self, keys: Iterable[tuple]) -> Mapping[tuple, str]:
        """By whom and when one of these values was last changed, as the record has it."""
        wanted = {code for code, *_rest in keys}
        events = AuditEvent.objects.filter(model=SchoolLocation._meta.label_lower, key__in=wanted, kind=Kind.CHANGED)
        newest = {(each.key,): each for each in events.order_by("at", "pk") if {*each.new} & {*EDITED_FIELDS}}
        return {key: last_changed(each) for key, each in newest.items()}

    # What is written, and taken back

    def save(self, difference: Difference, upload: Upload):
        super().save(difference, upload)
        recalculate(code for (code,) in difference.changed)
        upload.written = {
            code: before_and_after(self.values, difference.stored[(code,)][1], values)
            for (code,), values in difference.changed.items()
        }
        upload.save(update_fields=["written"])

    def written(self, upload: Upload):
        return list(upload.written)

    def left_by_undo(self, upload: Upload) -> list[str]:
        return [left_in_words(location, left) for location, _back, left in undoing(upload) if left]

    def undo(self, upload: Upload, reason: str, author):
        """Put back what is still as the list wrote it; which locations these were is all that is kept of it."""
        events = []
        for location, back, _left in undoing(upload):
            before = {name: getattr(location, name) for name in back}
            vars(location).update(back)
            location.save(update_fields=list(back))
            events.append((Kind.CHANGED, location, *what_differs(SchoolLocation, before, back)))
        recalculate(upload.written)
        record_all((event for event in events if event[3]), author, upload.file_name)
        Upload.objects.filter(pk=upload.pk).update(written=dict.fromkeys(upload.written, {}))


def contact_list(user) -> ContactExchange:
    said = words()
    parts = {"keys": "code", "values": " ".join(EDITED_FIELDS)}
    columns = {part: columns_of(SchoolLocation, names, said) for part, names in parts.items()}
    beside, version = columns_beside(), version_column()
    return ContactExchange(CONTACT, **columns, beside=beside, version=version, model=SchoolLocation, user=user)


def mark(value: str) -> str:
    return sha256(value.strip().encode()).hexdigest()[:MARK]


def last_changed(event: AuditEvent) -> str:
    words = {"who": event.actor_name or _("de beheerder"), "day": date_format(event.at, "j F Y")}
    return _("Het laatst gewijzigd door %(who)s op %(day)s.") % words


def before_and_after(columns, before: tuple, after: tuple) -> dict[str, list[str]]:
    """Of one location: what was there and what the list wrote, by field, as far as these differ."""
    values = zip(columns, before, after, strict=True)
    return {column.name: [old, new] for column, old, new in values if old != new}


def undoing(upload: Upload):
    """Every location of an upload with the values to put back, and the fields that somebody changed afterwards."""
    for location in SchoolLocation.objects.filter(pk__in=list(upload.written)).order_by("pk"):
        fields = upload.written[location.pk]
        left = [name for name, (_old, new) in fields.items() if getattr(location, name) != new]
        yield location, {name: old for name, (old, _new) in fields.items() if name not in left}, left


def left_in_words(location: SchoolLocation, names: Iterable[str]) -> str:
    fields = [capfirst(str(SchoolLocation._meta.get_field(name).verbose_name)) for name in names]
    words = {"location": location.title, "fields": listed(fields)}
    return _("%(location)s: dit is later gewijzigd: %(fields)s. Dat blijft staan.") % words
