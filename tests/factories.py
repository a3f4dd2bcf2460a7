"""Locations for tests, made of what a source would say of them."""

from datetime import date
from itertools import count

from django.conf import settings

from schools.fixtures import TABLES, load_table
from schools.models import (
    Leerweg,
    ProfileStatement,
    Region,
    SchoolLocation,
    Source,
    Status,
    VmboProfile,
)
from schools.recalculation import change_data, recalculate

ROTTERDAM = (51.9194, 4.4871)
numbers = count(1)


def make_tables():
    """The few rows that locations need around them."""
    for kind, code, name in (("exams", "duo-exams", "DUO"), ("confirmation", "school", "de school")):
        Source.objects.get_or_create(code=code, defaults={"kind": kind, "name": name})
    region = {"kind": Region.Kind.METROPOOLREGIO, "name": "Metropoolregio", "slug": "mrdh"}
    Region.objects.get_or_create(code="MRDH", defaults=region)
    town = {"kind": Region.Kind.GEMEENTE, "name": "Rotterdam", "slug": "rotterdam", "metropoolregio_id": "MRDH"}
    Region.objects.get_or_create(code="GM0599", defaults=town)
    if not VmboProfile.objects.exists():
        load_table(next(table for table in TABLES if table.model is VmboProfile), settings.FIXTURES_DIR)


def make_location(name="School", offers=(), at=ROTTERDAM, *, year=2023, **fields):
    """A location with one exam candidate for every offer, a (profile, leerweg) pair; havo is (None, "HV")."""
    make_tables()
    number = next(numbers)
    fields = {
        "code": f"90TE{number:02}" if number < 100 else f"91T{chr(64 + number // 100)}{number % 100:02}",
        "institution": "90TE",
        "city": "Rotterdam",
        "municipality_id": "GM0599",
        "structure": "VBO/MAVO",
        "latitude": at and at[0],
        "longitude": at and at[1],
        **fields,
    }
    location = SchoolLocation(name=name, **fields)
    change_data(lambda: save(location, offers, year))
    return location


def save(location, offers, year):
    location.save()
    for profile, leerweg in offers:
        ProfileStatement.objects.create(
            location=location,
            profile_id=profile,
            leerweg=Leerweg(leerweg),
            source_id="duo-exams",
            school_year=year,
            reference_date=date(year + 1, 7, 31),
            count_low=10,
            count_high=10,
        )
    recalculate([location.code])


def confirm(location, profile, status=Status.YES, *, leerweg="", year=None, on=date(2026, 2, 3)):
    """Let the school say something about one of its profiles."""

    def say():
        ProfileStatement.objects.create(
            location=location,
            profile_id=profile,
            leerweg=leerweg,
            status=status,
            effective_year=year,
            source_id="school",
            reference_date=on,
        )
        recalculate([location.code])

    change_data(say)
