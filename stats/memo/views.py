"""The note, as a page to print and as PDF."""

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import pdf

from .. import papers
from ..staff import area, in_frame, staff_page
from .page import CHOSEN, Memo

ADDED, REMEMBERED = "erbij", "notitie"


def asked(request) -> tuple[Memo, dict]:
    where = area(request)
    return Memo(request.GET, where["area"], where["regions"]), where


@require_safe
@staff_page
def memo(request):
    """The note of this address. It is remembered in the session, so that a part can be added to it from elsewhere."""
    if ADDED in request.GET:
        return redirect(f"{reverse('memo')}?{with_added(request)}")
    found, where = asked(request)
    chosen = [str(each) for each in found.chosen]
    if request.GET and chosen != request.session.get(REMEMBERED, []):
        request.session[REMEMBERED] = chosen
    return show(request, found, where)


def with_added(request) -> str:
    """The address of the note that was last looked at, with one more part."""
    where = area(request)
    query = QueryDict(mutable=True)
    query.setlist(CHOSEN, [*request.session.get(REMEMBERED, []), *request.GET.getlist(ADDED)])
    return Memo(query, where["area"], where["regions"]).query


def show(request, found: Memo, where: dict, busy=False):
    permalink = request.build_absolute_uri(f"{reverse('memo')}?{found.query}")
    context = {"memo": found, "busy": busy, "has_pdf": bool(found.chosen and pdf.library()), "permalink": permalink}
    title = found.title if found.chosen else _("Notitie maken")
    return in_frame(request, "admin/memo/page.html", title, **context, **where)


@require_safe
@staff_page
def memo_pdf(request):
    """The note as PDF. Where there is none, the page says why."""
    found, where = asked(request)
    if not found.chosen or not pdf.library():
        return redirect(f"{reverse('memo')}?{found.query}")
    key = ("memo", found.version, found.made_on, found.query)
    try:
        return papers.paper(key, "admin/memo/paper.html", {"memo": found}, found.file_name)
    except pdf.BusyError:
        return papers.busy(show(request, found, where, busy=True))
