"""What the pages about figures in the admin share: who may see them, and the frame around them."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.shortcuts import render

from schools.models import DataVersion

from .chosen import PARAMETER, choices_at, chosen_region

MAY_LOOK = "stats.view_indicator"


def staff_page(view=None, *, permission=MAY_LOOK):
    """A view for colleagues with a second factor who may see the figures, or who have another `permission`."""
    if view is None:
        return lambda view: staff_page(view, permission=permission)
    allowed = permission_required(permission, raise_exception=True)(view)

    @wraps(view)
    def page(request, *args, **kwargs):
        # Asked per request: the site that checks is chosen when all apps are loaded.
        return admin.site.admin_view(allowed)(request, *args, **kwargs)

    return page


def in_frame(request, template: str, title: str, **context):
    """A page of the admin with its menu, under this title."""
    return render(request, template, {**admin.site.each_context(request), "title": title, **context})


def area(request) -> dict:
    """The chosen area and the choice of others, for admin/figures/area.html."""
    version = DataVersion.current()
    regions = choices_at(version)
    region = chosen_region(request, regions)
    return {
        "area": region,
        "areas": list(regions.values()),
        "regions": regions,
        "area_parameter": PARAMETER,
        "version": version,
    }
