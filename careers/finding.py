"""The list of occupations that answers a question: groups per cluster, and addresses that keep the question."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from schools.catalogue import catalogue
from schools.finding import Chip, quoted
from schools.models import VmboProfile

from .filters import OccupationFilter
from .models import Activity, Cluster, Course, Occupation
from .way_back import KEY, WayBack, way_back
from .wording import occupations_in_words

QUESTION_KEYS = ("q", "cluster", "profile", "activity", "level")
CLUSTER_ICONS = {
    Cluster.MARITIME: "ship",
    Cluster.HORTICULTURE: "plant-2",
    Cluster.MAKING: "building-factory",
    Cluster.DIGITAL: "device-imac",
    Cluster.OTHER: "briefcase",
}


@dataclass(frozen=True)
class Choice:
    """One thing that can be asked for: its code, its name in full and in short, and whether it was."""

    code: str
    name: str
    icon: str
    short: str
    chosen: bool = False


def choice(each, asked=()) -> Choice:
    """A cluster, profile, activity or level as something to choose."""
    if isinstance(each, VmboProfile):
        return Choice(each.pk, each.full_name, each.icon, each.short_name, each in asked)
    if isinstance(each, Activity):
        return Choice(each.pk, each.name, each.icon, each.name, each in asked)
    icon = CLUSTER_ICONS.get(each, "school")
    return Choice(str(each.value), str(each.label), icon, str(each.label), each in asked)


@dataclass(frozen=True)
class Group:
    """The occupations of one cluster."""

    cluster: Cluster
    occupations: list[Occupation]

    @property
    def icon(self) -> str:
        return CLUSTER_ICONS[self.cluster]


def kept_question(parameters: QueryDict, changes: dict[str, list[str]] | None = None) -> str:
    """The question in these parameters as a query string, with some of them changed, and the way back."""
    kept, back = QueryDict(mutable=True), way_back(parameters)
    for key in QUESTION_KEYS:
        kept.setlist(key, (changes or {}).get(key, [value for value in parameters.getlist(key) if value]))
    if back:
        kept[KEY] = back.address
    return kept.urlencode()


class OccupationList:
    """The list for these parameters."""

    def __init__(self, parameters: QueryDict):
        self.parameters = parameters
        self.filter = OccupationFilter(parameters)
        self.asked = self.filter.asked

    @property
    def errors(self) -> list[str]:
        """One sentence for each part of the question that was not understood."""
        return [" ".join(messages) for messages in self.filter.form.errors.values()]

    @cached_property
    def found(self) -> list[Occupation]:
        return list(self.filter.qs.for_cards().order_by("title"))

    @property
    def groups(self) -> list[Group]:
        groups = [Group(each, [one for one in self.found if one.cluster == each]) for each in Cluster]
        return [group for group in groups if group.occupations]

    @property
    def heading(self) -> str:
        if not self.asked:
            return _("Welk beroep past bij jou?")
        if not self.found:
            return _("Geen beroep gevonden")
        return _("%(occupations)s gevonden") % {"occupations": occupations_in_words(len(self.found))}

    @property
    def read_as(self) -> str:
        """The words that were searched for in the stead of what was typed."""
        return self.asked["q"].instead if "q" in self.asked and self.found else ""

    # The question, to be changed

    @property
    def typed(self) -> str:
        return self.parameters.get("q", "")[:60]

    def choices(self, name: str, known) -> list[Choice]:
        """All that can be asked for of one kind, and what else was asked."""
        asked = self.asked.get(name, ())
        return [choice(each, asked) for each in dict.fromkeys([*known, *asked])]

    @property
    def clusters(self) -> list[Choice]:
        return self.choices("cluster", Cluster)

    @property
    def activities(self) -> list[Choice]:
        return self.choices("activity", self.filter.form.activities)

    @property
    def profiles(self) -> list[Choice]:
        return self.choices("profile", catalogue().ten)

    @property
    def levels(self) -> list[Choice]:
        return self.choices("level", Course.Level)

    # The parts of the question

    @cached_property
    def way_back(self) -> WayBack | None:
        return way_back(self.parameters)

    def query_string(self, **changes: list[str]) -> str:
        """The question with some parameters changed, and the way back."""
        return kept_question(self.parameters, changes)

    @property
    def kept(self) -> str:
        return self.query_string()

    @cached_property
    def chips(self) -> list[Chip]:
        """What was asked, each part with the question without it."""
        chips = [Chip(quoted(self.asked["q"].typed), "search", self.query_string(q=[]))] if "q" in self.asked else []
        for name in QUESTION_KEYS[1:]:
            chips += [self.chip(name, each) for each in self.asked.get(name, ())]
        return chips

    def chip(self, name: str, removed) -> Chip:
        kept = [choice(each).code for each in self.asked[name] if each != removed]
        shown = choice(removed)
        return Chip(shown.name, shown.icon, self.query_string(**{name: kept}))

    @property
    def ways_on(self) -> list[tuple[str, int, str]]:
        """When nothing was found: the question without one of its parts, with how many occupations that gives."""
        words = {
            "q": _("zonder de zoekwoorden"),
            "cluster": _("met elk soort werk"),
            "profile": _("met elk profiel"),
            "activity": _("met alles wat je graag doet"),
            "level": _("met elk niveau"),
        }
        counts = [(name, self.filter.without(name).count()) for name in self.asked]
        return [(words[name], count, self.query_string(**{name: []})) for name, count in counts if count]
