"""Pages about a profile or a municipality as a whole."""

from django.http import Http404
from django.shortcuts import render
from django.views.generic import TemplateView

from portal.policy import allow

from ..catalogue import catalogue
from ..overview import MunicipalityOverview, ProfileOverview, TheoryOverview, members, municipalities_with_counts
from ..wording import list_basis


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
    overview = ProfileOverview(profile, known)
    context = {"overview": overview, "source": list_basis(known.newest_exam_year), "section": "profiles"}
    return allow(render(request, "schools/profile.html", context), overview.videos)


def theory_page(request):
    known = catalogue()
    context = {"overview": TheoryOverview(known), "source": list_basis(known.newest_exam_year)}
    return render(request, "schools/theory.html", {**context, "section": "profiles"})


class Municipalities(TemplateView):
    template_name = "schools/municipalities.html"

    def get_context_data(self, **kwargs):
        known = catalogue()
        context = {"counts": municipalities_with_counts(known), "source": list_basis(known.newest_exam_year)}
        return super().get_context_data(section="municipalities", **context, **kwargs)


def municipality_page(request, slug):
    known = catalogue()
    region = next((each for each in members(known) if each.slug == slug), None)
    if region is None:
        raise Http404
    context = {"overview": MunicipalityOverview(region, known), "source": list_basis(known.newest_exam_year)}
    return render(request, "schools/municipality.html", {**context, "section": "municipalities"})
