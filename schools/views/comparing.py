"""Locations side by side, and the questions to take along to them."""

from django.shortcuts import render

from ..comparing import Comparison
from ..finding import FinderPage
from ..qr import qr_drawing
from ..sharing import Message, shared_path
from ..talk_card import sheets_for


def compare(request):
    comparison = Comparison(FinderPage(request.GET))
    context = {"comparison": comparison, "finder": comparison.finder, "section": "schools"}
    if len(comparison.picks) > 1:
        address = request.build_absolute_uri(shared_path(comparison))
        context |= {"message": Message(comparison, address), "qr": qr_drawing(address)}
    return render(request, "schools/compare.html", context)


def talk_card(request):
    """Without a chosen location the page says where to choose one."""
    comparison = Comparison(FinderPage(request.GET))
    sheets = sheets_for([pick.view for pick in comparison.picks], comparison.finder.question)
    return render(request, "schools/talk_card.html", {"sheets": sheets, "comparison": comparison, "section": "schools"})
