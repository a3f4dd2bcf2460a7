"""Writes targets in one transaction, with the record of who did so."""

from collections.abc import Mapping
from decimal import Decimal

from schools.auditing import kind_of_change, record_change, values_of
from schools.recalculation import change_data

from ..models import Target, TargetValue
from ..periods import Period

PER_YEAR = "waarden per jaar"
"""What the record calls the values of a target, which are rows of their own."""


def save_target(target: Target, values: Mapping[int, Decimal], author):
    """Store a target with its value per year."""

    def write():
        before = recorded(target)
        target.save()
        target.values.all().delete()
        TargetValue.objects.bulk_create(TargetValue(target=target, year=year, value=values[year]) for year in values)
        write_down(target, author, before, recorded(target))

    change_data(write)


def delete_target(target: Target, author):
    def write():
        write_down(target, author, recorded(target), {})
        target.delete()

    change_data(write)


def recorded(target: Target) -> dict:
    """What is stored of a target, nothing before it was."""
    stored = values_of(target) if target.pk else {}
    if not stored:
        return {}
    years = target.values.order_by("year").values_list("year", "value")
    plain = {name: str(value) if isinstance(value, Period) else value for name, value in stored.items()}
    return {**plain, PER_YEAR: "; ".join(f"{year}: {value.normalize():f}" for year, value in years)}


def write_down(target: Target, author, old: Mapping, new: Mapping):
    record_change(kind_of_change(old, new), author, target, old, new)
