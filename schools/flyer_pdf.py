"""The flyer as PDF/UA: made on request, kept for ten minutes, and never so often that pages have to wait for it.

A PDF costs as much as dozens of pages. So each process makes one at a time, lets one more request wait for its turn,
and begins at most thirty a minute; who comes then prints the page of the flyer. That needs no list of visitors, and a
school that shares one address among its pupils is not kept out.

Finished PDFs stay in the memory of the process, under a hash of the question as it was understood. That holds the four
digits of a postcode at most, is never on disk, and is not given out again after ten minutes.
"""

import logging
import re
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import ModuleType
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import get_language

from .flyer import MOST_ROWS, Flyer

MOST_A_MINUTE = 30
ROWS = (MOST_ROWS, 8, 6, 4, 2)
"""Tried in this order. The flyer takes care that the first fits; the others are there should it be mistaken."""
STATIC = settings.BASE_DIR / "static"
ICONS = STATIC / "icons.svg"
INK, GREEN = "#14293a", "#11664a"
LINES = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

kept = LocMemCache("flyers", {"TIMEOUT": 600, "OPTIONS": {"MAX_ENTRIES": 64}})
places, turn = BoundedSemaphore(2), Lock()
begun = deque(maxlen=MOST_A_MINUTE)


class BusyError(Exception):
    """Too many flyers are being made at once."""


@cache
def library() -> ModuleType | None:
    """WeasyPrint; None where it or what it needs of the system is missing. Loaded only when a flyer is asked for."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        logging.getLogger("portal").warning("Flyers cannot be made as PDF: %s", str(error).splitlines()[0])
        return None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of every rule that is for browsers only
    return weasyprint


def pdf_of(flyer: Flyer) -> bytes:
    """The PDF of a flyer that has locations; BusyError when there is no room to make it now."""
    key = key_of(flyer)
    return kept.get(key) or in_turn(key, flyer.query)


def key_of(flyer: Flyer) -> str:
    parts = (flyer.catalogue.version, flyer.made_on, get_language(), flyer.query)
    return sha256(repr(parts).encode()).hexdigest()


def in_turn(key: str, query: str) -> bytes:
    with one_at_a_time():
        pdf = kept.get(key)  # whoever was before us may have made it
        if pdf is None:
            count_begun()
            pdf = make(query)
            kept.set(key, pdf)
        return pdf


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A turn to make a PDF. Only one request waits for it: the other threads are for pages."""
    if not places.acquire(blocking=False):
        raise BusyError
    try:
        with turn:
            yield
    finally:
        places.release()


def count_begun():
    now = time.monotonic()
    if len(begun) == begun.maxlen and now - begun[0] < 60:
        raise BusyError
    begun.append(now)


def make(query: str) -> bytes:
    """The PDF for a question, on exactly one page."""
    return on_one_page(QueryDict(query)).write_pdf(pdf_variant="pdf/ua-1")


def on_one_page(question: QueryDict):
    for rows in ROWS:
        document = laid_out(Flyer(question, most=rows))
        if len(document.pages) == 1:
            break
    return document


def laid_out(flyer: Flyer):
    """The sheet as WeasyPrint sets it, on as many pages as it takes."""
    fonts, styles = style()
    html = render_to_string("schools/flyer_pdf.html", {"flyer": flyer})
    page = library().HTML(string=html, base_url=STATIC.as_uri(), url_fetcher=fetcher())
    return page.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1")


@cache
def style():
    """The style sheets with their fonts, read once per process."""
    from weasyprint.text.fonts import FontConfiguration

    fonts, sheet = FontConfiguration(), STATIC / "css" / "flyer.css"
    common = {"url_fetcher": fetcher(), "font_config": fonts}
    styles = [library().CSS(filename=sheet, **common), library().CSS(string=icon_rules(), **common)]
    return fonts, styles


@cache
def fetcher():
    """Gives WeasyPrint our own static files and icons, and refuses all else: nothing is asked of the world."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            address = urlsplit(url)
            if address.scheme == "icon":
                return URLFetcherResponse(url, icons()[address.path], {"Content-Type": "image/svg+xml"})
            path = Path(url2pathname(address.path)).resolve()
            if address.scheme != "file" or not path.is_relative_to(STATIC):
                raise ValueError(f"Not a static file of this site: {url}")
            return URLFetcherResponse(url, path.read_bytes())

    return OwnFiles()


@cache
def icons() -> dict[str, str]:
    """The drawings of the site, each as a file of its own."""
    symbols = re.findall(r'<symbol id="([\w-]+)" viewBox="0 0 24 24">(.*?)</symbol>', ICONS.read_text())
    drawn = {name: svg("0 0 24 24", f'{LINES} stroke="{INK}"', paths) for name, paths in symbols}
    mark = re.search(r"<g.*</g>", render_to_string("components/word_mark.html"), re.DOTALL)[0]
    return {**drawn, "word-mark": svg("0 0 40 17", "", mark.replace("currentColor", GREEN))}


def svg(box: str, look: str, drawing: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><g {look}>{drawing}</g></svg>'


def icon_rules() -> str:
    """Draws icons as background, which in a tagged PDF is decoration: their words stand beside them."""
    shown = "".join(f".glyph--{name}{{background-image:url(icon:{name})}}" for name in icons())
    return f".glyph svg{{display:none}}{shown}"
