"""The flyer: a page to look at and to print, and the same sheet as PDF."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.pdf import BusyError, library

from ..flyer import Flyer
from ..flyer_pdf import pdf_of
from ..overview import members


@require_safe
def flyer_page(request):
    """The sheet as it will be printed; without an answer to print, a form and a way on."""
    return show(request, Flyer(request.GET))


@require_safe
@cache_control(private=True, no_cache=True)
def flyer_pdf(request):
    """The sheet as PDF. Where there is none, the page says why: a visitor never gets a broken file."""
    flyer = Flyer(request.GET)
    if not flyer.lines or not library():
        return redirect(f"{reverse('flyer')}?{request.GET.urlencode()}")
    try:
        pdf = pdf_of(flyer)
    except BusyError:
        return show(request, flyer, busy=True)
    headers = {"Content-Disposition": f'inline; filename="{flyer.file_name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def show(request, flyer, busy=False):
    context = {"flyer": flyer, "busy": busy, "section": "schools"}
    context |= {"has_pdf": library() is not None} if flyer.lines else {"regions": members(flyer.catalogue)}
    status = HTTPStatus.SERVICE_UNAVAILABLE if busy else HTTPStatus.OK
    response = render(request, "schools/flyer.html", context, status=status)
    if busy:
        response.headers["Retry-After"] = "20"
    return response
