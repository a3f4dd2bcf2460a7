"""Paper: PDF/UA from our own templates and style sheets, and never so often that pages have to wait for it.

A PDF costs as much as dozens of pages. So each process makes one at a time, lets one more request wait for its turn,
and begins at most thirty a minute; who comes then prints the page itself. That needs no list of visitors, and a school
that shares one address among its pupils is not kept out.

Finished PDFs stay in the memory of the process for ten minutes, under a hash of what was asked; never on disk.
"""

import logging
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import ModuleType
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.template.loader import render_to_string

MOST_A_MINUTE = 30
STATIC = settings.BASE_DIR / "static"
ICONS = STATIC / "icons.svg"
INK, GREEN = "#14293a", "#11664a"
LINES = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
VARIANT = "pdf/ua-1"

kept = LocMemCache("pdf", {"TIMEOUT": 600, "OPTIONS": {"MAX_ENTRIES": 64}})
places, turn = BoundedSemaphore(2), Lock()
begun = deque(maxlen=MOST_A_MINUTE)


class BusyError(Exception):
    """Too many PDFs are being made at once."""


@cache
def library() -> ModuleType | None:
    """WeasyPrint; None where it or what it needs of the system is missing. Loaded only when a PDF is asked for."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        logging.getLogger("portal").warning("No PDF can be made: %s", str(error).splitlines()[0])
        return None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of every rule that is for browsers only
    return weasyprint


# In turn


def kept_or_made(asked: tuple, make: Callable[[], bytes]) -> bytes:
    """The PDF for what was asked, made now unless it was made lately; BusyError when there is no room to make it."""
    key = sha256(repr(asked).encode()).hexdigest()
    return kept.get(key) or in_turn(key, make)


def in_turn(key: str, make: Callable[[], bytes]) -> bytes:
    with one_at_a_time():
        pdf = kept.get(key)  # whoever was before us may have made it
        if pdf is None:
            count_begun()
            pdf = make()
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


# On paper


def laid_out(html: str, sheet: str):
    """A document as WeasyPrint sets it with this style sheet of ours, on as many pages as it takes."""
    fonts, styles = style(sheet)
    page = library().HTML(string=html, base_url=STATIC.as_uri(), url_fetcher=icon_fetcher())
    return page.render(font_config=fonts, stylesheets=styles, pdf_variant=VARIANT)


def written(document) -> bytes:
    """The tagged PDF of what was laid out."""
    return document.write_pdf(pdf_variant=VARIANT)


@cache
def style(sheet: str):
    """A style sheet with our fonts and icons, read once per process."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    common = {"url_fetcher": icon_fetcher(), "font_config": fonts}
    styles = [
        library().CSS(filename=STATIC / "css" / sheet, **common),
        library().CSS(string=icon_rules(), **common),
    ]
    return fonts, styles


def fetcher(scheme: str, drawing: Callable[[SplitResult], str | bytes]):
    """Gives WeasyPrint our own static files, and drawings for addresses with this scheme; refuses all else.

    So nothing is asked of the world.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            address = urlsplit(url)
            if address.scheme == scheme:
                return URLFetcherResponse(url, drawing(address), {"Content-Type": "image/svg+xml"})
            path = Path(url2pathname(address.path)).resolve()
            if address.scheme != "file" or not path.is_relative_to(STATIC):
                raise ValueError(f"Not a static file of this site: {url}")
            return URLFetcherResponse(url, path.read_bytes())

    return OwnFiles()


@cache
def icon_fetcher():
    """Gives WeasyPrint our own static files, and icons as `icon:phone`."""
    return fetcher("icon", lambda address: icons()[address.path])


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
