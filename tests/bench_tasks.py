"""What the bench does inside a process of the site: generate locations and figures, and time imports."""

import csv
import random
import resource
import sys
import time
from decimal import Decimal
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase

import django

django.setup()

from django.test import Client  # noqa: E402

from portal.importing import Difference, write  # noqa: E402
from schools.geography import unit_vector  # noqa: E402
from schools.importers import import_pupils  # noqa: E402
from schools.models import FinderRow, Postcode, Region, SchoolLocation  # noqa: E402
from schools.recalculation import change_data  # noqa: E402
from stats.importers import LAYOUTS, Options, import_figures  # noqa: E402
from stats.importers.long_format import FIGURES  # noqa: E402
from stats.importers.records import KEYS, VALUES, FigureRecord  # noqa: E402
from stats.models import Indicator, Observation  # noqa: E402
from stats.periods import Period  # noqa: E402

from .staff import enter, make_colleague  # noqa: E402

BATCH = 5000
SPREAD = 0.02
"""Degrees around the centre of a postcode, about two kilometres."""
MOST_CATEGORIES = 1000


def generate(count: int):
    """Locations spread over all postcodes of the country, each with the answers of a real one."""
    chance = random.Random(1)
    models = list(FinderRow.objects.select_related("location"))
    postcodes = list(Postcode.objects.all())
    codes = free_codes()
    for start in range(0, count, BATCH):
        chosen = islice(codes, min(BATCH, count - start))
        pairs = [made(code, chance, models, postcodes) for code in chosen]
        change_data(lambda pairs=pairs: save(pairs))


def free_codes():
    taken = set(SchoolLocation.objects.values_list("code", flat=True))
    for first, letters, last in product(range(100), product(ascii_uppercase, repeat=2), range(100)):
        code = f"{first:02}{''.join(letters)}{last:02}"
        if code not in taken:
            yield code


def made(code: str, chance: random.Random, models, postcodes) -> tuple[SchoolLocation, FinderRow]:
    model, postcode = chance.choice(models), chance.choice(postcodes)
    latitude = postcode.latitude + chance.uniform(-SPREAD, SPREAD)
    longitude = postcode.longitude + chance.uniform(-SPREAD, SPREAD)
    text = {field.attname: getattr(model.location, field.attname) for field in SchoolLocation._meta.fields}
    row = {field.attname: getattr(model, field.attname) for field in FinderRow._meta.fields}
    x, y, z = unit_vector(latitude, longitude)
    return (
        SchoolLocation(**{**text, "code": code, "latitude": latitude, "longitude": longitude}),
        FinderRow(**{**row, "location_id": code, "x": x, "y": y, "z": z}),
    )


def save(pairs):
    SchoolLocation.objects.bulk_create([location for location, _row in pairs])
    FinderRow.objects.bulk_create([row for _location, row in pairs])


def generate_figures(count: int):
    """Figures of every indicator in every region and year, as many categories as it takes; half are calculated."""
    chance = random.Random(1)
    indicators = list(Indicator.objects.values_list("pk", flat=True))
    regions = list(Region.objects.values_list("pk", flat=True))
    years = [Period.year(year) for year in range(1990, 2025)]
    cells = islice(product(range(MOST_CATEGORIES), indicators, regions, years), count)
    records = (made_up(*cell, chance) for cell in cells)
    while batch := {record.key: record.values for record in islice(records, 10 * BATCH)}:
        difference = Difference(batch, {}, frozenset(), 0, {})
        change_data(lambda difference=difference: write(Observation, KEYS, VALUES, difference))


def made_up(number: int, indicator: str, region: str, period: Period, chance: random.Random) -> FigureRecord:
    return FigureRecord(
        indicator,
        region,
        period,
        category=f"generated-{number // 2}",
        origin=Observation.Origin.values[number % 2],
        value=Decimal(chance.randrange(1000)) / 10,
        decimals=1,
    )


def colleague():
    """Log somebody in, and tell the cookie."""
    make_colleague()
    client = Client(headers={"host": "localhost"})
    enter(client)
    sys.stdout.write("; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()))


def write_figures(path: Path, count: int = 500_000):
    """A file in the long format with so many figures."""
    indicators = list(Indicator.objects.values_list("pk", flat=True))
    regions = list(Region.objects.values_list("pk", flat=True))
    cells = islice(product(range(MOST_CATEGORIES), indicators, regions, range(1990, 2025)), count)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(names[0] for names in FIGURES.required.values())
        for number, indicator, region, year in cells:
            value = f"{year % 100},{number % 10}"
            writer.writerow([indicator, region, year, "", "", f"c{number}", value, "", "", "", "", "duo-travel", ""])


def read_figures(path: Path):
    """Seconds and megabytes that Python takes for the bare reading of all rows."""
    started = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file, delimiter=";"):
            pass
    say_what_it_took(started)


def import_figures_of(path: Path):
    started = time.process_time()
    import_figures(path.read_bytes(), path.name, LAYOUTS["cijfers"], Options())
    say_what_it_took(started)


def say_what_it_took(started: float):
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{time.process_time() - started} {megabytes}\n")


def read_with_pandas(path: Path):
    import pandas

    started = time.perf_counter()
    pandas.read_csv(path, sep=";", dtype=str, encoding="cp1252", keep_default_na=False)
    sys.stdout.write(str(time.perf_counter() - started) + "\n")


def import_twice(path: Path):
    for _time in range(2):
        started = time.perf_counter()
        import_pupils(path)
        sys.stdout.write(str(time.perf_counter() - started) + "\n")


if __name__ == "__main__":
    task, argument = (*sys.argv[1:], "")[:2]
    {
        "generate": lambda: generate(int(argument)),
        "figures": lambda: generate_figures(int(argument)),
        "colleague": colleague,
        "figures-file": lambda: write_figures(Path(argument)),
        "figures-read": lambda: read_figures(Path(argument)),
        "figures-import": lambda: import_figures_of(Path(argument)),
        "pandas": lambda: read_with_pandas(Path(argument)),
        "imports": lambda: import_twice(Path(argument)),
    }[task]()
