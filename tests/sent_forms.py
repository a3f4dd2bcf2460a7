"""The forms of a page as a browser would send them, with every text changed and everything chosen."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ADDED = " overgenomen"
TYPED = {
    "date": "2026-01-05",
    "email": "overgenomen@example.org",
    "tel": "010 484 84 00",
    "url": "https://example.org/overgenomen",
}
"""What is filled in where not every text will do."""
NOT_SENT = {"submit", "button", "image", "reset", "file", "search"}


@dataclass
class Form:
    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    """What can be chosen of every field; of a text the one that is filled in."""
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the forms of a page in `forms`."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self.open, self.area, self.select = [], None, None, None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.open)
        elif self.open is not None:
            getattr(self, f"read_{tag}", lambda given: None)(given)

    def read_input(self, given):
        kind, name = given.get("type", "text"), given.get("name", "")
        if kind == "submit":
            self.read_button(given)
        elif name and kind in ("radio", "checkbox"):
            self.choose(name, given.get("value", "on"))
        elif name and kind not in NOT_SENT:
            value = given.get("value", "")
            self.choose(name, value if kind in ("hidden", "number") else TYPED.get(kind, value + ADDED))

    def read_button(self, given):
        if given.get("type", "submit") == "submit" and given.get("name"):
            self.open.buttons.append((given["name"], given.get("value", "")))

    def read_select(self, given):
        self.select = given.get("name", "")
        self.open.fields.setdefault(self.select, [])

    def read_option(self, given):
        if given.get("value"):
            self.choose(self.select, given["value"])

    def read_textarea(self, given):
        self.area = given.get("name", "")
        self.choose(self.area, ADDED)

    def handle_data(self, data):
        if self.open is not None and self.area:
            self.open.fields[self.area] = [data.strip() + ADDED]

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = None

    def choose(self, name, value):
        self.open.fields.setdefault(name, []).append(value)


def forms_in(html: str, address: str, preferred: Collection[str] = ()) -> Iterator[dict]:
    """What every button sends of the forms that a page sends to itself; of choices one of `preferred`, or the last.

    A form for another address is not among them: that address is walked by itself.
    """
    reader = FormReader()
    reader.feed(html)
    for form in reader.forms:
        if form.method == "post" and form.action.split("?")[0] in ("", address):
            data = {name: chosen(values, preferred) for name, values in form.fields.items()}
            yield from ({**data, name: value} for name, value in form.buttons or [("", "")])


def chosen(values: list[str], preferred: Collection[str]) -> str:
    return next((value for value in values if value in preferred), values[-1] if values else "")
