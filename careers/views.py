"""Occupations: the list, the page of one, and two side by side."""

from django.shortcuts import get_object_or_404, render

from portal.policy import allow

from .comparing import OccupationComparison
from .finding import OccupationList, kept_question
from .occupation_page import OccupationView, occupations_with_facts, read_common, read_videos
from .way_back import way_back

SECTION = "occupations"


def occupation_list(request):
    return render(request, "careers/occupations.html", {"list": OccupationList(request.GET), "section": SECTION})


def occupation_page(request, slug):
    occupation = get_object_or_404(occupations_with_facts(), pk=slug)
    videos = read_videos(occupation)
    view = OccupationView(occupation, read_common(), videos)
    context = {"occupation": occupation, "view": view, "section": SECTION}
    context |= {"kept": kept_question(request.GET), "way_back": way_back(request.GET)}
    return allow(render(request, "careers/occupation.html", context), videos)


def compare_occupations(request):
    comparison = OccupationComparison(request.GET)
    return render(request, "careers/compare.html", {"comparison": comparison, "section": SECTION})
