"""Locations side by side, and the questions to take along to them."""

from django.shortcuts import render
from django.urls import reverse

from ..comparing import Comparison
from ..finding import FinderPage
from ..qr import qr_drawing
from ..talk_card import TalkCard


def compare(request):
    comparison = Comparison(FinderPage(request.GET))
    address = request.build_absolute_uri(comparison.path)
    context = {"comparison": comparison, "finder": comparison.finder, "section": "schools"}
    if comparison.picks:
        context |= {"address": address, "qr": qr_drawing(address), "message": comparison.share_text(address)}
        context |= {"roads": comparison.roads(address)}
    return render(request, "schools/compare.html", context)


def talk_card(request):
    """Without a chosen location the page says where to choose one."""
    comparison = Comparison(FinderPage(request.GET))
    cards = [TalkCard(pick.view) for pick in comparison.picks]
    back = f"{reverse('compare')}?{comparison.kept}"
    return render(
        request,
        "schools/talk_card.html",
        {"cards": cards, "comparison": comparison, "back": back, "section": "schools"},
    )
