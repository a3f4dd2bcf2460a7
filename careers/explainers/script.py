"""What a film tells, beat by beat, said with what is stored: the same database always gives the same film."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, groupby
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.models import Leerweg, Source, VmboProfile

from ..models import Fact, GeneralFact, Route
from ..occupation_page import Chance, OccupationView, occupations_with_facts, read_common
from ..wording import levels_in_words
from .films import Film

PACE = 16
"""Characters a second at which somebody who does not read fast can keep up; captions have 17 at most."""
SHORTEST = 2.2
"""Seconds that a picture stays at least."""
VMBO, MBO, WORK, ONWARD = range(4)
"""The four stops of the way."""
OUTCOMES = {
    "krapte neemt toe": gettext_lazy("Naar verwachting worden %(who)s tot %(end)s moeilijker te vinden."),
    "daling": gettext_lazy("Naar verwachting zijn er tot %(end)s steeds minder %(who)s."),
}
"""Expectations without a figure, in fewer words than their stored sentence has."""


class MissingFactError(Exception):
    """Something that every film tells is not stored."""


@dataclass(frozen=True)
class Basis:
    """Stored words that a beat rests on, with their source and its year."""

    words: str
    source: Source
    year: int

    @property
    def cited(self) -> str:
        name = self.source.name
        return name if str(self.year) in name else f"{name}, {self.year}"


@dataclass(frozen=True)
class Beat:
    """One or two sentences of the film, and what is seen with them."""

    scene: str
    stop: int
    said: str
    rests_on: tuple[Basis, ...] = ()
    covers: str = ""
    """Whom or what a figure is about."""
    steps: int = 1
    """In how many steps the picture is complete."""
    shown: dict = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return max(SHORTEST, math.ceil(len(self.said) / PACE * 10) / 10)

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(each.cited for each in self.rests_on))


@dataclass(frozen=True)
class Timed:
    """A beat with the seconds at which it begins and ends."""

    beat: Beat
    start: float
    end: float


def script_of(film: Film) -> "Script":
    """Read what a film tells from the database."""
    occupation = occupations_with_facts().get(pk=film.occupation)
    view = OccupationView(occupation, read_common())
    return Script(film, view, VmboProfile.objects.get(pk=film.profile), list(VmboProfile.objects.filter(family="ten")))


class Script:
    """All that a film tells: from the profile by the mbo to the work, and further."""

    def __init__(self, film: Film, view: OccupationView, profile: VmboProfile, ten: list[VmboProfile]):
        self.film, self.view, self.profile, self.ten = film, view, profile, ten
        self.occupation = view.occupation

    @property
    def title(self) -> str:
        words = {"profile": self.profile.abbreviation, "work": self.film.work}
        return _("Van %(profile)s naar %(work)s in dertig seconden") % words

    @cached_property
    def beats(self) -> list[Beat]:
        return [
            Beat("title", VMBO, self.title, steps=2),
            self.choice(),
            self.levels(),
            *self.weeks(),
            *self.first_jobs(),
            *self.tasks(),
            *self.heavy(),
            *self.chance(),
            self.growth(),
            Beat("end", ONWARD, _("Lees verder bij Beroepen.")),
        ]

    @cached_property
    def timed(self) -> list[Timed]:
        """Every beat follows at once on the one before; the last ends on a whole second."""
        ends = [round(end, 1) for end in accumulate(beat.seconds for beat in self.beats)]
        ends[-1] = float(math.ceil(ends[-1]))
        return [Timed(*each) for each in zip(self.beats, [0.0, *ends], ends, strict=False)]

    @property
    def seconds(self) -> int:
        return int(self.timed[-1].end)

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(cited for beat in self.beats for cited in beat.sources))

    # Vmbo

    def choice(self) -> Beat:
        said = _("Je kiest %(profile)s.") % {"profile": self.profile.full_name}
        estimate = _("Dat dit profiel past, is een inschatting van de redactie.")
        return Beat("profile", VMBO, said, self.of_occupation(self.profile.name), estimate, steps=2)

    # Mbo

    def levels(self) -> Beat:
        routes = [next(same) for _level, same in groupby(self.view.routes, key=attrgetter("course.level"))]
        basis = tuple(basis_of(each, f"{each.course} {each.course.crebo}") for each in routes)
        return Beat("levels", MBO, levels_said(routes), basis, steps=len(routes), shown={"routes": routes})

    def weeks(self) -> list[Beat]:
        bol, bbl = self.fact("week-bol"), self.fact("week-bbl")
        bol_said, *placements = sentences_of(bol.sentence)
        bbl_said = _("BBL: meestal %(week)s.") % {"week": bbl.value}
        basis, covers = (basis_of_general(bol), basis_of_general(bbl)), " ".join(placements)
        return [
            Beat("ways", MBO, said, basis, covers, shown={"ways": count})
            for count, said in enumerate((bol_said, bbl_said), start=1)
        ]

    def first_jobs(self) -> list[Beat]:
        """How many were still looking for a first job, after BOL and then after BBL."""
        fact, shares = self.fact("zoekt-eerste-baan"), self.view.shares_looking
        covers = _("Alle mbo-opleidingen samen, %(period)s.") % {"period": fact.period}
        sentences = (
            _("Drie maanden na BOL zocht %(share)s procent nog een eerste baan.") % {"share": shares["BOL"]},
            _("Na BBL was dat %(share)s procent.") % {"share": shares["BBL"]},
        )
        return [
            Beat("jobs", MBO, said, (basis_of_general(fact),), covers, shown={"ways": count, "shares": shares})
            for count, said in enumerate(sentences, start=1)
        ]

    # Work

    def tasks(self) -> list[Beat]:
        told = self.occupation.task_list[: self.film.tasks]
        return [
            Beat("work", WORK, said, self.of_occupation(said), shown={"tasks": told[:count]})
            for count, said in enumerate(told, start=1)
        ]

    def heavy(self) -> list[Beat]:
        if not self.film.heavy:
            return []
        said = " ".join(sentences_of(self.occupation.heavy)[: self.film.heavy])
        basis = Basis(self.occupation.heavy, self.occupation.heavy_source, self.occupation.heavy_year)
        return [Beat("heavy", WORK, said, (basis,))]

    def chance(self) -> list[Beat]:
        chance = self.view.first_chance if self.film.chance else None
        if not chance:
            return []
        fact = chance.fact
        basis = basis_of(fact, f"{fact.sentence} {fact.value} {fact.period} {fact.population}")
        covers = _("Gaat over %(who)s (%(where)s).") % {"who": fact.population, "where": fact.region}
        return [Beat("chance", WORK, chance_said(chance), (basis,), covers, shown={"chance": chance})]

    # Further

    def growth(self) -> Beat:
        said = sentences_of(self.occupation.growth)[0]
        return Beat("growth", ONWARD, said, self.of_occupation(said))

    def of_occupation(self, words: str) -> tuple[Basis]:
        return (basis_of(self.occupation, words),)

    def fact(self, code: str) -> GeneralFact:
        try:
            return self.view.common.facts[code]
        except KeyError:
            raise MissingFactError(_("Het algemene feit %(code)s ontbreekt.") % {"code": code}) from None


def basis_of(fact: Fact, words: str) -> Basis:
    return Basis(words, fact.source, fact.source_year)


def basis_of_general(fact: GeneralFact) -> Basis:
    return basis_of(fact, f"{fact.sentence} {fact.value} {fact.period}")


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def levels_said(routes: Iterable[Route]) -> str:
    """On which levels one can go on, after basis and after kader."""
    levels = {leerweg: {each.course.level for each in routes if each.min_leerweg == leerweg} for leerweg in Leerweg}
    words = {"basis": levels_in_words(levels[Leerweg.BB]), "kader": levels_in_words(levels[Leerweg.KB])}
    if not levels[Leerweg.BB] or not levels[Leerweg.KB]:
        return _("Op het mbo leer je door op %(levels)s.") % {"levels": levels_in_words(set().union(*levels.values()))}
    return _("Na basis: %(basis)s. Na kader ook %(kader)s.") % words


def chance_said(chance: Chance) -> str:
    """The stored sentence, or a shorter one where an expectation without a figure allows it."""
    fact = chance.fact
    shorter = OUTCOMES.get(chance.outcome)
    who = re.split(r"[,;]", fact.population)[0]
    return shorter % {"who": who, "end": fact.period[-4:]} if shorter else fact.sentence
