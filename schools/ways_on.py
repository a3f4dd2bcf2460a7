"""What a visitor can do when a question finds little or nothing: look farther away, or leave something out."""

from functools import cached_property

from django.db.models import Count, F, Func, Q, Subquery
from django.http import QueryDict

from .cards import Card, Found, cards_for, found
from .filters import having, in_place, narrowed, understood
from .geography import chord
from .models import DataVersion, FinderRow
from .places import Origin
from .questions import Question

LITTLE = 3
"""Fewer locations than this are little to choose from."""
WIDER_KM = (5, 10, 15, 20, 25, 50)
MOST_WIDER = 3
"""Circles in the short line under a short list."""
NEAREST = 3


class WaysOn:
    """Further than the question of a FinderPage. Every number is counted and every way leads to a list."""

    def __init__(self, page):
        self.page = page
        self.question: Question = page.question
        self.nothing = not page.found

    @property
    def is_little(self) -> bool:
        return self.page.found < LITTLE

    @cached_property
    def start(self) -> Origin | None:
        """From where farther is: the place asked for, or the middle of the municipality."""
        question = self.question
        if question.origin or not question.municipality:
            return question.origin
        return self.page.catalogue.places.named(question.municipality.name)

    @cached_property
    def rows(self):
        """Locations with the offer asked for, however far from the start."""
        question = self.question
        rows = narrowed(FinderRow.objects.measured_from(self.start.point), question.around(self.start))
        return having(rows.filter(squared__isnull=False), question)

    @cached_property
    def circles(self) -> list[tuple[int, int, str]]:
        """Wider circles, how many locations have it there, and the question for it; empty when enough was found."""
        least = self.question.radius if self.question.origin else 0
        circles = [km for km in WIDER_KM if km > least]
        if not (self.is_little and self.start and circles):
            return []
        counts = self.rows.aggregate(
            **{f"within_{km}": Count("pk", filter=Q(squared__lte=chord(km) ** 2)) for km in circles}
        )
        return [(km, counts[f"within_{km}"], self.in_circle(km)) for km in circles]

    def in_circle(self, km: int) -> str:
        if self.question.origin:
            return self.page.query_string(radius=str(km))
        return self.page.query_string(near=self.start.name, municipality=None, radius=str(km))

    @property
    def table(self) -> list[tuple[int, int, str]]:
        """Every wider circle, when nothing was found and there is something in one of them."""
        has_some = any(count for _km, count, _query in self.circles)
        return self.circles if self.nothing and has_some else []

    @property
    def line(self) -> list[tuple[int, int, str]]:
        """The first circles that add something, when little was found."""
        added, most = [], self.page.found
        for km, count, query in [] if self.nothing else self.circles:
            if count > most:
                added.append((km, count, query))
                most = count
        return added[:MOST_WIDER]

    @cached_property
    def nearest(self) -> list[tuple[Found, Card]]:
        """When nothing was found: the nearest locations that do have it, however far."""
        if not (self.nothing and self.start):
            return []
        lines = found(self.rows, self.question.around(self.start), last=NEAREST)
        cards = cards_for(lines, self.question, self.page.catalogue)
        return [(line, cards[line.code]) for line in lines]

    @cached_property
    def without(self) -> list[tuple[str, int, str]]:
        """When nothing was found: each part of the question with how many have the rest, and the question for it."""
        chips = self.page.chips if self.nothing else []
        if len(chips) < 2:
            return []
        counts = self.counts_of([chip.without for chip in chips])
        return [(chip.label, count, chip.without) for chip, count in zip(chips, counts, strict=True) if count]

    @cached_property
    def detour(self) -> tuple[int, str] | None:
        """When no location has the technical profile asked for: how many have another, and the question for it."""
        question = self.question
        if not self.nothing or question.technical or not any(profile.technical for profile in question.chosen):
            return None
        query = self.page.query_string(profile=None, technical="1")
        [count] = self.counts_of([query])
        return (count, query) if count else None

    def counts_of(self, queries: list[str]) -> list[int]:
        """How many locations have what each of these query strings asks, all in one query."""
        questions = [understood(QueryDict(query), self.page.catalogue) for query in queries]
        counts = DataVersion.objects.values_list(*map(count_of, questions)).first()  # of all tables the shortest
        return list(counts or [0] * len(queries))


def count_of(question: Question) -> Subquery:
    rows = having(in_place(FinderRow.objects.all(), question), question)
    return Subquery(rows.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number"))
