"""The pages about figures, for staff."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.importing.writing import CONTENT_TYPES, table_file
from schools.models import DataVersion
from schools.recalculation import OutdatedError
from schools.wording import listed

from . import exports, pictures
from .chosen import choices, chosen_region
from .fixtures import follow_calculated
from .indicator_page import IndicatorPage
from .models import Indicator
from .overview import Overview
from .questions import Question
from .recalculation import calculate_indicators, countings
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


@staff_page(permission="stats.change_observation")
def recalculate(request):
    """Asks first what it is about to do; then does it, and says how many figures that changed."""
    if request.method != "POST":
        periods = listed(counting.period.in_words for counting in countings())
        return in_frame(request, "admin/figures/recalculate.html", _("Bereken opnieuw"), periods=periods)
    try:
        messages.success(request, str(calculate_indicators(request.user)))
        if follow_calculated(author=request.user):
            messages.success(request, _("Van andere jaren zijn de cijfers overgenomen waarmee de site begint."))
    except OutdatedError:
        messages.error(
            request, _("Iemand anders wijzigde tegelijk de gegevens. Er is niets veranderd. Probeer het opnieuw.")
        )
    return redirect("figures")


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
