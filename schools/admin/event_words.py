"""What an event changed, as people read it."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import AuditEvent


@dataclass(frozen=True)
class Told:
    """One field: what it was and what it became, both in words; None where the row was not there."""

    field: str
    old: str | None
    new: str | None

    @property
    def in_words(self) -> str:
        words = {"field": self.field, "old": self.old, "new": self.new}
        if self.old is None:
            return _("%(field)s: %(new)s.") % words
        if self.new is None:
            return _("%(field)s was %(old)s.") % words
        return _("%(field)s was %(old)s en werd %(new)s.") % words


def told(event: AuditEvent) -> list[Told]:
    model = model_of(event)
    return [
        Told(
            name_of_field(model, name),
            *(in_words(model, name, values[name]) if name in values else None for values in (event.old, event.new)),
        )
        for name in {**event.old, **event.new}
    ]


def model_of(event: AuditEvent) -> type[models.Model] | None:
    """None where the event is about no row, or about a table that is no more."""
    try:
        return apps.get_model(event.model) if event.model else None
    except LookupError:
        return None


def kind_of_row(event: AuditEvent) -> str:
    model = model_of(event)
    return str(model._meta.verbose_name) if model else event.model


def field_of(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def name_of_field(model, name) -> str:
    return capfirst(str(getattr(field_of(model, name), "verbose_name", name)))


def in_words(model, name, value) -> str:
    if value in (None, "", [], {}):
        return _("leeg")
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    choices = dict(getattr(field_of(model, name), "flatchoices", None) or ())
    return str(choices.get(value, value))
