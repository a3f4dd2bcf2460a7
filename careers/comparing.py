"""Two occupations side by side: the same facts in the same order."""

from functools import cached_property

from django.http import QueryDict

from .models import Occupation
from .occupation_page import OccupationView, occupations_with_facts, read_common

MOST_COMPARED = 2


class OccupationComparison:
    """The occupations of an address, `occupation` once for each. Without two of them the page asks to choose."""

    def __init__(self, parameters: QueryDict):
        self.asked = list(dict.fromkeys(slug.strip().lower() for slug in parameters.getlist("occupation") if slug))

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        return list(Occupation.objects.order_by("title").values_list("pk", "title"))

    @property
    def slugs(self) -> list[str]:
        """The chosen occupations that we know, in the order of choice."""
        known = dict(self.choices)
        return [slug for slug in self.asked if slug in known][:MOST_COMPARED]

    @property
    def has_unknown(self) -> bool:
        known = dict(self.choices)
        return any(slug not in known for slug in self.asked)

    @property
    def has_too_many(self) -> bool:
        return len(self.asked) > MOST_COMPARED

    @property
    def first(self) -> str:
        return next(iter(self.slugs), "")

    @property
    def second(self) -> str:
        return next(iter(self.slugs[1:]), "")

    @cached_property
    def views(self) -> list[OccupationView]:
        """Both occupations; none as long as there are not two."""
        if not self.second:
            return []
        common = read_common()
        found = {each.pk: each for each in occupations_with_facts().filter(pk__in=self.slugs)}
        return [OccupationView(found[slug], common) for slug in self.slugs]
