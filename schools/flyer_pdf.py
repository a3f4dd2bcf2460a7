"""The flyer as PDF/UA, made on request, on exactly one page.

It is kept under the question as it was understood: that holds the four digits of a postcode at most.
"""

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import get_language

from portal import pdf

from .flyer import MOST_ROWS, Flyer

ROWS = (MOST_ROWS, 8, 6, 4, 2)
"""Tried in this order. The flyer takes care that the first fits; the others are there should it be mistaken."""


def pdf_of(flyer: Flyer) -> bytes:
    """The PDF of a flyer that has locations; BusyError when there is no room to make it now."""
    asked = ("flyer", flyer.catalogue.version, flyer.made_on, get_language(), flyer.query)
    return pdf.kept_or_made(asked, lambda: make(flyer.query))


def make(query: str) -> bytes:
    """The PDF for a question, on exactly one page."""
    return pdf.written(on_one_page(QueryDict(query)))


def on_one_page(question: QueryDict):
    for rows in ROWS:
        document = laid_out(Flyer(question, most=rows))
        if len(document.pages) == 1:
            break
    return document


def laid_out(flyer: Flyer):
    """The sheet as WeasyPrint sets it, on as many pages as it takes."""
    return pdf.laid_out(render_to_string("schools/flyer_pdf.html", {"flyer": flyer}), "flyer.css")
