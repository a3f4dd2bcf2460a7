"""Keeps the stored answers and the finder's rows equal to what follows from the statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.importing import BATCH, Difference, compare, stored_rows, write

from .answers import Answer, Description, Profiles, Statement, describe
from .geography import box_around, km_outside, lies_in_box, unit_vector
from .models import (
    DataVersion,
    FinderRow,
    Kind,
    Leerweg,
    ProfileAnswer,
    ProfileStatement,
    Region,
    SchoolLocation,
    Source,
    Status,
    VmboProfile,
)
from .spelling import plain

STATEMENT_FIELDS = (
    "profile_id",
    "leerweg",
    "source_id",
    "source__kind",
    "reference_date",
    "school_year",
    "status",
    "effective_year",
    "pk",
)
MOST_CODES = 10_000
"""SQLite takes at most three times as many values in one query; beyond this all locations are compared."""

COLUMNS = {
    ProfileAnswer: (
        ("location_id", "profile_id"),
        (
            "status",
            "effective_year",
            "leerwegen",
            "unsure",
            "source_id",
            "reference_date",
            "school_year",
            "last_seen",
            "conflict",
        ),
    ),
    FinderRow: (
        ("location_id",),
        tuple(field.attname for field in FinderRow._meta.fields if not field.primary_key),
    ),
}
"""The key and the values of what is calculated."""
LOCATION_FIELDS = (
    "code",
    "structure",
    "active",
    "municipality_id",
    "municipality__metropoolregio_id",
    "latitude",
    "longitude",
    "name",
    "short_name",
    "street",
    "city",
)


class OutdatedError(Exception):
    """Another change came between reading and writing; nothing was written."""


def change_data(save: Callable[[], None], expected_version: int | None = None):
    """Run `save` in one transaction that raises the data version; other writers wait for it, and it for them.

    With `expected_version`, the version at which the caller read what it is about to write, OutdatedError is
    raised and nothing is written when the data changed since.
    """
    with transaction.atomic():
        found = DataVersion.take_turn()
        if not DataVersion.raise_from(found if expected_version is None else expected_version):
            raise OutdatedError
        save()


def refresh() -> int:
    """Bring all answers up to date; how many answers and rows differed. Leaves the data version when none did."""
    differing = sum(len(difference) for _model, difference in differences())
    if differing:
        change_data(recalculate)
    return differing


def recalculate(codes: Iterable[str] | None = None, today: date | None = None):
    """Bring answers and finder rows of these locations (all without `codes`) up to date.

    To be called in the transaction that changes the statements.
    """
    write_differences(differences(codes, today))


def write_differences(found: Iterable[tuple[type, Difference]]):
    """Store what `differences` found, in the same transaction."""
    for model, difference in found:
        write(model, *COLUMNS[model], difference)


def differences(codes: Iterable[str] | None = None, today: date | None = None) -> list[tuple[type, Difference]]:
    """How the stored answers and finder rows differ from what follows from the statements."""
    chosen = None if codes is None else list(codes)
    narrow = {} if chosen is None or len(chosen) > MOST_CODES else {"location__in": chosen}
    locations = locations_of(narrow)
    profiles = list(VmboProfile.objects.all())
    descriptions = describe_all(locations, narrow, Profiles.of(profiles), today or timezone.localdate())
    wanted = {
        ProfileAnswer: stored_answers(descriptions),
        FinderRow: finder_rows(locations, descriptions, profiles),
    }
    return [
        (model, compare(stored_rows(model.objects.filter(**narrow), *COLUMNS[model]), rows))
        for model, rows in wanted.items()
    ]


def locations_of(narrow) -> dict[str, dict]:
    chosen = {"code__in": narrow["location__in"]} if narrow else {}
    return {row["code"]: row for row in SchoolLocation.objects.filter(**chosen).values(*LOCATION_FIELDS)}


def describe_all(locations, narrow, profiles: Profiles, today: date) -> dict[str, Description]:
    statements = statements_by_location(narrow)
    newest_exam_year = newest_school_year(Source.Kind.EXAMS)
    return {
        code: describe(
            statements[code],
            profiles,
            structure=location["structure"],
            newest_exam_year=newest_exam_year,
            today=today,
        )
        for code, location in locations.items()
    }


def statements_by_location(narrow) -> dict[str, list[Statement]]:
    standing = ProfileStatement.objects.standing().filter(**narrow)
    rows = standing.order_by().values_list("location_id", *STATEMENT_FIELDS)
    statements = defaultdict(list)
    for code, *values in rows.iterator(chunk_size=BATCH):
        statements[code].append(Statement(*values))
    return statements


def newest_school_year(kind: Source.Kind) -> int | None:
    """The newest school year that a source of this kind was imported for, wherever in the country."""
    counted = ProfileStatement.objects.filter(source__kind=kind).order_by("-school_year")
    return counted.values_list("school_year", flat=True).first()


def stored_answers(descriptions: dict[str, Description]) -> dict[tuple, tuple]:
    return {
        (code, answer.profile): answer_values(answer)
        for code, description in descriptions.items()
        for answer in description.answers
    }


def answer_values(answer: Answer) -> tuple:
    return (
        answer.status,
        answer.effective_year,
        " ".join(answer.leerwegen),
        " ".join(answer.unsure),
        answer.source,
        answer.reference_date,
        answer.school_year,
        answer.last_seen,
        answer.conflict,
    )


def finder_rows(locations, descriptions, profiles) -> dict[tuple, tuple]:
    """A row for every open vmbo location that the finder covers."""
    rings = [ring for region in Region.objects.within(settings.FINDER_REGION) for ring in region.boundary or ()]
    box = box_around(rings, settings.FINDER_MARGIN_KM) if rings else None
    return {
        (code,): finder_values(location, descriptions[code], profiles)
        for code, location in locations.items()
        if location["active"] and descriptions[code].kind != Kind.NONE and is_covered(location, rings, box)
    }


def is_covered(location, rings, box) -> bool:
    """Whether the location stands in the region of the finder or near enough to it; `box` rules most out at once."""
    if location["municipality__metropoolregio_id"] == settings.FINDER_REGION:
        return True
    point = location["latitude"], location["longitude"]
    if box is None or None in point or not lies_in_box(*point, box):
        return False
    return km_outside(*point, rings) <= settings.FINDER_MARGIN_KM


def finder_values(location, description: Description, profiles) -> tuple:
    point = (None,) * 3 if location["latitude"] is None else unit_vector(location["latitude"], location["longitude"])
    masks = masks_of(description, location["structure"], profiles)
    wide = (location["short_name"], location["name"], location["street"], location["city"])  # listed by what is shown
    values = {
        "kind": description.kind,
        "municipality_id": location["municipality_id"],
        "in_region": location["municipality__metropoolregio_id"] == settings.FINDER_REGION,
        **dict(zip("xyz", point, strict=True)),
        **masks,
        "tiles": tiles_of(description, profiles),
        "search_text": plain(" ".join(wide))[:260],
    }
    return tuple(values[name] for name in COLUMNS[FinderRow][1])


def masks_of(description: Description, structure: str, profiles) -> dict[str, int]:
    """What is offered and what is open, per leerweg and in all, as bits by profile."""
    bits = {profile.code: profile.bit for profile in profiles}
    masks = dict.fromkeys(
        ("offered", "bb", "kb", "gl", "tl", "offered_open", "bb_open", "kb_open", "gl_open", "tl_open"), 0
    )
    for answer in description.answers:
        for name in masks_with(answer, is_tl=answer.profile in theory_codes(profiles)):
            masks[name] |= bits[answer.profile]
    if masks["tl"] == 0 and description.kind != Kind.TL and "MAVO" in structure.split("/"):
        masks["tl_open"] = sum(bits[code] for code in theory_codes(profiles))
    return masks


def theory_codes(profiles) -> set[str]:
    return {profile.code for profile in profiles if profile.family == VmboProfile.Family.TL}


def masks_with(answer: Answer, is_tl: bool) -> list[str]:
    """The masks in which this answer sets its bit."""
    if answer.status == Status.NO:
        return []
    leerwegen = (Leerweg.TL,) if is_tl else (Leerweg.BB, Leerweg.KB, Leerweg.GL)
    if answer.status == Status.UNKNOWN:
        left_open = answer.unsure or leerwegen
        return ["offered_open", *(f"{leerweg.lower()}_open" for leerweg in left_open)]
    offered = [leerweg.lower() for leerweg in answer.leerwegen]
    return ["offered", *offered, *(f"{leerweg.lower()}_open" for leerweg in answer.unsure)]


def tiles_of(description: Description, profiles) -> str:
    """The ten answers in order, one word each, with the year of a start or stop: "yes no starting2027 ..."."""
    if description.kind == Kind.TL:
        return ""
    answers = {answer.profile: answer for answer in description.answers}
    ten = [answers[profile.code] for profile in profiles if profile.family == VmboProfile.Family.TEN]
    return " ".join(f"{answer.status.value}{answer.effective_year or ''}" for answer in ten)
