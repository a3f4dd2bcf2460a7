"""The area that an officer looks at: the own municipality, until another is asked for; that one is remembered."""

from functools import lru_cache

from django.conf import settings
from django.db.models import Q

from schools.models import DataVersion, Membership, Region

PARAMETER = "gebied"
COUNTRY = "NL01"
KINDS = (
    Region.Kind.GEMEENTE,
    Region.Kind.METROPOOLREGIO,
    Region.Kind.COROP,
    Region.Kind.PROVINCIE,
    Region.Kind.LAND,
)
"""From near to far, as they are offered."""


def choices() -> dict[str, Region]:
    """The areas to choose from, by code: the region with its municipalities, and what lies around them.

    Kept in the process, per data version.
    """
    return choices_at(DataVersion.current())


@lru_cache(maxsize=1)
def choices_at(version: int) -> dict[str, Region]:
    near = Region.objects.within(settings.FINDER_REGION)
    around = Q(pk__in=near.values("provincie")) | Q(pk__in=near.values("corop")) | Q(kind=Region.Kind.LAND)
    found = Region.objects.filter(around | Q(pk=settings.FINDER_REGION) | Q(pk__in=near.values("pk")))
    ordered = sorted(found.defer("boundary"), key=lambda region: (KINDS.index(region.kind), region.name.casefold()))
    return {region.code: region for region in ordered}


def chosen_region(request, regions: dict[str, Region] | None = None) -> Region:
    """What this address asks for; else what was last asked for in this session; else where somebody works."""
    regions = choices() if regions is None else regions
    asked = request.GET.get(PARAMETER)
    remembered = request.session.get(PARAMETER)
    if asked in regions and asked != remembered:
        remembered = request.session[PARAMETER] = asked
    return regions[remembered] if remembered in regions else home(request.user, regions)


def home(user, regions: dict[str, Region]) -> Region:
    """The municipality that somebody works for; the region for who works for all of them."""
    municipality = Membership.objects.home_of(user)
    return regions.get(municipality and municipality.code) or regions[settings.FINDER_REGION]


def forget():
    """For tests: nothing remembered."""
    choices_at.cache_clear()
