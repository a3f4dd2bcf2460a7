"""Reads a page more strictly than a browser does: all is closed, in order, and stands where HTML allows it."""

import re
from functools import cache, cached_property
from html.parser import HTMLParser


def words(text):
    return set(text.split())


VOID = words("area base br col embed hr img input link meta param source track wbr")
PHRASING = words(
    "a abbr audio b bdi bdo br button canvas cite code data datalist del dfn em embed i iframe img input ins kbd label "
    "map mark meter noscript object output picture progress q ruby s samp script select slot small span strong sub "
    "sup svg template textarea time u use var video wbr option optgroup legend summary"
)
SVG = words("use g path rect circle line polyline polygon ellipse text title desc defs")
ONLY_PHRASING = words("p h1 h2 h3 h4 h5 h6 span strong em small b i bdi label button summary legend")
ONLY_THESE = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}
ONLY_IN = {
    "li": {"ul", "ol"},
    "tr": {"thead", "tbody", "tfoot"},
    "th": {"tr"},
    "td": {"tr"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "caption": {"table"},
}
INTERACTIVE = {"a", "button", "label", "summary"}
BLOCKS = words(
    "address article aside blockquote body dd div dl dt fieldset figure footer form h1 h2 h3 h4 header li main nav ol "
    "p section table tbody td th thead tr ul"
)


class MarkupError(AssertionError):
    """The page is not well-formed; the message says where."""


class Element:
    """A piece of the page. Text is a plain string among its children."""

    def __init__(self, tag, attributes=(), parent=None):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children = []

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    @property
    def classes(self):
        return set((self.get("class") or "").split())

    @property
    def ancestors(self):
        return [] if self.parent is None else [self.parent, *self.parent.ancestors]

    @cached_property
    def elements(self):
        """Everything in it, in the order of the page."""
        return [each for child in self.children if isinstance(child, Element) for each in (child, *child.elements)]

    @cached_property
    def text(self):
        """The words as they are read out, also those that only a screen reader gets."""
        return " ".join("".join(self.pieces()).split()).replace(" ,", ",").replace(" .", ".")

    def pieces(self):
        for child in self.children:
            if isinstance(child, Element):
                gap = " " if child.tag in BLOCKS else ""
                yield gap
                yield from child.pieces()
                yield gap
            else:
                yield child

    def all(self, selector):
        """Elements for "tag", ".class", "#id", "[name=value]", these combined, and with blanks for "inside"."""
        found = [self]
        for step in selector.split():
            inside = [element for place in found for element in place.elements if element.matches(step)]
            found = list(dict.fromkeys(inside))
        return found

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector}, expected one"
        return found[0]

    def matches(self, step):
        return all(self.has(part) for part in parts(step))

    def has(self, part):
        if part[0] == ".":
            return part[1:] in self.classes
        if part[0] == "#":
            return self.get("id") == part[1:]
        if part[0] == "[":
            name, _is, value = part[1:-1].partition("=")
            return name in self.attributes and (not value or self.attributes[name] == value)
        return self.tag == part


@cache
def parts(step):
    return re.findall(r"[.#]?[\w-]+|\[[^\]]+\]", step)


class StrictParser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("document")

    def refuse(self, reason):
        line, column = self.getpos()
        raise MarkupError(f"line {line}, column {column}: {reason}")

    def handle_starttag(self, tag, attrs):
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.refuse(f"<{tag}> has an attribute twice")
        self.check_place(tag)
        element = Element(tag, attrs, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def check_place(self, tag):
        parent = self.here.tag
        if parent in ONLY_PHRASING and tag not in PHRASING:
            self.refuse(f"<{tag}> in <{parent}>")
        if parent in ONLY_THESE and tag not in ONLY_THESE[parent]:
            self.refuse(f"<{tag}> in <{parent}>")
        if tag in ONLY_IN and parent not in ONLY_IN[tag]:
            self.refuse(f"<{tag}> in <{parent}>")
        around = {self.here.tag, *(each.tag for each in self.here.ancestors)}
        if tag in INTERACTIVE and around & INTERACTIVE:
            self.refuse(f"<{tag}> in <{'> or <'.join(around & INTERACTIVE)}>")
        if tag in SVG - {"title", "text"} and "svg" not in around:
            self.refuse(f"<{tag}> outside <svg>")

    def handle_startendtag(self, tag, attrs):
        if tag not in VOID | SVG:
            self.refuse(f"<{tag}/> closes itself")
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.here = self.here.parent

    def handle_endtag(self, tag):
        if tag != self.here.tag:
            self.refuse(f"</{tag}> closes <{self.here.tag}>")
        self.here = self.here.parent

    def handle_data(self, data):
        if data.strip() and self.here.tag in {"ul", "ol", "dl", "table", "thead", "tbody", "tr", "select", "html"}:
            self.refuse(f"text in <{self.here.tag}>: {data.strip()[:40]}")
        self.here.children.append(data)


def parse(html):
    """The whole page as an Element; MarkupError when it is not well-formed."""
    parser = StrictParser()
    parser.feed(html)
    parser.close()
    if parser.here is not parser.root:
        raise MarkupError(f"<{parser.here.tag}> is not closed")
    return parser.root


def page(response):
    return parse(response.content.decode())
