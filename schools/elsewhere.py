"""Where a profile is offered that a location lacks: the nearest places, measured from a point."""

from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .geography import Point, km_of
from .models import ProfileAnswer, SchoolLocation, SquaredChord, Status
from .wording import kilometres, leerwegen_in_words


@dataclass(frozen=True)
class Alternative:
    """A location that has a profile which another one lacks."""

    location: SchoolLocation
    km: str
    leerwegen: str
    status: Status
    effective_year: int | None


def nearest_with(
    profiles: list[str], point: Point, most: int, without: list[str], leerweg: str = ""
) -> dict[str, list[Alternative]]:
    """For every profile code the nearest locations that offer it (in this leerweg), except some; one query."""
    found = {}
    if not profiles:
        return found
    for answer in nearest_answers(profiles, point, without, leerweg).filter(place__lte=most):
        found.setdefault(answer.profile_id, []).append(
            Alternative(
                answer.location,
                kilometres(km_of(answer.squared)),
                leerwegen_in_words(answer.leerwegen),
                Status(answer.status),
                answer.effective_year,
            )
        )
    return found


def nearest_answers(profiles: list[str], point: Point, without: list[str], leerweg: str):
    return (
        ProfileAnswer.objects.offered()
        .filter(profile__in=profiles, leerwegen__contains=leerweg, location__finder__x__isnull=False)
        .exclude(location__in=without)
        .annotate(squared=SquaredChord(point, "location__finder__"))
        .annotate(
            place=Window(RowNumber(), partition_by=F("profile"), order_by=[F("squared").asc(), F("location").asc()])
        )
        .select_related("location")
        .order_by("profile__position", "place")
    )
