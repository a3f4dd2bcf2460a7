"""The form "klopt dit niet?" of a location, and the page that says what happens next."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..catalogue import catalogue
from ..models import SchoolLocation
from ..reporting import (
    TOO_MANY,
    UNSURE_FROM_WHERE,
    ReportForm,
    comes_from_our_own_page,
    goes_to_municipality,
    is_within_limits,
)


@csrf_exempt  # It would need a cookie; schools.reporting says what stands in its place.
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request, code):
    locations = SchoolLocation.objects.in_finder().select_related("municipality").prefetch_related("answers")
    location = get_object_or_404(locations, code=code)
    if request.method == "POST":
        return receive(request, ReportForm(location, catalogue().ten, request.POST))
    return show(request, ReportForm(location, catalogue().ten, initial={"about": request.GET.getlist("about")}))


def receive(request, form):
    """Keep a report that can be kept. A robot gets the same thanks, and nothing is stored."""
    if not form.is_of_a_robot:
        if not form.is_valid():
            return show(request, form)
        if not comes_from_our_own_page(request):
            return show(request, form, UNSURE_FROM_WHERE, HTTPStatus.FORBIDDEN)
        if not is_within_limits(request, form.location):
            return show(request, form, TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
        form.save()
    return redirect("report-sent", form.location.code)


def show(request, form, refusal=None, status=HTTPStatus.OK):
    if refusal:
        form.add_error(None, refusal)
    context = {"form": form, "location": form.location, "to_municipality": goes_to_municipality(form.location)}
    return render(request, "schools/report.html", {**context, "section": "schools"}, status=status)


@require_safe
def report_sent(request, code):
    location = get_object_or_404(SchoolLocation.objects.in_finder().select_related("municipality"), code=code)
    context = {"location": location, "to_municipality": goes_to_municipality(location), "section": "schools"}
    return render(request, "schools/report_sent.html", context)
