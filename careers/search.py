"""Finds occupations by words, whatever accents or small mistakes they are typed with."""

from collections import defaultdict
from dataclasses import dataclass

from schools.spelling import NearMisses, plain

from .models import Occupation, Route

TEXTS = ("title", "summary", "tasks", "workplace", "growth", "group_name")


@dataclass(frozen=True)
class Searched:
    """What was typed, the words it was read as when it was written otherwise, and the occupations that have them."""

    typed: str
    instead: str
    occupations: tuple[str, ...]


def search(typed: str) -> Searched | None:
    """Occupations with all of these words, of which one may be the beginning; nothing for signs without a letter.

    When none has them, each unknown word is read as the word that it clearly resembles.
    """
    words = plain(typed).split()
    if not words:
        return None
    texts = texts_of_occupations()
    found = having(texts, words)
    meant = words if found else meant_by(texts, words)
    return Searched(typed.strip(), "" if meant == words else " ".join(meant), found or having(texts, meant))


def texts_of_occupations() -> dict[str, str]:
    """The words of every occupation and of its courses in plain spelling; two queries."""
    courses = defaultdict(list)
    for slug, name in Route.objects.order_by("pk").values_list("occupation", "course__name"):
        courses[slug].append(name)
    return {
        slug: f" {plain(' '.join([*texts, *courses[slug]]))} "
        for slug, *texts in Occupation.objects.values_list("pk", *TEXTS)
    }


def having(texts: dict[str, str], words: list[str]) -> tuple[str, ...]:
    """A word is found at its beginning, and inside a longer one: "monteur" finds "automonteur"."""
    return tuple(slug for slug, text in texts.items() if all(word in text for word in words))


def meant_by(texts: dict[str, str], words: list[str]) -> list[str]:
    everything = " ".join(texts.values())
    known = NearMisses(everything.split())
    return [word if word in everything else most_alike(known, word) for word in words]


def most_alike(known: NearMisses, word: str) -> str:
    """The word that was clearly meant, or the word itself."""
    return next((name for _likeness, name in known.of(word)), word)
