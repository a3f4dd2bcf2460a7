"""Writes down who did what: the one place where events are made, in the transaction of what they tell."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst

from portal.importing import insert_rows

from .models import AuditEvent, ScopedQuerySet

Kind = AuditEvent.Kind
SECRETS = {"auth.user": {"password", "last_login"}, "mfa.authenticator": {"data", "last_used_at"}}
"""Fields of other people's models of which nothing is written down. Our own name theirs in `private_fields`."""
WITHHELD = "•••"
"""In place of the value of a private field: it changed, and nobody needs to know into what."""


def record(kind, actor, row=None, *, old: Mapping = (), new: Mapping = (), source="", **fields) -> AuditEvent:
    """Add one event. `old` and `new` are values by the names of fields; a row says what it was about and where."""
    return AuditEvent.objects.create(**{**described(kind, actor, row, old, new, source), **fields})


def record_all(events: Iterable[tuple], actor, source=""):
    """Add many events at once, each (kind, row, old, new)."""
    rows = [described(kind, actor, row, old, new, source) for kind, row, old, new in events]
    if rows:
        insert_rows(AuditEvent, rows[0], (tuple(row.values()) for row in rows), {})


def described(kind, actor, row, old, new, source) -> dict[str, Any]:
    known = actor if actor is not None and actor.pk else None
    about = about_row(row) if row is not None else {}
    return {
        "kind": kind,
        "actor": known,
        "actor_name": known.get_username() if known else "",
        "old": dict(old),
        "new": dict(new),
        "source": source[:200],
        **about,
    }


def about_row(row: models.Model) -> dict[str, Any]:
    tells_private = bool(getattr(row, "private_fields", ())) and not getattr(row, "has_public_name", False)
    words = capfirst(row._meta.verbose_name) if tells_private else str(row)
    parent, municipality = place_of(row)
    return {
        "model": row._meta.label_lower,
        "key": str(row.pk)[:60],
        "words": words[:200],
        "belongs_to": name_of(parent) if parent is not None else "",
        "municipality_id": municipality,
    }


def name_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}/{row.pk}"


def place_of(row: models.Model) -> tuple[models.Model | None, str | None]:
    """The row that this one belongs to, and the code of the municipality, by the way its queryset knows."""
    rows = row._meta.model._default_manager.all()
    if not isinstance(rows, ScopedQuerySet):
        return None, None
    *steps, last = rows.way.split("__")
    parent = row
    for step in steps:
        parent = getattr(parent, step)
    code = getattr(parent, f"{last}_id")
    return (parent if steps else None), code


def values_of(row: models.Model) -> dict[str, Any]:
    """What is stored of a row now, by field; files as their names, links as sorted keys."""
    model = row._meta.model
    stored = model._base_manager.filter(pk=row.pk).first()
    if stored is None:
        return {}
    unsaid = SECRETS.get(model._meta.label_lower, set())
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.BinaryField)]
    values = {each.name: each.value_from_object(stored) for each in fields if each.name not in unsaid}
    links = {each.name: sorted(getattr(stored, each.name).values_list("pk", flat=True)) for each in links_of(model)}
    return {name: plain(value) for name, value in (values | links).items()}


def links_of(model) -> Iterable[models.ManyToManyField]:
    return (each for each in model._meta.many_to_many if each.remote_field.through._meta.auto_created)


def plain(value):
    """A file by its name; everything else goes into JSON as it is."""
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def what_differs(model, old: Mapping, new: Mapping) -> tuple[dict, dict]:
    """Only the fields with another value, private ones without their values."""
    private = set(getattr(model, "private_fields", ()))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]

    def kept(values):
        known = ((name, values[name]) for name in names if name in values)
        return {name: WITHHELD if value and name in private else value for name, value in known}

    return kept(old), kept(new)


def kind_of_change(old: Mapping, new: Mapping) -> str:
    """A row that had no values came, one that has none any more went."""
    if not old:
        return Kind.CREATED
    return Kind.CHANGED if new else Kind.DELETED


def record_change(kind, actor, row, old: Mapping, new: Mapping, parent: models.Model | None = None):
    """Add the event that a row came, went or changed; none when nothing differs. A parent has it in its history."""
    before, after = what_differs(row._meta.model, old, new)
    if not before and not after:
        return
    belongs = {"belongs_to": name_of(parent)} if parent is not None else {}
    record(kind, actor, row, old=before, new=after, **belongs)
