"""Occupations: the list, the page of one, and two side by side."""

from django.shortcuts import get_object_or_404, render

from portal.policy import allow

from .comparing import OccupationComparison
from .finding import OccupationList
from .models import Video, with_captions
from .occupation_page import OccupationView, occupations_with_facts, read_common

SECTION = "occupations"


def occupation_list(request):
    return render(request, "careers/occupations.html", {"list": OccupationList(request.GET), "section": SECTION})


def occupation_page(request, slug):
    occupation = get_object_or_404(occupations_with_facts(), pk=slug)
    videos = with_captions(Video.objects.published().at_occupation(occupation).with_source())
    view = OccupationView(occupation, read_common(), videos)
    context = {"occupation": occupation, "view": view, "section": SECTION}
    return allow(render(request, "careers/occupation.html", context), videos)


def compare_occupations(request):
    comparison = OccupationComparison(request.GET)
    return render(request, "careers/compare.html", {"comparison": comparison, "section": SECTION})
