"""The note, as a page to print and as PDF."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import pdf

from ..staff import area, in_frame, staff_page
from .page import Memo

SHEET = "memo.css"


def asked(request) -> tuple[Memo, dict]:
    where = area(request)
    return Memo(request.GET, where["area"], where["regions"]), where


@require_safe
@staff_page
def memo(request):
    found, where = asked(request)
    return show(request, found, where)


def show(request, found: Memo, where: dict, busy=False):
    permalink = request.build_absolute_uri(f"{reverse('memo')}?{found.query}")
    context = {"memo": found, "busy": busy, "has_pdf": bool(found.chosen and pdf.library()), "permalink": permalink}
    title = found.title if found.chosen else _("Notitie maken")
    response = in_frame(request, "admin/memo/page.html", title, **context, **where)
    if busy:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = "20"
    return response


@require_safe
@staff_page
def memo_pdf(request):
    """The note as PDF. Where there is none, the page says why."""
    found, where = asked(request)
    if not found.chosen or not pdf.library():
        return redirect(f"{reverse('memo')}?{found.query}")
    try:
        content = pdf.kept_or_made(key_of(found), lambda: made(found))
    except pdf.BusyError:
        return show(request, found, where, busy=True)
    headers = {"Content-Disposition": f'inline; filename="{found.file_name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def key_of(found: Memo) -> tuple:
    return ("memo", found.version, found.made_on, get_language(), found.query)


def made(found: Memo) -> bytes:
    return pdf.written(pdf.laid_out(render_to_string("admin/memo/paper.html", {"memo": found}), SHEET))
