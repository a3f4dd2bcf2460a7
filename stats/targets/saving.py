"""Writes targets in one transaction, and keeps in the admin's log who did so."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry

from schools.recalculation import change_data

from ..models import Target, TargetValue


def save_target(target: Target, values: Mapping[int, Decimal], author, changed: list[str]):
    """Store a target with its value per year. `changed` are the fields that the log names."""
    is_new = target.pk is None

    def write():
        target.save()
        target.values.all().delete()
        TargetValue.objects.bulk_create(TargetValue(target=target, year=year, value=values[year]) for year in values)
        message = [{"added": {}}] if is_new else [{"changed": {"fields": changed}}]
        log(target, author, ADDITION if is_new else CHANGE, message)

    change_data(write)


def delete_target(target: Target, author):
    def write():
        log(target, author, DELETION, "")
        target.delete()

    change_data(write)


def log(target: Target, author, action: int, message):
    LogEntry.objects.log_actions(author.pk, [target], action, message, single_object=True)
