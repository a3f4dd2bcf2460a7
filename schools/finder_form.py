"""The question as a form. It is drawn once for all who ask the same; what they typed is put in afterwards."""

import re

from django.template.loader import render_to_string
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe

from .filters import RADIUS_CHOICES
from .models import VmboProfile
from .questions import Question

TYPED, CARRIED = "\x01", "\x02"
"""Stand in a drawn form where what a visitor typed, and what goes along unseen, belong."""


BLANK = re.compile(f"[{TYPED}{CARRIED}]")


class FinderForm:
    """The form beside a list. `page` is a FinderPage."""

    def __init__(self, page):
        self.page = page
        self.question: Question = page.question

    @property
    def html(self) -> str:
        drawn = self.page.catalogue.pieces("form")
        key = self.key
        if key not in drawn:
            blanks = {"typed": TYPED, "carried": CARRIED}
            drawn[key] = render_to_string("schools/finder_form.html", {"form": self, **blanks})
        visitor = {TYPED: escape(self.typed), CARRIED: self.carried}
        return mark_safe(BLANK.sub(lambda blank: visitor[blank[0]], drawn[key]))  # noqa: S308

    @property
    def key(self) -> tuple:
        """What the drawn form depends on; nothing that a visitor typed freely."""
        question = self.question
        chosen = tuple(profile.code for profile in question.chosen)
        municipality = question.municipality and question.municipality.code
        return question.radius, question.leerweg, question.technical, chosen, municipality, self.error, self.is_open

    @property
    def error(self) -> str:
        """What is wrong with what was typed in the box."""
        return self.page.errors.get("near", "")

    @property
    def is_open(self) -> bool:
        return bool(self.page.errors)

    @property
    def typed(self) -> str:
        """What stands in the box: what the visitor typed, the name of the spot, or the name of a school."""
        origin = self.question.origin
        if origin and origin.is_spot:
            return origin.name
        return self.near or self.name

    @property
    def near(self) -> str:
        return self.page.parameters.get("near", "").strip()

    @property
    def name(self) -> str:
        return self.page.parameters.get("q", "").strip()

    @property
    def carried(self) -> str:
        """What the form keeps without showing it: the choice for the comparison, and a name beside a place."""
        kept = [("location", code) for code in self.page.chosen_locations]
        if self.name and self.near:
            kept.append(("q", self.name))
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)

    @property
    def radius_choices(self) -> list[tuple[float, bool]]:
        """The circles to choose from, each with whether it is the chosen one."""
        chosen = self.question.radius
        choices = sorted({*map(float, RADIUS_CHOICES), *([chosen] if chosen else [])})
        return [(km, km == chosen) for km in choices]

    @property
    def profile_choices(self) -> list[tuple[VmboProfile, bool]]:
        """The ten, each with whether it was asked for."""
        return [(profile, profile in self.question.chosen) for profile in self.page.catalogue.ten]

    @property
    def municipality_choices(self) -> list[tuple[str, str, bool]]:
        """Address name, name, and whether it is the one asked for; the region's own first."""
        chosen = self.question.municipality
        return [(each.slug, each.name, each == chosen) for each in self.page.catalogue.municipalities.values()]
