"""From what a visitor types to the schools that are called so."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from functools import cached_property
from itertools import islice, product

from .spelling import LEAST_TYPED, SMALL_WORDS, NearMisses, plain

Row = tuple[str, str, str]
"""Name, short name and search text of a location: the last holds both names, street and place in plain spelling."""
MOST_READINGS = 24
READINGS_PER_WORD = 3
LEAST_OF_NAME = 3
"""Letters of a word that says which school is meant."""


class NameIndex:
    """The words in the names and addresses of schools. The rows are read at the first question."""

    def __init__(self, rows: Collection[Row]):
        self.unread = rows

    @cached_property
    def rows(self) -> list[tuple[str, str]]:
        """Of every location the names alone, each word between blanks, and all that is searched."""
        return [(f" {plain(f'{name} {short}')} ", text) for name, short, text in self.unread]

    @cached_property
    def written(self) -> dict[str, str]:
        """How a word is written in most names: "melanchthon" as "Melanchthon"."""
        spellings = defaultdict(Counter)
        for name, short, _text in self.unread:
            for word in re.findall(r"\w+", f"{name} {short}"):
                spellings[plain(word)][word] += 1
        return {word: times.most_common(1)[0][0] for word, times in spellings.items()}

    @cached_property
    def words(self) -> set[str]:
        return {word for _names, text in self.rows for word in text.split()}

    @cached_property
    def near_misses(self) -> NearMisses:
        return NearMisses(self.words)

    def is_found(self, text: str) -> bool:
        """Whether there is a location with all these words somewhere in its names or address."""
        words = plain(text).split()
        return any(all(word in searched for word in words) for _names, searched in self.rows)

    def is_name(self, text: str, end: str = "") -> bool:
        """Whether there is a location with all these words of which one begins a word of its name.

        With a blank as `end` it must be that whole word.
        """
        words = plain(text).split()
        telling = [f" {word}{end}" for word in words if len(word) >= LEAST_OF_NAME and word not in SMALL_WORDS]
        return any(
            any(word in names for word in telling) and all(word in searched for word in words)
            for names, searched in self.rows
        )

    def nearly(self, text: str) -> list[tuple[float, str]]:
        """Names that may have been meant, in words that are found, with how alike they are."""
        choices = [self.readings(word) for word in plain(text).split()]
        read = islice(product(*choices), MOST_READINGS) if choices and all(choices) else ()
        scored = [(min(score for score, _word in words), " ".join(word for _score, word in words)) for words in read]
        return sorted((each for each in scored if self.is_name(each[1])), key=lambda each: (-each[0], each[1]))

    def readings(self, word: str) -> list[tuple[float, str]]:
        """What one word may stand for. A word that is there, or that is too short for a slip, stands for itself."""
        if word in self.words or len(word) < LEAST_TYPED:
            return [(1.0, word)]
        return self.near_misses.of(word)[:READINGS_PER_WORD]

    def as_written(self, text: str) -> str:
        """The words as names write them: "Melanchthon" for "melanchthon"."""
        return " ".join(self.written.get(plain(word)) or word for word in text.split())
