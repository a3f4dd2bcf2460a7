"""How names are written and how people type them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest

SMALL_WORDS = {
    "aan",
    "de",
    "den",
    "der",
    "en",
    "het",
    "in",
    "op",
    "over",
    "te",
    "ten",
    "ter",
    "van",
    "bij",
    "d",
}
PROVINCE_SUFFIX = re.compile(r" (?:DR|FL|FR|GLD|GN|LB|NB|NH|OV|UT|ZH|ZLD)$")
OTHER_NAMES = {
    "'s-Gravenhage": "Den Haag",
}


def plain(text: str) -> str:
    """Lower case letters and digits with single blanks: what is left of a name whatever way it is typed."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def place_name(official: str) -> str:
    """A place from DUO's capitals: "CAPELLE AAN DEN IJSSEL" becomes "Capelle aan den IJssel"."""
    words = PROVINCE_SUFFIX.sub("", official.strip()).lower().split()
    name = " ".join(word if number and word in SMALL_WORDS else capital(word) for number, word in enumerate(words))
    return OTHER_NAMES.get(name, name)


def capital(word: str) -> str:
    """Upper case for the first letter of every part, also for ij, and not for a leading 's-."""
    parts = [part if part == "'s" else part[:1].upper() + part[1:] for part in word.split("-")]
    return "-".join("IJ" + part[2:] if part.startswith("Ij") else part for part in parts)


class NearMisses:
    """Finds among many names, in plain spelling, those written nearly like what somebody typed.

    Which names share the most pairs of letters is looked up; only those few are compared letter by letter.
    """

    SHORTLIST = 24
    LEAST = 0.65
    """Less alike than this is another word."""

    def __init__(self, names: Iterable[str]):
        self.names = list(dict.fromkeys(names))
        self.pairs = list(map(pairs, self.names))
        self.holding = defaultdict(list)
        for number, each in enumerate(self.pairs):
            for pair in each:
                self.holding[pair].append(number)

    def of(self, typed: str) -> list[tuple[float, str]]:
        """Names that may have been meant with how alike they are, from 0 to 1; the most alike first."""
        typed = plain(typed)
        if len(typed) < LEAST_TYPED:
            return []
        scored = ((likeness(typed, name), name) for name in self.shortlist(typed))
        return sorted((each for each in scored if each[0] >= self.LEAST), key=lambda each: (-each[0], each[1]))

    def shortlist(self, typed: str) -> list[str]:
        asked = pairs(typed)
        shared = Counter(number for pair in asked for number in self.holding.get(pair, ()))
        best = nlargest(
            self.SHORTLIST, shared, key=lambda number: shared[number] / (len(asked) + len(self.pairs[number]))
        )
        return [self.names[number] for number in best]


def pairs(name: str) -> set[str]:
    """The pairs of letters in a name, with a blank before and after it."""
    padded = f" {name} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def likeness(typed: str, name: str) -> float:
    """How alike two words are written. Who typed the beginning of a name is more than halfway there."""
    ratio = SequenceMatcher(None, typed, name, autojunk=False).ratio()
    is_beginning = len(typed) >= LEAST_TYPED and name.startswith(typed)
    return max(ratio, 0.8 + ratio / 10) if is_beginning else ratio


LEAST_TYPED = 4
"""Letters; fewer look like too much."""
