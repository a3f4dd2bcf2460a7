"""The pages about figures, for staff."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.importing.writing import CONTENT_TYPES, table_file
from schools.models import DataVersion

from . import exports, pictures
from .chosen import choices, chosen_region
from .indicator_page import IndicatorPage
from .models import Indicator
from .overview import Overview
from .questions import Question
from .sentences import short_title
from .staff import area, in_frame, staff_page


@staff_page
def overview(request):
    chosen = area(request)
    found = Overview(chosen["area"], chosen["regions"])
    context = {
        **chosen,
        "overview": found,
        "themes": partial(getattr, found, "themes"),
        "version": DataVersion.current(),
    }
    return in_frame(request, "admin/figures/overview.html", _("Regiobeeld"), **context)


def asked(request, code: str) -> IndicatorPage:
    indicator = get_object_or_404(Indicator.objects.select_related("source"), pk=code)
    regions = choices()
    return IndicatorPage(Question(indicator, chosen_region(request, regions), regions, request.GET))


@staff_page
def indicator(request, code):
    page = asked(request, code)
    context = {
        "page": page,
        "question": page.question,
        "version": DataVersion.current(),
        "permalink": request.build_absolute_uri(f"{request.path}?{page.question.query}"),
        "can_make_png": pictures.can_make_png(),
    }
    return in_frame(request, "admin/figures/indicator.html", short_title(page.indicator), **context)


@staff_page
def indicator_table(request, code, kind):
    """Every figure of the page, one in a row."""
    page = asked(request, code)
    content = table_file(kind, exports.TITLES, exports.rows(page))
    return attachment(content, CONTENT_TYPES[kind], f"{code}.{kind}")


@staff_page
def indicator_picture(request, code, name, kind):
    """One chart of the page, with its title and source in the picture."""
    page = asked(request, code)
    chart = page.charts.get(name)
    if chart is None or (kind == "png" and not pictures.can_make_png()):
        raise Http404
    svg = chart.file(page.source_of(name))
    content = pictures.png(svg) if kind == "png" else svg.encode()
    return attachment(content, pictures.CONTENT_TYPES[kind], f"{code}-{name}.{kind}")


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
