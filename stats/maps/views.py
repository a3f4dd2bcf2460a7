"""The map of the municipalities, for staff."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..chosen import PARAMETER
from ..staff import area, in_frame, staff_page
from .page import RegionMap


@require_safe
@staff_page
def region_map(request):
    shown = RegionMap(request.GET)
    context = {**area(request), "map": shown, "area_parameter": PARAMETER}
    return in_frame(request, "admin/map/page.html", _("Kaart van de gemeenten"), **context)
