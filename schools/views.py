from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import TemplateView

from .about import sources_with_holdings
from .catalogue import catalogue
from .finding import FinderPage
from .location_page import LocationView
from .models import SchoolLocation
from .overview import MunicipalityOverview, ProfileOverview, members
from .wording import list_basis, listed, school_year


class Home(TemplateView):
    template_name = "schools/home.html"

    def get_context_data(self, **kwargs):
        known = catalogue()
        total, offer = known.offer_in_region
        return super().get_context_data(
            total=total, offer=offer, exam_year=known.newest_exam_year and school_year(known.newest_exam_year), **kwargs
        )


class Profiles(TemplateView):
    template_name = "schools/profiles.html"

    def get_context_data(self, **kwargs):
        total, offer = catalogue().offer_in_region
        return super().get_context_data(total=total, offer=offer, section="profiles", **kwargs)


def profile_page(request, slug):
    known = catalogue()
    profile = next((each for each in known.ten if each.slug == slug), None)
    if profile is None:
        raise Http404
    context = {"overview": ProfileOverview(profile, known), "source": list_basis(known.newest_exam_year)}
    return render(request, "schools/profile.html", {**context, "section": "profiles"})


class Municipalities(TemplateView):
    template_name = "schools/municipalities.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(regions=members(catalogue()), section="municipalities", **kwargs)


def municipality_page(request, slug):
    known = catalogue()
    region = next((each for each in members(known) if each.slug == slug), None)
    if region is None:
        raise Http404
    context = {"overview": MunicipalityOverview(region, known), "source": list_basis(known.newest_exam_year)}
    return render(request, "schools/municipality.html", {**context, "section": "municipalities"})


class Sources(TemplateView):
    template_name = "about/sources.html"

    def get_context_data(self, **kwargs):
        technical = [profile.full_name for profile in catalogue().profiles if is_technical(profile)]
        return super().get_context_data(
            sources=sources_with_holdings(),
            technical=listed(technical),
            margin=settings.FINDER_MARGIN_KM,
            openapi=reverse("openapi"),
            **kwargs,
        )


def is_technical(profile):
    return profile.technical and profile.family != profile.Family.TL


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
    return render(request, "schools/location.html", context)
