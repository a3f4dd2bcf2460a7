"""Reads a flyer as a reader of the PDF gets it: the words in their order, and the tags around them."""

import io
import re
from functools import cached_property

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from portal import pdf

PDF, PAGE = "/scholen/flyer.pdf", "/scholen/flyer/"
ORDER = "BWIPIEM&TMaTMVIZ&WE&OHBRGroenD&P"
ANSWER = r"ja|nee|weetniet|start\d{4}|stopt\d{4}"
ROW = re.compile(rf"(.+?)·([\d,]+)km(?:Voor[^.]+\.)?((?:\??(?:{ANSWER})){{10}})")


def squeezed(text):
    """Without blanks: where lines break is no part of what is said."""
    return "".join(text.split())


class Paper:
    """A PDF of one flyer."""

    def __init__(self, content):
        self.pdf = PdfReader(io.BytesIO(content))
        self.sheet, self.root = self.pdf.pages[0], self.pdf.trailer["/Root"]

    @cached_property
    def text(self):
        """The words in the order in which they are read out, without blanks."""
        return squeezed("".join(page.extract_text() for page in self.pdf.pages))

    def says(self, words):
        return squeezed(words) in self.text

    @cached_property
    def locations(self):
        """What stands there of each location with the ten: name and address, kilometres, and the ten answers."""
        table = self.text.split(ORDER, 1)[1].split(squeezed("Locaties zonder deze tien profielen"))[0]
        return [(name, km, re.findall(ANSWER, answers)) for name, km, answers in ROW.findall(table)]

    @cached_property
    def elements(self):
        """The tags, in order."""
        return list(elements_under(self.root["/StructTreeRoot"]))

    def tagged(self, kind):
        return [each for each in self.elements if each["/S"] == f"/{kind}"]

    @property
    def links(self):
        return [each.get_object() for each in self.sheet["/Annots"]]

    @property
    def fonts(self):
        return [font.get_object() for font in self.sheet["/Resources"]["/Font"].values()]

    @property
    def drawing(self):
        """Every step in which the sheet is drawn, with the marks around it."""
        marks = []
        for operands, operator in ContentStream(self.sheet.get_contents(), self.pdf).operations:
            if operator in (b"BDC", b"BMC"):
                marks.append(operands)
            elif operator == b"EMC":
                marks.pop()
            yield operator.decode(), list(marks)


def elements_under(node):
    node = node.get_object()
    if "/S" in node:
        yield node
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if hasattr(child.get_object(), "get"):
            yield from elements_under(child)


def skip_without_libraries():
    if pdf.library() is None:
        pytest.skip("The libraries for PDF are not installed")


def paper(client, **asked):
    """The flyer that a visitor gets for a question."""
    skip_without_libraries()
    response = client.get(PDF, asked)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return Paper(response.content)
