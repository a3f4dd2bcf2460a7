"""The pages about figures, for staff."""

from django.utils.translation import gettext as _

from .staff import area, in_frame, staff_page


@staff_page
def overview(request):
    return in_frame(request, "admin/figures/overview.html", _("Regiobeeld"), **area(request))
