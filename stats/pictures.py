"""Charts as pictures for memos. WeasyPrint draws the SVG with our own font, and pypdfium2 makes pixels of it.

Both are loaded at the first picture, and a site without them still gives the SVG.
"""

import re
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from threading import Lock

from django.conf import settings
from django.utils.html import format_html

CONTENT_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
FONTS = settings.BASE_DIR / "static" / "fonts"
SCALE = 4
"""Pixels per point: sharp on paper as well."""
turn = Lock()
"""Neither library may be used by two threads at once."""


@cache
def can_make_png() -> bool:
    """Whether the libraries are there; they are not loaded for this."""
    return all(find_spec(name) for name in ("weasyprint", "pypdfium2", "PIL"))


def png(svg: str) -> bytes:
    with turn:
        return pixels(pdf(svg))


def pdf(svg: str) -> bytes:
    """A page as large as the drawing. Nothing is fetched: the drawing stands in the page, and the font on our disk."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    width, height = size_of(svg)
    style = (
        f"@font-face{{font-family:'Atkinson Next';src:url(atkinson-next-latin.woff2)}}"
        f"@page{{size:{width}px {height}px;margin:0}} body{{margin:0}} svg{{display:block}}"
    )
    css = weasyprint.CSS(string=style, base_url=f"{FONTS.as_uri()}/", font_config=fonts)
    page = weasyprint.HTML(string=format_html("<!doctype html><body>{}</body>", svg))
    return page.write_pdf(stylesheets=[css], font_config=fonts)


def size_of(svg: str) -> tuple[str, str]:
    """The width and height that the drawing names."""
    return re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups()


def pixels(document: bytes) -> bytes:
    import pypdfium2

    pages = pypdfium2.PdfDocument(document)
    content = BytesIO()
    pages[0].render(scale=SCALE).to_pil().save(content, "PNG")
    pages.close()
    return content.getvalue()
