"""What the finder shows for a question: groups of cards, and a way on where there is nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from . import wording
from .cards import Card, Found, cards_for, drawn_cards, found
from .filters import RADIUS_CHOICES, LocationFilter
from .geography import chord
from .models import Match, VmboProfile
from .questions import Question

PAGE_SIZE = 20
READ_AT_ONCE = 100
WIDER_KM = (5, 10, 15, 20, 25, 50)
NEAREST = 3
BLANKS = {"near": "\x01", "q": "\x02"}
CHOICE = "\x03"
"""Stand in a drawn form where what a visitor typed and chose belongs."""
MOST_COMPARED = 4
LOCATION_CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")
QUESTION_KEYS = ("near", "radius", "municipality", "profile", "leerweg", "technical", "q", "location")


@dataclass(frozen=True)
class Group:
    """Locations with one answer to the question: how many in all, and the drawn cards on this page."""

    match: Match | None
    count: int
    cards: list[str]

    @property
    def css(self) -> str:
        return {Match.HAS: "ja", Match.NOT_KNOWN: "niet"}.get(self.match, "nee")

    @property
    def title(self) -> str:
        return {
            Match.HAS: _("Heeft wat u zoekt"),
            Match.HAS_NOT: _("Heeft het niet"),
            Match.NOT_KNOWN: _("Weten we niet"),
        }.get(self.match, _("Alle vmbo-locaties"))


@dataclass(frozen=True)
class Chip:
    """One part of the question, and the question without it."""

    label: str
    icon: str
    without: str


class FinderPage:
    """The list for these parameters. Pages are counted from 1; `beyond` says that there is no such page."""

    def __init__(self, parameters: QueryDict):
        self.parameters = parameters
        self.filter = LocationFilter(parameters)
        self.catalogue = self.filter.catalogue
        self.question: Question = self.filter.question

    @cached_property
    def errors(self) -> dict[str, str]:
        """One sentence per parameter that was not understood."""
        return {name: " ".join(messages) for name, messages in self.filter.form.errors.items()}

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """Places that may have been meant, each with the question for it."""
        return [(place, self.query_string(near=place)) for place in self.filter.form.suggestions]

    @cached_property
    def beginning(self) -> list[Found]:
        """The list as far as it is read at once; in the region that is nearly always all of it."""
        return found(self.filter.ranked, self.question, 0, READ_AT_ONCE)

    @cached_property
    def counts(self) -> dict[Match | None, int]:
        """How many locations give each answer, in the order of the list."""
        if len(self.beginning) < READ_AT_ONCE:
            found = Counter(line.match for line in self.beginning)
        elif self.question.asks_offer:
            found = dict(self.filter.ranked.order_by().values_list("match").annotate(Count("pk")))
        else:
            found = {None: self.filter.ranked.count()}
        return {match: found[match] for match in (*Match, None) if match in found}

    @property
    def found(self) -> int:
        """How many locations have what was asked."""
        return self.counts.get(Match.HAS if self.question.asks_offer else None, 0)

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(range(sum(self.counts.values())), PAGE_SIZE)

    @cached_property
    def page(self):
        """The page asked for, or None beyond the end."""
        try:
            return self.paginator.page(self.parameters.get("page") or 1)
        except InvalidPage:
            return None

    @property
    def beyond(self) -> bool:
        return self.page is None

    @cached_property
    def groups(self) -> list[Group]:
        lines = self.lines
        cards = drawn_cards(lines, self.question, self.catalogue, self.kept, self.chosen_locations)
        groups = [
            Group(match, count, [card for line, card in zip(lines, cards, strict=True) if line.match == match])
            for match, count in self.counts.items()
        ]
        return [group for group in groups if group.cards]

    @cached_property
    def lines(self) -> list[Found]:
        """What stands on this page."""
        if self.page is None:
            return []
        first, last = PAGE_SIZE * (self.page.number - 1), PAGE_SIZE * self.page.number
        if last <= READ_AT_ONCE:
            return self.beginning[first:last]
        return found(self.filter.ranked, self.question, first, last)

    @cached_property
    def heading(self) -> str:
        if "near" in self.errors:
            return _("Waar wilt u zoeken?")
        return wording.heading(self.question, self.found)

    @cached_property
    def wider(self) -> list[tuple[int, int, str]]:
        """When nothing was found: wider circles, how many locations have it there, and the question for it."""
        question = self.question
        if self.found or not question.origin:
            return []
        circles = [km for km in WIDER_KM if km > question.radius]
        if not circles:
            return []
        counts = self.with_offer(circles[-1]).aggregate(
            **{f"within_{km}": Count("pk", filter=Q(squared__lte=chord(km) ** 2)) for km in circles}
        )
        if not any(counts.values()):
            return []
        return [(km, counts[f"within_{km}"], self.query_string(radius=str(km))) for km in circles]

    @cached_property
    def nearest(self) -> list[tuple[Found, Card]]:
        """When nothing was found: the nearest locations that do have it, however far."""
        if self.found or not self.question.origin:
            return []
        lines = found(self.with_offer(), self.question, last=NEAREST)
        cards = cards_for(lines, self.question, self.catalogue)
        return [(line, cards[line.code]) for line in lines]

    def with_offer(self, km: float | None = None):
        """Locations with the offer asked for, within `km` or anywhere."""
        question, rows = self.question, self.filter.narrowed(self.filter.queryset.all())
        rows = rows.within(km, question.origin.point) if km else rows.measured_from(question.origin.point)
        rows = rows.filter(squared__isnull=False)
        return rows.offering(question.mask, question.leerweg) if question.asks_offer else rows

    @property
    def theory_left_out(self) -> str:
        """Says that locations with only the theoretische leerweg are not in this list."""
        if not self.question.asks_ten:
            return ""
        return _("Locaties met alleen de theoretische leerweg staan niet in deze lijst.")

    @property
    def is_outside(self) -> bool:
        """Whether the visitor asks from outside the region."""
        origin = self.question.origin
        return bool(origin) and self.catalogue.places.is_outside(origin)

    @cached_property
    def chosen_locations(self) -> list[str]:
        """The codes that were chosen for the comparison, at most as many as it can show."""
        typed = (code.strip().upper() for code in self.parameters.getlist("location"))
        return list(dict.fromkeys(code for code in typed if LOCATION_CODE.fullmatch(code)))[:MOST_COMPARED]

    @property
    def taken_along(self) -> list[tuple[str, str]]:
        """Names and values of the question, and of the choice as far as it is not on this page."""
        here = {line.code for line in self.lines}
        asked = [(key, value) for key, value in parse_qsl(self.query_string(location=None))]
        return [*asked, *(("location", code) for code in self.chosen_locations if code not in here)]

    @cached_property
    def kept(self) -> str:
        """The question as a query string, without the page."""
        return self.query_string()

    def query_string(self, **changes) -> str:
        """The question with some parameters changed, or left out when None."""
        kept = QueryDict(mutable=True)
        for key in QUESTION_KEYS:
            if key not in changes:
                kept.setlist(key, [value for value in self.parameters.getlist(key) if value])
            elif changes[key] is not None:
                kept[key] = changes[key]
        return kept.urlencode()

    def query_with(self, locations: Iterable[str]) -> str:
        """The question with these locations chosen for the comparison."""
        kept = QueryDict(self.kept, mutable=True)
        kept.setlist("location", list(dict.fromkeys(locations)))
        return kept.urlencode()

    @cached_property
    def chips(self) -> list[Chip]:
        """What was asked, each part with the question without it."""
        question = self.question
        chips = [
            question.origin and Chip(question.origin.label, "map-pin", self.query_string(near=None, radius=None)),
            question.municipality and Chip(question.municipality.name, "map-pin", self.query_string(municipality=None)),
            question.leerweg
            and Chip(wording.leerweg_label(question.leerweg), "school", self.query_string(leerweg=None)),
            question.technical and Chip(_("een technisch profiel"), "tool", self.query_string(technical=None)),
            *(Chip(each.full_name, each.icon, self.without_profile(each)) for each in question.chosen),
            question.text and Chip(f"\u201c{question.text}\u201d", "search", self.query_string(q=None)),
        ]
        return [chip for chip in chips if chip]

    def without_profile(self, profile) -> str:
        kept = QueryDict(self.kept, mutable=True)
        kept.setlist("profile", [other.code for other in self.question.chosen if other != profile])
        return kept.urlencode()

    @property
    def radius_choices(self) -> list[tuple[float, bool]]:
        """The circles to choose from, each with whether it is the chosen one."""
        chosen = self.question.radius
        choices = sorted({*map(float, RADIUS_CHOICES), *([chosen] if chosen else [])})
        return [(km, km == chosen) for km in choices]

    @property
    def profile_choices(self) -> list[tuple[VmboProfile, bool]]:
        """The ten, each with whether it was asked for."""
        return [(profile, profile in self.question.chosen) for profile in self.catalogue.ten]

    @property
    def municipality_choices(self) -> list[tuple[str, str, bool]]:
        """Address name, name, and whether it is the one asked for; the region's own first."""
        chosen = self.question.municipality
        return [(each.slug, each.name, each == chosen) for each in self.catalogue.municipalities.values()]

    @property
    def form(self) -> str:
        """The question as a form. It is the same for all who ask the same, but for what they typed."""
        if self.errors:
            return mark_safe(self.draw_form(self.typed).replace(CHOICE, self.choice_fields))  # noqa: S308
        question = self.question
        chosen = tuple(profile.code for profile in question.chosen)
        municipality = question.municipality and question.municipality.code
        key = (question.radius, question.leerweg, question.technical, chosen, municipality)
        drawn = self.catalogue.pieces("form")
        if key not in drawn:
            drawn[key] = self.draw_form(BLANKS)
        html = drawn[key]
        for name, blank in BLANKS.items():
            html = html.replace(blank, escape(self.typed[name]))
        return mark_safe(html.replace(CHOICE, self.choice_fields))  # noqa: S308

    def draw_form(self, typed: dict[str, str]) -> str:
        return render_to_string("schools/finder_form.html", {"finder": self, "typed": typed, "choice": CHOICE})

    @property
    def choice_fields(self) -> str:
        """The choice as hidden fields: a changed question keeps it."""
        return format_html_join(
            "", '<input type="hidden" name="location" value="{}">', ((code,) for code in self.chosen_locations)
        )

    @property
    def typed(self) -> dict[str, str]:
        """What the visitor typed, to stand in the fields again."""
        return {name: self.parameters.get(name, "") for name in ("near", "q")}

    @property
    def source(self) -> str:
        """What the list rests on."""
        return wording.list_basis(self.catalogue.newest_exam_year)
