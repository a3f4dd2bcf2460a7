"""For which municipalities somebody works, and for which of them somebody may confirm."""

from django.conf import settings

from ..models import Region, SchoolLocation, reach


def municipalities_of(user) -> list[Region]:
    """Those of the region whose locations somebody works on, by name."""
    within = Region.objects.within(settings.FINDER_REGION).defer("boundary")
    codes = reach(user, "schools.view_schoollocation")
    return list(within if codes is None else within.filter(code__in=codes))


def may_confirm(user, location: SchoolLocation) -> bool:
    """Whether somebody may add, and take back, what a school or municipality says about this location."""
    codes = reach(user, "schools.add_profilestatement")
    return codes is None or location.municipality_id in codes
