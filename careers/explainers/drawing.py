"""The stills of a film: a page each of one PDF that WeasyPrint sets in the style of the site, and then a picture."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.pdf import ICONS, LINES, STATIC, fetcher, library, svg

from .script import Beat, Script, Timed

WIDTH, HEIGHT = 1280, 720
STEP = 0.8
"""Seconds between the steps in which a picture becomes complete."""
LINE_LENGTHS = {"title": 29, "work": 30, "heavy": 30, "chance": 30, "growth": 30}
"""Characters that a line of letters of that size can hold; the others hold 47."""
STYLES = ("portal.css", "explainer.css")
"""The tokens and letters of the site, and the stills."""
COLOURS = {"ink": "#14293a", "water": "#0b5a73", "white": "#fff", "kas": "#11664a"}


@dataclass(frozen=True)
class Still:
    """A beat as far as it is drawn: all that belongs to the steps up to this one."""

    beat: Beat
    step: int
    start: float

    @property
    def said(self) -> str:
        """The sentence as HTML: on as few lines as it needs, all of about the same length, its numbers marked."""
        lines = balanced(self.beat.said, LINE_LENGTHS.get(self.beat.scene, 47))
        return format_html_join(SafeString("<br>"), "{}", ([with_numbers_marked(line)] for line in lines))

    @property
    def is_framed(self) -> bool:
        """Whether the way is drawn along the foot: not on the first and the last picture, which are whole."""
        return self.beat.scene not in ("title", "end")


def balanced(words: str, longest: int) -> list[str]:
    needed = len(wrapped(words, longest))
    widths = range(len(words) // needed, longest + 1)
    return next(lines for lines in (wrapped(words, width) for width in widths) if len(lines) == needed)


def wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(words, width, break_on_hyphens=False, break_long_words=False)


def with_numbers_marked(line: str) -> str:
    pieces = enumerate(re.split(r"(\d(?:[\d.,]*\d)?)", line))
    return format_html_join("", "{}", ([format_html("<b>{}</b>", piece) if at % 2 else piece] for at, piece in pieces))


def stills_of(script: Script) -> list[Still]:
    return [still for timed in script.timed for still in steps_of(timed)]


def steps_of(timed: Timed) -> Iterator[Still]:
    for step in range(timed.beat.steps):
        yield Still(timed.beat, step + 1, round(timed.start + step * STEP, 1))


def pictures_of(script: Script, stills: list[Still]) -> list:
    """The stills as PIL images, and at the end the page with the ship."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf_of(script, stills)) as pages:
        # A point is 4/3 of a pixel of the style sheet.
        return [page.render(scale=4 / 3).to_pil().convert("RGB") for page in pages]


def html_of(script: Script, stills: list[Still]) -> str:
    context = {"script": script, "stills": stills, "view": script.view}
    return render_to_string("careers/explainer.html", context)


def pdf_of(script: Script, stills: list[Still]) -> bytes:
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    common = {"media_type": "screen", "url_fetcher": drawing_fetcher()}
    sheets = [library().CSS(filename=STATIC / "css" / name, font_config=fonts, **common) for name in STYLES]
    page = library().HTML(string=html_of(script, stills), base_url=STATIC.as_uri(), **common)
    return page.write_pdf(stylesheets=sheets, font_config=fonts)


@cache
def drawing_fetcher():
    """Gives WeasyPrint our own static files, and drawings as `drawing:car?white`."""
    return fetcher("drawing", lambda address: drawing(address.path, COLOURS[address.query]))


def drawing(name: str, colour: str) -> str:
    """An icon, the mark or the line of the region in one colour, as a file of its own."""
    if name == "word-mark":
        return component("word_mark").replace("currentColor", colour)
    if name == "skyline":
        boxes = component("skyline").replace('class="on"', f'fill="{COLOURS["kas"]}"')
        boxes = boxes.replace('class="off"', f'fill="#fff" stroke="{COLOURS["ink"]}"')
        return boxes.replace("<path ", f'<path {LINES} stroke="{colour}" ')
    paths = re.search(rf'<symbol id="{name}" viewBox="0 0 24 24">(.*?)</symbol>', ICONS.read_text(encoding="utf-8"))
    return svg("0 0 24 24", f'{LINES} stroke="{colour}"', paths[1])


def component(name: str) -> str:
    drawn = render_to_string(f"components/{name}.html")
    return drawn[drawn.index("<svg") :].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
