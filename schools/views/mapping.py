"""The data of the map, asked for only when a visitor wants to see it."""

from http import HTTPStatus

from django.http import JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from ..finding import FinderPage
from ..mapping import boundaries, map_of
from ..models import DataVersion

ONE_DAY = 24 * 60 * 60


@require_safe
@cache_control(private=True, no_store=True)
def map_points(request):
    """The markers for a question. It holds a visitor's postcode, so nobody on the way may keep it."""
    finder = FinderPage(request.GET)
    if "near" in finder.errors:
        return JsonResponse({"error": finder.errors["near"]}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse(map_of(finder))


def data_version(request):
    return f'"{DataVersion.current()}"'


@require_safe
@cache_control(public=True, max_age=ONE_DAY)
@condition(etag_func=data_version)
def map_boundaries(request):
    """The outlines behind the markers: the same for everybody, until the data change."""
    return JsonResponse(boundaries(), content_type="application/geo+json")
