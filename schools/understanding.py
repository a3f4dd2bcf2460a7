"""One box for everything: what a visitor typed is read as a postcode, a spot, a place, or a school's name.

What is written exactly so goes first, and what lies in reach of the finder before what lies elsewhere. What is
nearly written so counts when one reading is clearly the likeliest; when more are, they become suggestions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .names import NameIndex
from .places import POSTCODE, SPOT, Origin, PlaceIndex, UnknownPlaceError, gist, town_in
from .spelling import likeness, plain

ALIKE = 0.8
"""So alike must a reading be to be taken without asking."""
VERY_ALIKE = 0.85
LEAD = 0.05
"""And so much more alike than the next one."""
CLOSE = 0.15
"""What is so much less alike is not worth a suggestion when something better is found."""
MOST_SUGGESTED = 4


@dataclass(frozen=True)
class Suggestion:
    """Something else that may have been meant: a place, or words of a school's name."""

    words: str
    is_name: bool = False


@dataclass(frozen=True)
class Meant:
    """What was typed, understood: as an origin, or as words in the name of a school.

    `instead_of` is what was typed when that was read as something written otherwise, `others` what else it may have
    been. `name_too` are the words when there are schools called like this place.
    """

    origin: Origin | None = None
    name: str = ""
    instead_of: str = ""
    others: tuple[Suggestion, ...] = ()
    name_too: str = ""

    @property
    def suggestion(self) -> Suggestion:
        return Suggestion(self.name, is_name=True) if self.name else Suggestion(self.origin.name)


Likely = tuple[float, Meant]
"""A reading with how likely it is, from 0 to 1."""


class NotUnderstoodError(Exception):
    """No reading is clearly the likeliest. `kind` says what it looked like, `suggestions` what may be meant."""

    def __init__(self, kind: str, suggestions: tuple[Suggestion, ...] = ()):
        self.kind, self.suggestions = kind, suggestions
        super().__init__(kind)


class Reader:
    """Understands the box with the places and names that we know."""

    def __init__(self, places: PlaceIndex, names: NameIndex):
        self.places, self.names = places, names

    def anything(self, typed: str) -> Meant:
        """What was typed in the box; NotUnderstoodError when that is not clear."""
        typed = western(typed)
        try:
            return self.point(typed) or self.words(typed)
        except UnknownPlaceError as error:
            raise NotUnderstoodError(error.kind) from error

    def point(self, typed: str) -> Meant | None:
        """A spot or a postcode."""
        if spot := SPOT.fullmatch(typed):
            return Meant(self.places.of_spot(*map(float, spot.groups())))
        if postcode := POSTCODE.fullmatch(typed):
            pc4, letters, bare = postcode.groups("")
            return Meant(self.places.of_postcode(bare or pc4, letters))
        return None

    def words(self, typed: str) -> Meant:
        for read in (self.place, self.beginning, self.part_of_town, self.name, self.far_place):
            if meant := read(typed):
                return meant
        return self.likeliest(typed)

    def place(self, typed: str) -> Meant | None:
        """A place that the finder covers."""
        origin = self.places.named(typed)
        if origin is None or not self.places.is_covered(origin):
            return None
        return Meant(origin, name_too=typed if self.names.is_name(typed) else "")

    def beginning(self, typed: str) -> Meant | None:
        """The only place that the finder covers of which these are the first words; refused when there are more."""
        begun = [Meant(origin) for origin in self.places.begun_by(typed)]
        if len(begun) > 1:
            called = [Meant(name=self.names.as_written(typed))] if self.names.is_name(typed) else []
            raise NotUnderstoodError("several", suggested([*begun, *called]))
        return self.instead(typed, begun[0]) if begun else None

    def part_of_town(self, typed: str) -> Meant | None:
        """The place of which a part is named, perhaps misspelt: "gemeente delft", "roterdam zuid"."""
        town = town_in(typed)
        likely = [(score, Meant(origin)) for score, origin in self.places.nearly(town)]
        return self.instead(typed, likely[0][1]) if town and is_clear(likely) else None

    def name(self, typed: str) -> Meant | None:
        """Words in the name of a school; half a word only when it is not half a place."""
        is_half_a_place = bool(self.places.starting(plain(typed)))
        if not self.names.is_name(typed, end=" " if is_half_a_place else ""):
            return None
        return Meant(name=self.names.as_written(typed))

    def far_place(self, typed: str) -> Meant | None:
        """A place elsewhere in the country; perhaps one nearby was meant."""
        origin = self.places.named(typed)
        if origin is None:
            return None
        nearby = [(score, each) for score, each in self.places.nearly(typed) if self.places.is_covered(each)]
        return Meant(origin, others=suggested(Meant(each) for score, each in nearby if score >= VERY_ALIKE))

    def likeliest(self, typed: str) -> Meant:
        """The one reading that is clearly the likeliest; NotUnderstoodError when there is none."""
        likely = self.likely(typed)
        if is_clear(likely):
            return self.instead(typed, likely[0][1], close(likely)[1:])
        if around := self.places.within(typed):
            return self.instead(typed, Meant(around))
        raise NotUnderstoodError("words", suggested([meant for _score, meant in likely]))

    def likely(self, typed: str) -> list[Likely]:
        """Places and names that may have been meant, the likeliest first; of a name like a place only the place."""
        places = self.places.nearly(typed)
        covered = [gist(plain(origin.place)) for _score, origin in places if self.places.is_covered(origin)]
        likely = [(score, Meant(origin)) for score, origin in places]
        for score, name in self.names.nearly(typed):
            if all(likeness(gist(name), place) < VERY_ALIKE for place in covered):
                likely.append((score, Meant(name=self.names.as_written(name))))
        return sorted(likely, key=lambda each: -each[0])

    @staticmethod
    def instead(typed: str, meant: Meant, others: list[Meant] = ()) -> Meant:
        return replace(meant, instead_of=typed, others=suggested(others))

    def school(self, typed: str) -> Meant:
        """Words that were typed as the name of a school and of nothing else: as they are, or as they were meant."""
        nearly = [] if self.names.is_found(typed) else self.names.nearly(typed)
        likely = [(score, Meant(name=self.names.as_written(name))) for score, name in nearly]
        if is_clear(likely):
            return self.instead(typed, likely[0][1], close(likely)[1:])
        return Meant(name=typed, others=suggested([meant for _score, meant in likely]))


def is_clear(likely: list[Likely]) -> bool:
    """Whether the first of these is likely enough, and well ahead of the others."""
    if not likely or likely[0][0] < ALIKE:
        return False
    return len(likely) == 1 or likely[0][0] - likely[1][0] >= LEAD


def close(likely: list[Likely]) -> list[Meant]:
    """The likeliest, and what is not much less likely."""
    return [meant for score, meant in likely if score >= likely[0][0] - CLOSE]


def suggested(meant: Iterable[Meant]) -> tuple[Suggestion, ...]:
    return tuple(dict.fromkeys(each.suggestion for each in meant))[:MOST_SUGGESTED]


def western(typed: str) -> str:
    """The digits of every script as 0 to 9."""
    return re.sub(r"\d", lambda digit: str(int(digit[0])), typed)
