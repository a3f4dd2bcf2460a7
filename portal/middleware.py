"""What every answer of the site gets: headers of a careful host, and a calm answer when the database is away."""

import logging
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import FileResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from .api import problem


class CompressPagesMiddleware(GZipMiddleware):
    """Compress pages and data. A file is sent as it is: a player asks for ranges of its own bytes."""

    def process_response(self, request, response):
        if isinstance(response, FileResponse):
            return response
        return super().process_response(request, response)


class SameOriginResourceMiddleware:
    """Forbid other sites to load our pages and files as part of theirs, unless a view says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DatabaseAwayMiddleware:
    """Answer 503 with a time to come back while the database restarts, instead of an error of ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logging.getLogger("portal").error("The database does not answer: %s", exception)
        response = self.come_back_later(request)
        response.headers["Retry-After"] = "30"
        return response

    @staticmethod
    def come_back_later(request):
        if request.path.startswith("/api/"):
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The data cannot be reached for a moment.")
        return render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)


class WithoutQuestion(logging.Filter):
    """Keep what a visitor asked (a postcode, a place) out of the log: cut addresses at the question mark."""

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(a.split("?")[0] if isinstance(a, str) and "?" in a else a for a in record.args)
        return True
