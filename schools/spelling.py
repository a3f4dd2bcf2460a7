"""How names are written and how people type them."""

import re
import unicodedata
from difflib import get_close_matches

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


def near_misses(typed: str, names: list[str], most: int = 4) -> list[str]:
    """Names (in plain spelling) that somebody may have meant."""
    return get_close_matches(plain(typed), names, n=most, cutoff=0.72)
