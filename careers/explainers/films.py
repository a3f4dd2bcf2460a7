"""Which films there are: for each technical profile, and for media, vormgeving en ICT, one occupation it leads to."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Film:
    """The way that a film shows, and how much of what is stored it has time for."""

    slug: str
    profile: str
    """Code of the profile that the way begins with."""
    occupation: str
    """Slug of the occupation that it leads to; the profile is one of those that fit it."""
    work: str
    """The occupation in one word or two, as the title says it."""
    icon: str
    """The sign of the work."""
    tasks: int
    """How many of the tasks are told, the first ones."""
    heavy: int = 0
    """How many sentences on what is heavy are told; 0 where no source says anything."""
    chance: bool = True
    """Whether a figure or an expectation of the chances on work is told."""


FILMS = (
    # What is heavy stands in the figures on accidents; the chance is that of technique as a whole.
    Film("uitleg-bwi", "BWI", "timmerman", _("timmerman"), "hammer", tasks=1, heavy=1),
    # All routes are confirmed, and machinemonteurs have a figure of their own.
    Film("uitleg-pie", "PIE", "service-onderhoud", _("servicemonteur"), "tool", tasks=1),
    # BOL and BBL are confirmed; two levels are not yet, and the film says so.
    Film("uitleg-met", "MET", "autotechniek", _("automonteur"), "tool", tasks=1),
    # No figure is about this occupation alone, so the film tells what is heavy instead.
    Film("uitleg-mat", "MAT", "havenoperaties", _("havenmedewerker"), "ship", tasks=2, heavy=2, chance=False),
    # Mbo vacancies are expected to fall, and whoever chooses this should hear it.
    Film("uitleg-mvi", "MVI", "ict-support", _("ICT-supportmedewerker"), "device-imac", tasks=2),
)
