"""What editors look at again: facts that are old, and levels, leerwegen and texts that nobody confirmed yet."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .models import (
    Certainty,
    Course,
    GeneralFact,
    Myth,
    Occupation,
    Pay,
    Prospect,
    Provider,
    RoleModel,
    Route,
    Video,
    is_outdated,
)


@dataclass(frozen=True)
class ToCheck:
    """One row with what is to be checked about it, in words."""

    row: models.Model
    reasons: list[str]

    @property
    def about(self) -> str:
        """The occupation of a row that does not name it itself."""
        has_occupation = isinstance(self.row, Pay | Prospect | RoleModel) and self.row.occupation
        return self.row.occupation.title if has_occupation else ""


@dataclass(frozen=True)
class Kind:
    """A kind of facts: how rows of one occupation are found, and what there can be to check about a row."""

    model: type[models.Model]
    of_occupation: str
    reasons: Callable[[models.Model], list[str]]
    related: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.model._meta.model_name

    @property
    def name(self) -> str:
        return capfirst(self.model._meta.verbose_name_plural)

    def to_check(self, occupation: str = "") -> list[ToCheck]:
        """The rows to check, all or those of one occupation; one query."""
        rows = self.model.objects.select_related(*self.related)
        if occupation:
            rows = rows.filter(**{self.of_occupation: occupation}) if self.of_occupation else rows.none()
        return [ToCheck(row, reasons) for row in rows if (reasons := self.reasons(row))]


def source_reasons(row) -> list[str]:
    if not is_outdated(row.source_year):
        return []
    return [_("bron uit %(year)s, ouder dan twee jaar") % {"year": row.source_year}]


def occupation_reasons(occupation: Occupation) -> list[str]:
    has_open = {
        _("teksten nog na te kijken"): not occupation.reviewed,
        _("passende profielen nog na te kijken"): not occupation.profiles_confirmed,
        _("doorgroeien nog na te kijken"): bool(occupation.growth) and not occupation.growth_confirmed,
    }
    old = {
        _("wat zwaar is: bron uit %(year)s, ouder dan twee jaar"): occupation.heavy_year,
        _("beroepsgroep: telling uit %(year)s, ouder dan twee jaar"): occupation.group_year,
    }
    open_texts = [words for words, is_open in has_open.items() if is_open]
    old_facts = [words % {"year": year} for words, year in old.items() if is_outdated(year)]
    return [*open_texts, *source_reasons(occupation), *old_facts]


def course_reasons(course: Course) -> list[str]:
    level = [] if course.level_confirmed else [_("niveau nog na te kijken")]
    return [*level, *source_reasons(course)]


def route_reasons(route: Route) -> list[str]:
    """The level of a route is that of its course, and is told there."""
    ways = {"BOL": route.bol, "BBL": route.bbl}
    left_open = [_("%(way)s nog na te kijken") % {"way": way} for way, known in ways.items() if known == Certainty.OPEN]
    return [*left_open, *source_reasons(route)]


def story_reasons(story: RoleModel) -> list[str]:
    return source_reasons(story) if story.source_year else [_("jaar van het verhaal ontbreekt")]


KINDS = (
    Kind(Occupation, "pk", occupation_reasons),
    Kind(Course, "routes__occupation", course_reasons),
    Kind(Route, "occupation", route_reasons, ("occupation", "course")),
    Kind(Pay, "occupation", source_reasons, ("occupation",)),
    Kind(Prospect, "occupation", source_reasons, ("occupation",)),
    Kind(RoleModel, "occupation", story_reasons, ("occupation",)),
    Kind(Myth, "occupations", source_reasons),
    Kind(GeneralFact, "", source_reasons),
    Kind(Provider, "occupations", source_reasons),
    Kind(Video, "occupation", source_reasons),
)
