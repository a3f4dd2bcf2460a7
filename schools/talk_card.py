"""Questions for an open day, made for the chosen locations from what the site knows and does not know of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import wording
from .location_page import LocationView
from .models import Kind, ProfileAnswer, SchoolLocation, Status, VmboProfile
from .questions import Question

CARDS_ON_A_SHEET = 2
ABOUT = {
    Status.YES: gettext_lazy("U heeft: %(profiles)s. Blijft dat de komende jaren zo?"),
    Status.NO: gettext_lazy("U heeft niet: %(profiles)s. Wat kan mijn kind hier doen dat er dicht bij komt?"),
    Status.STARTING: gettext_lazy("Dit begint hier: %(profiles)s. Gaat dat zeker door?"),
    Status.STOPPING: gettext_lazy("Dit stopt hier: %(profiles)s. Tot welk jaar kan mijn kind het nog kiezen?"),
    Status.UNKNOWN: gettext_lazy("Heeft uw school %(profiles)s? Dat konden wij niet vinden."),
}
"""One question for all profiles with the same answer."""


@dataclass(frozen=True)
class TalkCard:
    """What to ask at one location; `wanted` are the profiles that the visitor asked for."""

    view: LocationView
    wanted: tuple[VmboProfile, ...] = ()

    @property
    def location(self) -> SchoolLocation:
        return self.view.location

    @property
    def questions(self) -> list[str]:
        return [*self.own_questions, *general_questions(self.view.kind)]

    @property
    def own_questions(self) -> list[str]:
        """Questions that follow from the answers of this very location."""
        if self.view.kind == Kind.TL:
            return [
                _("Wij zagen hier alleen de theoretische leerweg. Kan mijn kind hier ook basis of kader doen?"),
                _("Welke profielen en welke praktische vakken heeft de theoretische leerweg hier?"),
            ]
        if self.view.kind == Kind.NOT_KNOWN:
            return [
                _("Welke van de tien profielen heeft deze locatie?"),
                _("Op welke locatie zijn de hogere leerjaren?"),
            ]
        return [*self.about_wanted, *filter(None, map(self.about, Status))]

    @property
    def about_wanted(self) -> Iterator[str]:
        """What the child may want and the school does not have is asked first."""
        for answer in self.with_status(Status.NO):
            if answer.profile in self.wanted:
                text = _("Mijn kind wil misschien %(profile)s. Hoe gaat dat bij u?")
                yield text % {"profile": answer.profile.full_name}

    def about(self, status: Status) -> str:
        """The question on all profiles with this answer; empty when there are none."""
        answers = [
            answer for answer in self.with_status(status) if status != Status.NO or answer.profile not in self.wanted
        ]
        profiles = wording.listed(answer.profile.full_name for answer in answers)
        return ABOUT[status] % {"profiles": profiles} if profiles else ""

    def with_status(self, status: Status) -> list[ProfileAnswer]:
        return [answer for answer in self.view.ten if answer.status == status]


def general_questions(kind: str) -> list[str]:
    """What is good to ask at every school."""
    choice = _("Wanneer kiest mijn kind een profiel? Wie helpt daarbij?")
    switch = _("Kan mijn kind later van profiel wisselen? En als het nieuwe profiel hier niet is?")
    return [
        *([choice, switch] if kind != Kind.TL else []),
        _("Welke keuzevakken zijn er? Mogen die uit een ander profiel komen?"),
        _("Hoe leert mijn kind beroepen kennen? Zijn er stages en bezoeken aan bedrijven?"),
        _("Naar welke mbo-opleidingen gaan leerlingen van deze school vaak?"),
        _("Hoe komen leerlingen hier: met de fiets, bus of tram? Hoe lang doen zij daarover?"),
    ]


def sheets_for(views: list[LocationView], question: Question) -> list[list[TalkCard]]:
    """The cards as they stand on paper, two to a sheet."""
    cards = [TalkCard(view, question.profiles) for view in views]
    return [cards[first : first + CARDS_ON_A_SHEET] for first in range(0, len(cards), CARDS_ON_A_SHEET)]
