"""How the open data answers, whatever it is about: errors as problem+json, headers for everybody's use."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import JsonResponse, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.views import APIView, exception_handler

from .importing.writing import FORMULA

VERSION = "1.0.0"
PROBLEM = "application/problem+json"
PAGE_SIZE, MOST_PER_PAGE = 20, 1000
VERSION_HEADER = OpenApiParameter(
    "API-Version", str, OpenApiParameter.HEADER, response=True, description="Version of this interface."
)

CSV = "text/csv"
PAGE = [
    OpenApiParameter("page", {"type": "integer", "minimum": 1}),
    OpenApiParameter("pageSize", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE}),
]
"""What every list of the open data can be asked."""


class InvalidParamSerializer(serializers.Serializer):
    name = serializers.CharField()
    reason = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457, with the parameters that were refused."""

    type = serializers.CharField()
    status = serializers.IntegerField()
    title = serializers.CharField()
    invalidParams = InvalidParamSerializer(many=True, required=False)  # noqa: N815


def open_to_all(response):
    """Headers with which any site may use the data."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["API-Version"] = VERSION
    return response


class OpenDataView(APIView):
    """A view of the open data: read only, for everybody."""

    http_method_names = ["get", "head", "options"]

    def finalize_response(self, request, response, *args, **kwargs):
        return open_to_all(super().finalize_response(request, response, *args, **kwargs))


class CSVRenderer(BaseRenderer):
    """Makes `Accept: text/csv` and `format=csv` known; the view itself answers with `table`."""

    media_type, format, charset = CSV, "csv", "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        raise NotImplementedError("A table is sent row by row, by the view.")


class TabularView(OpenDataView):
    """A view of the open data that answers as a table as well, for whoever asks for it."""

    renderer_classes = [JSONRenderer, CSVRenderer]

    @property
    def asks_table(self) -> bool:
        return self.request.accepted_renderer.format == CSVRenderer.format


class OpenDataSchema(SpectacularJSONAPIView, OpenDataView):
    """The OpenAPI document, as open as the data."""


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
    title = str(error.detail) if isinstance(error, APIException) else "There is nothing at this address."
    return problem(response.status_code, title)


def nothing_here(request, rest=""):
    """For addresses under the API that do not exist."""
    return problem(404, "There is nothing at this address.")


def whole_number(parameters: Mapping[str, str], name: str, default: int, most: int | None = None) -> int:
    """A parameter as a number from 1 to `most`; ValidationError when it is something else."""
    text = parameters.get(name, "")
    if text == "":
        return default
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 100 else 0
    if number < 1 or (most and number > most):
        upper = f" to {most}" if most else ""
        raise ValidationError({name: [f"Expected a whole number from 1{upper}."]})
    return number


def page_numbers(parameters: Mapping[str, str]) -> tuple[int, int]:
    """How many results a page has, and which page is asked for; ValidationError for no whole number."""
    size = whole_number(parameters, "pageSize", default=PAGE_SIZE, most=MOST_PER_PAGE)
    return size, whole_number(parameters, "page", default=1)


def asked_page(parameters: Mapping[str, str], rows: Sequence) -> Page:
    """The page of these rows that was asked for; NotFound beyond the end."""
    size, number = page_numbers(parameters)
    try:
        return Paginator(rows, size).page(number)
    except InvalidPage as error:
        raise NotFound("There is no such page.") from error


def page_as_json(request, page: Page, results: list[dict]) -> dict:
    """One page of a list, with the addresses of its neighbours, which ask the same question."""
    return {
        "count": page.paginator.count,
        "next": page_url(request, page.number + 1) if page.has_next() else None,
        "previous": page_url(request, page.number - 1) if page.has_previous() else None,
        "results": results,
    }


def page_url(request, number: int) -> str:
    parameters = request.query_params.copy()
    parameters["page"] = number
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def table(name: str, titles: Iterable[str], rows: Iterable[dict]) -> StreamingHttpResponse:
    """Rows as CSV after RFC 4180, sent as they are read: commas, decimal points, nothing for what is not there."""
    response = StreamingHttpResponse(lines(tuple(titles), rows), content_type=f"{CSV}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class Line:
    """A file of which the last line that was written is the answer of `write`."""

    def write(self, text: str) -> str:
        return text


def lines(titles: tuple[str, ...], rows: Iterable[dict]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(titles)
    for row in rows:
        yield writer.writerow([in_csv(row[title]) for title in titles])


def in_csv(value) -> str:
    """A number or a text. A text that a spreadsheet would calculate gets an apostrophe, which shows it as it is."""
    if value is None or isinstance(value, int | Decimal):
        return "" if value is None else str(value)
    return f"'{value}" if FORMULA.match(value) else value
