"""PDFs of staff pages about figures: one style sheet, and one answer where too many are made at once."""

from http import HTTPStatus

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from portal import pdf

SHEET = "memo.css"


def paper(asked: tuple, template: str, context: dict, file_name: str) -> HttpResponse:
    """The PDF of a template, made now unless the same was asked lately; BusyError when there is no room to make it."""
    content = pdf.kept_or_made((*asked, get_language()), lambda: made(template, context))
    headers = {"Content-Disposition": f'inline; filename="{file_name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def made(template: str, context: dict) -> bytes:
    return pdf.written(pdf.laid_out(render_to_string(template, context), SHEET))


def busy(response: HttpResponse) -> HttpResponse:
    """The page in place of its PDF, which can be asked again soon."""
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = "20"
    return response
