"""What the finder shows for a question: how it was understood, groups of cards, and addresses that keep it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import wording
from .cards import Found, drawn_cards, found
from .filters import LocationFilter
from .finder_form import FinderForm
from .models import Match
from .questions import Question
from .understanding import Meant, Suggestion
from .ways_on import WaysOn

PAGE_SIZE = 20
READ_AT_ONCE = 100
MOST_COMPARED = 4
LOCATION_CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")
QUESTION_KEYS = ("near", "radius", "municipality", "profile", "leerweg", "technical", "q", "location")


@dataclass(frozen=True)
class Group:
    """Locations with one answer to the question: how many in all, and the drawn cards on this page."""

    match: Match | None
    count: int
    cards: list[str]
    explanation: str = ""

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


@dataclass(frozen=True)
class Reading:
    """How something typed was read when it was written otherwise, and what else it may have meant: labels, questions.

    `typed` is empty when it was read as it stands.
    """

    typed: str
    meant: Meant
    others: list[tuple[str, str]]


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
        """What may have been meant when the box was not understood, each with the question for it."""
        return self.links("near", self.filter.form.suggestions)

    @property
    def readings(self) -> list[Reading]:
        """What a visitor must know of how the box, or a name, was read."""
        typed = {"near": self.question.near, "q": self.question.q}
        read = [(key, meant) for key, meant in typed.items() if meant and (meant.instead_of or meant.others)]
        return [Reading(meant.instead_of, meant, self.links(key, meant.others)) for key, meant in read]

    def links(self, key: str, suggestions: Iterable[Suggestion]) -> list[tuple[str, str]]:
        """Suggestions for what was typed under this key, each with the question for it."""
        instead = {"near": None, "radius": None} if key == "near" else {}
        return [
            (named(each.words), self.query_string(**{**instead, "q": each.words}))
            if each.is_name
            else (each.words, self.query_string(near=each.words))
            for each in suggestions
        ]

    @property
    def named_too(self) -> tuple[str, str] | None:
        """The schools that are called like the place asked for."""
        words = self.question.near.name_too if self.question.near else ""
        return self.links("near", [Suggestion(words, is_name=True)])[0] if words else None

    @property
    def unread(self) -> str:
        """A name in signs that we cannot read."""
        return self.parameters.get("q", "").strip() if not self.question.q and "q" not in self.errors else ""

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
            Group(
                match,
                count,
                [card for line, card in zip(lines, cards, strict=True) if line.match == match],
                wording.group_explanation(match, self.question),
            )
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
    def ways_on(self) -> WaysOn:
        return WaysOn(self)

    @property
    def has_flyer(self) -> bool:
        """Whether there is something to print: a flyer is about a place."""
        return bool(self.groups and (self.question.origin or self.question.municipality))

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
        near, q = question.near and question.near.name, question.q and question.q.name
        chips = [
            question.origin and Chip(question.origin.label, "map-pin", self.query_string(near=None, radius=None)),
            near and Chip(quoted(near), "search", self.query_string(near=None, radius=None)),
            question.municipality and Chip(question.municipality.name, "map-pin", self.query_string(municipality=None)),
            question.leerweg
            and Chip(wording.leerweg_label(question.leerweg), "school", self.query_string(leerweg=None)),
            question.technical and Chip(_("een technisch profiel"), "tool", self.query_string(technical=None)),
            *(Chip(each.full_name, each.icon, self.without_profile(each)) for each in question.chosen),
            q and Chip(quoted(q), "search", self.query_string(q=None)),
        ]
        return [chip for chip in chips if chip]

    def without_profile(self, profile) -> str:
        kept = QueryDict(self.kept, mutable=True)
        kept.setlist("profile", [other.code for other in self.question.chosen if other != profile])
        return kept.urlencode()

    @property
    def form(self) -> str:
        """The question as a form, to be changed."""
        return FinderForm(self).html

    @property
    def source(self) -> str:
        """What the list rests on."""
        return wording.list_basis(self.catalogue.newest_exam_year)


def quoted(words: str) -> str:
    return f"\u201c{words}\u201d"


def named(words: str) -> str:
    """What a suggestion of a school's name is called."""
    return _("Scholen met \u201c%(words)s\u201d in naam of adres") % {"words": words}
