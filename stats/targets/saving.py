"""Writes targets in one transaction, and keeps who did so, with what it was before."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.utils.translation import gettext as _

from schools.auditing import kind_of_change, record_change, values_of
from schools.recalculation import change_data

from ..models import Target, TargetValue
from ..wording import plain_number


def save_target(target: Target, values: Mapping[int, Decimal], author, changed: list[str]):
    """Store a target with its value per year. `changed` are the fields that the log names."""
    is_new = target.pk is None

    def write():
        before = as_stored(target)
        target.save()
        target.values.all().delete()
        TargetValue.objects.bulk_create(TargetValue(target=target, year=year, value=values[year]) for year in values)
        message = [{"added": {}}] if is_new else [{"changed": {"fields": changed}}]
        log(target, author, ADDITION if is_new else CHANGE, message)
        write_down(target, author, before, as_stored(target))

    change_data(write)


def delete_target(target: Target, author):
    def write():
        log(target, author, DELETION, "")
        write_down(target, author, as_stored(target), {})
        target.delete()

    change_data(write)


def as_stored(target: Target) -> dict[str, Any]:
    """What the database holds of a target and its years now; nothing of a new one."""
    if target.pk is None:
        return {}
    years = TargetValue.objects.filter(target=target.pk).order_by("year").values_list("year", "value")
    aimed = [f"{year}: {plain_number(value)}" for year, value in years]
    stored = values_of(target)
    return {**stored, "baseline_period": str(stored["baseline_period"]), str(_("doel per jaar")): aimed}


def write_down(target: Target, author, old: Mapping, new: Mapping):
    record_change(kind_of_change(old, new), author, target, old, new)


def log(target: Target, author, action: int, message):
    LogEntry.objects.log_actions(author.pk, [target], action, message, single_object=True)
