"""What the page of one occupation shows: its facts in a fixed order, each with the words that belong to it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from schools.catalogue import Catalogue, catalogue
from schools.models import Source, VmboProfile
from schools.overview import ProfileCount
from schools.wording import list_basis, listed

from .detours import Rule, is_technical, rules_for
from .finding import CLUSTER_ICONS
from .models import GeneralFact, Occupation, Pay, Prospect, RoleModel, Route, Video, with_captions
from .wording import amount, levels_in_words, pay_explained, pay_unit, shares_after, ways_in_words

WAY_OF_LEARNING = ("week-bol", "week-bbl", "zoekt-eerste-baan")
WHERE_CHANCES_ARE = "kans-op-werk"
PAY_TABLE, STRAIN_TABLE = "cbs-pay", "cbs-strain"
"""Sources that publish what a page does not show."""
TOLD_FIRST = ("forecast", "weak")
"""Kinds of prospects that stand first: what must not be missed."""


@dataclass(frozen=True)
class Wage:
    """A figure of pay with its words."""

    fact: Pay

    @property
    def figure(self) -> str:
        return amount(self.fact)

    @property
    def unit(self) -> str:
        return pay_unit(self.fact)

    @property
    def explanation(self) -> str:
        return pay_explained(self.fact)


@dataclass(frozen=True)
class Chance:
    """A prospect: its figure, or what was expected in words, as in "krapte neemt toe"."""

    fact: Prospect

    @property
    def figure(self) -> str:
        return self.fact.value if self.fact.value[:1].isdigit() else ""

    @property
    def unit(self) -> str:
        """What the figure counts, without what is added after it."""
        return self.fact.unit.partition("; ")[0] if self.figure else ""

    @property
    def addition(self) -> str:
        return self.fact.unit.partition("; ")[2] if self.figure else ""

    @property
    def outcome(self) -> str:
        return "" if self.figure else self.fact.value


@dataclass(frozen=True)
class Common:
    """What pages of all occupations share: facts about BOL and BBL, chances of all, and where to look further."""

    facts: dict[str, GeneralFact]
    prospects: list[Prospect]
    sources: dict[str, Source]
    catalogue: Catalogue


def read_common() -> Common:
    """Three queries, and one for the version of the catalogue."""
    facts = GeneralFact.objects.filter(pk__in=[*WAY_OF_LEARNING, WHERE_CHANCES_ARE]).select_related("source")
    return Common(
        facts={fact.pk: fact for fact in facts},
        prospects=list(Prospect.objects.general().select_related("source")),
        sources=Source.objects.in_bulk([PAY_TABLE, STRAIN_TABLE]),
        catalogue=catalogue(),
    )


def occupations_with_facts(stories: QuerySet | None = None) -> QuerySet:
    """Occupations with all that their page shows, and with the pay that it does not show."""
    hidden = Prefetch("pay", Pay.objects.filter(is_shown=False).select_related("source"), to_attr="pay_not_shown")
    return Occupation.objects.with_facts(stories).prefetch_related(hidden)


def read_videos(occupation: Occupation) -> list[Video]:
    """The videos on its page, with their captions; two queries."""
    return with_captions(Video.objects.published().at_occupation(occupation).with_source())


class OccupationView:
    """One occupation, read by `occupations_with_facts`, in words."""

    def __init__(self, occupation: Occupation, common: Common, videos: Collection[Video] = ()):
        self.occupation = occupation
        self.common = common
        self.all_videos = videos

    @property
    def icon(self) -> str:
        return CLUSTER_ICONS[self.occupation.cluster]

    @property
    def short_title(self) -> str:
        """The title without what it says between brackets."""
        return self.occupation.title.partition(" (")[0]

    # People and videos

    @property
    def stories(self) -> list[tuple[RoleModel, list[Video]]]:
        """Who tells of this work, each with the videos of that story."""
        people = self.occupation.role_models.all()
        return [(each, [video for video in self.all_videos if video.role_model_id == each.pk]) for each in people]

    @property
    def videos(self) -> list[Video]:
        """Those that do not stand with a story of this page."""
        people = {each.pk for each in self.occupation.role_models.all()}
        return [video for video in self.all_videos if video.role_model_id not in people]

    # Chances

    @cached_property
    def chances(self) -> list[Chance]:
        """What is known of this occupation, the expectation first."""
        known = sorted(self.occupation.prospects.all(), key=lambda each: each.kind not in TOLD_FIRST)
        return [Chance(each) for each in known]

    @property
    def chances_of_all(self) -> list[Chance]:
        """What is known of all technical occupations together, for an occupation that is one of them."""
        is_one = is_technical(self.occupation)
        return [Chance(each) for each in self.common.prospects if each.technical and is_one]

    @property
    def first_chance(self) -> Chance | None:
        return next(iter([*self.chances, *self.chances_of_all]), None)

    @property
    def other_chances(self) -> list[Chance]:
        return [*self.chances, *self.chances_of_all][1:]

    @property
    def where_chances_are(self) -> GeneralFact | None:
        return self.common.facts.get(WHERE_CHANCES_ARE)

    # Pay

    @cached_property
    def wages(self) -> list[Wage]:
        """The figures, that of the whole group first."""
        return [Wage(each) for each in sorted(self.occupation.pay.all(), key=lambda each: each.kind != Pay.Kind.MEDIAN)]

    @property
    def wage_not_shown(self) -> Pay | None:
        return next(iter(self.occupation.pay_not_shown), None)

    @property
    def pay_table(self) -> Source | None:
        return self.common.sources.get(PAY_TABLE)

    @property
    def strain_table(self) -> Source | None:
        return self.common.sources.get(STRAIN_TABLE)

    # The way

    @property
    def profiles(self) -> list[VmboProfile]:
        return list(self.occupation.profiles.all())

    @property
    def ten(self) -> list[VmboProfile]:
        """The fitting profiles that a location for basis, kader or gemengd can have."""
        return [each for each in self.profiles if each.family == VmboProfile.Family.TEN]

    @property
    def near(self) -> list[ProfileCount]:
        """In how many locations of the region each fitting profile is."""
        total, offer = self.common.catalogue.offer_in_region
        return [ProfileCount(profile, count, total) for profile, count in offer if profile in self.ten]

    @property
    def near_basis(self) -> str:
        return list_basis(self.common.catalogue.newest_exam_year)

    @property
    def routes(self) -> list[Route]:
        return list(self.occupation.routes.all())

    @property
    def levels(self) -> str:
        return levels_in_words(route.course.level for route in self.routes)

    @property
    def level_numbers(self) -> list[int]:
        return sorted({route.course.level for route in self.routes})

    @property
    def ways(self) -> str:
        return ways_in_words(self.routes)

    @property
    def profiles_in_words(self) -> str:
        return listed(each.full_name for each in self.profiles)

    @property
    def route_sources(self) -> list[tuple[Source, int, str]]:
        """What the routes rest on: source, year and the codes of the courses."""
        codes = defaultdict(list)
        for route in self.routes:
            codes[route.source, route.source_year].append(route.course.crebo)
        return [(source, year, listed(each)) for (source, year), each in codes.items()]

    @property
    def week_bol(self) -> GeneralFact | None:
        return self.common.facts.get("week-bol")

    @property
    def week_bbl(self) -> GeneralFact | None:
        return self.common.facts.get("week-bbl")

    @property
    def still_looking(self) -> GeneralFact | None:
        """How many had not found a first job after three months, by BOL and by BBL."""
        return self.common.facts.get("zoekt-eerste-baan")

    @property
    def shares_looking(self) -> dict[str, str]:
        return shares_after(self.still_looking.value) if self.still_looking else {}

    @property
    def rules(self) -> list[Rule]:
        return rules_for(self.occupation)
