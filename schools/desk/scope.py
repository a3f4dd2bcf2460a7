"""For which municipalities somebody works, and for which of them somebody may confirm."""

from functools import lru_cache

from django.conf import settings

from ..models import DataVersion, Region, SchoolLocation, reach


def municipalities_of(user) -> list[Region]:
    """Those of the region whose locations somebody works on, by name."""
    codes = reach(user, "schools.view_schoollocation")
    return [each for each in _within(DataVersion.current()) if codes is None or each.code in codes]


@lru_cache(maxsize=1)
def _within(_version: int) -> list[Region]:
    return list(Region.objects.within(settings.FINDER_REGION).defer("boundary"))


def forget():
    """Read the municipalities again at the next question, whatever the version says."""
    _within.cache_clear()


def may_confirm(user, location: SchoolLocation) -> bool:
    """Whether somebody may add, and take back, what a school or municipality says about this location."""
    codes = reach(user, "schools.add_profilestatement")
    return codes is None or location.municipality_id in codes
