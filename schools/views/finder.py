"""The question, the list that answers it, the page of one location, and what was said about it over the years."""

from django.shortcuts import get_object_or_404, render
from django.views.generic import TemplateView

from ..catalogue import catalogue
from ..finding import FinderPage
from ..history import history_of
from ..location_page import LocationView
from ..models import SchoolLocation
from ..wording import school_year


class Home(TemplateView):
    template_name = "schools/home.html"

    def get_context_data(self, **kwargs):
        known = catalogue()
        total, offer = known.offer_in_region
        return super().get_context_data(
            total=total, offer=offer, exam_year=known.newest_exam_year and school_year(known.newest_exam_year), **kwargs
        )


def location_finder(request):
    """The list that answers a question; what was not understood and what is not there say how to go on."""
    finder = FinderPage(request.GET)
    return render(
        request, "schools/finder.html", {"finder": finder, "section": "schools"}, status=404 if finder.beyond else 200
    )


def location_page(request, code):
    """One location; the question that led here is kept for the way back and for the distance."""
    location = get_object_or_404(SchoolLocation.objects.in_finder().with_answers(), code=code.upper())
    finder = FinderPage(request.GET)
    view = LocationView(location, finder.catalogue, finder.question.origin)
    context = {"view": view, "location": location, "finder": finder, "section": "schools"}
    context["choice"] = finder.query_with([code, *finder.chosen_locations])
    context["alone"] = finder.query_with([code])
    return render(request, "schools/location.html", context)


def offer_history(request, code):
    """What sources said about the profiles of a location, as far as it still stands."""
    location = get_object_or_404(SchoolLocation.objects.in_finder(), code=code)
    context = {"location": location, "events": history_of(location), "section": "schools"}
    return render(request, "schools/offer_history.html", context)
