"""How the open data answers, whatever it is about: errors as problem+json, headers for everybody's use."""

from django.http import JsonResponse
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.views import exception_handler

VERSION = "1.0.0"
PROBLEM = "application/problem+json"


def problem(status: int, title: str, **more) -> JsonResponse:
    """An answer after RFC 9457."""
    body = {"type": "about:blank", "status": status, "title": title, **more}
    return open_to_all(JsonResponse(body, status=status, content_type=PROBLEM))


def problem_handler(error: Exception, context) -> JsonResponse | None:
    """Errors of the API as problem+json; a refused question names the parameters that are wrong."""
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        refused = [{"name": name, "reason": " ".join(map(str, reasons))} for name, reasons in error.detail.items()]
        return problem(response.status_code, "The question cannot be answered as asked.", invalidParams=refused)
    detail = error.detail if isinstance(error, APIException) else "Not found."
    return problem(response.status_code, str(detail))


def open_to_all(response):
    """Headers with which any site may use the data."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["API-Version"] = VERSION
    return response
