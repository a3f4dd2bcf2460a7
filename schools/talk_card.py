"""Questions for an open day, made for the chosen locations from what the site knows and does not know of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import wording
from .location_page import LocationView
from .models import Kind, ProfileAnswer, SchoolLocation, Status


@dataclass(frozen=True)
class TalkCard:
    """What to ask at one location."""

    view: LocationView

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
            return [_("Welke van de tien profielen heeft deze locatie? En op welke locatie zijn de hogere leerjaren?")]
        return [question for question in map(self.question_about, Status) if question]

    def question_about(self, status: Status) -> str:
        """One question for all profiles with the same answer; empty when there are none."""
        profiles = wording.listed(answer.profile.full_name for answer in self.with_status(status))
        return (QUESTIONS[status]() % {"profiles": profiles}) if profiles else ""

    def with_status(self, status: Status) -> list[ProfileAnswer]:
        return [answer for answer in self.view.ten if answer.status == status]

    @property
    def sources(self) -> list[str]:
        return [basis for basis, _profiles in self.view.bases]


QUESTIONS = {
    Status.YES: lambda: _("U heeft: %(profiles)s. Blijven deze profielen de komende jaren? En voor welke leerwegen?"),
    Status.NO: lambda: _("U heeft niet: %(profiles)s. Wat kan mijn kind doen dat daar toch belangstelling voor heeft?"),
    Status.STARTING: lambda: _("Dit profiel begint hier: %(profiles)s. Gaat dat zeker door?"),
    Status.STOPPING: lambda: _("Dit profiel stopt hier: %(profiles)s. Tot welk jaar kan mijn kind het nog kiezen?"),
    Status.UNKNOWN: lambda: _("Heeft u %(profiles)s? Dat konden wij niet vinden."),
}


def general_questions(kind: str) -> list[str]:
    """What is good to ask at every school."""
    choice = _("Wanneer kiest mijn kind een profiel? Wie helpt daarbij?")
    switch = _("Kan mijn kind later nog van profiel wisselen? En als dat profiel hier niet is?")
    return [
        *([choice, switch] if kind != Kind.TL else []),
        _("Welke keuzevakken zijn er?"),
        _("Hoe leert mijn kind beroepen kennen, bijvoorbeeld met stages en bezoeken aan bedrijven?"),
        _("Naar welke mbo-opleidingen gaan leerlingen van deze school vaak?"),
    ]
