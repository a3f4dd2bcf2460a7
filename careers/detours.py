"""Ways to an occupation from another profile: what a course may ask then, and who says so.

These are rules of one school of the mbo, as an example: the table of the law per profile was not at hand. So every
sentence is told as an example, and the page says where to ask.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Occupation


@dataclass(frozen=True)
class Rule:
    """What the mbo asks, in our words, and where that is written."""

    sentence: str
    source: str
    url: str
    year: str


REGIO_COLLEGE = (
    "Regio College, doorstroomregeling vmbo-mbo",
    "https://www.regiocollege.nl/decanen/informatie-over-mbo/doorstroomregeling",
)  # noqa: E501
AFTER_2016 = _("zonder jaar, na 2016")
SAME_WAY = Rule(_("Past je profiel bij de opleiding? Dan vraagt de school geen extra vak."), *REGIO_COLLEGE, AFTER_2016)
TO_TECHNIQUE = Rule(
    _(
        "Deed je E&O, Z&W of Groen en wil je een technische opleiding doen? "
        "Dan vraagt de school wiskunde of natuur- en scheikunde in je examen."
    ),
    *REGIO_COLLEGE,
    AFTER_2016,
)
TO_ECONOMY = Rule(
    _(
        "Deed je MaT, Z&W of Groen en wil je een opleiding in de economie doen? "
        "Dan vraagt de school wiskunde, economie of een tweede vreemde taal in je examen."
    ),
    *REGIO_COLLEGE,
    AFTER_2016,
)
HIGHER = Rule(
    _("Heb je mbo 2 gehaald? Dan mag je daarna naar mbo 3 of 4."),
    "mboRijnland, Wet toelatingsrecht",
    "https://mborijnland.nl/decanen/wet-toelatingsrecht/",
    "2020",
)
TECHNIQUE, ECONOMY = "07", ("03", "04")
"""Classes of occupations of Statistics Netherlands (BRC 2014)."""


def is_technical(occupation: Occupation) -> bool:
    """Whether Statistics Netherlands counts it among the technical occupations; ICT and transport are classes apart."""
    return occupation.brc2014.startswith(TECHNIQUE)


def rules_for(occupation: Occupation) -> list[Rule]:
    """The rules that fit the courses of an occupation, those about the profile first."""
    if is_technical(occupation):
        return [SAME_WAY, TO_TECHNIQUE, HIGHER]
    if occupation.brc2014.startswith(ECONOMY):
        return [SAME_WAY, TO_ECONOMY, HIGHER]
    return [SAME_WAY, HIGHER]
