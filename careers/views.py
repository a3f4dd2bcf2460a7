"""Occupations: the list, the page of one, and two side by side."""

from django.shortcuts import get_object_or_404, render

from .comparing import OccupationComparison
from .finding import OccupationList, kept_question
from .occupation_page import OccupationView, occupations_with_facts, read_common
from .way_back import way_back

SECTION = "occupations"


def occupation_list(request):
    return render(request, "careers/occupations.html", {"list": OccupationList(request.GET), "section": SECTION})


def occupation_page(request, slug):
    occupation = get_object_or_404(occupations_with_facts(), pk=slug)
    context = {"occupation": occupation, "view": OccupationView(occupation, read_common()), "section": SECTION}
    context |= {"kept": kept_question(request.GET), "way_back": way_back(request.GET)}
    return render(request, "careers/occupation.html", context)


def compare_occupations(request):
    comparison = OccupationComparison(request.GET)
    return render(request, "careers/compare.html", {"comparison": comparison, "section": SECTION})
