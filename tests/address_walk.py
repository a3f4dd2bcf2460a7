"""A walk over everything that the site can be asked, made from its own list of addresses.

What is new is walked as well: an address with a part that this module does not know, or without an example for it,
fails the test.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import get_resolver
from pypdf import PdfReader

from careers.models import Occupation, Video
from portal.importing import CONTENT_TYPES
from schools.models import DuoFile, KeptQuestion, LocationChange, Region, SchoolLocation, Upload, VmboProfile
from stats.importers import LAYOUTS
from stats.models import Exploration, Indicator, Target

from .sent_forms import forms_in

STAFF = "beheer/"
ACCOUNT = f"{STAFF}account/"
TOWN, CODE = "GM0599", "99ZZ00"
"""What is not theirs: Rotterdam, and a location there."""
TERM = "gehei"
"""What is searched for. A page repeats it, so the word that gives a secret away is not asked as a whole."""
OF_OTHERS = {
    "gemeente": TOWN,
    "gebied": TOWN,
    "locatie": CODE,
    "location": CODE,
    "profiel": "PIE",
    "sleutel": f"1-{CODE}.x",
}
"""What an address may be asked behind the question mark, about others."""
NOT_POSTED = {
    f"{ACCOUNT}logout/": "ends the session of whoever asks: test_accounts",
    f"{ACCOUNT}apparaten/": "ends the sessions of whoever asks: test_devices",
    f"{ACCOUNT}2fa/totp/deactivate/": "takes the second factor of whoever asks: test_accounts",
    f"{ACCOUNT}2fa/recovery-codes/generate/": "gives whoever asks other codes: test_accounts",
}
"""Addresses that are read but not posted to, and why."""
TABLES = {
    "scholen/": SchoolLocation,
    "profielen/": VmboProfile,
    "gemeenten/": Region,
    "beroepen/": Occupation,
    "video/": Video,
    "api/v1/locations": SchoolLocation,
    "api/v1/occupations": Occupation,
    "api/v1/indicators": Indicator,
    f"{ACCOUNT}2fa/webauthn/": Authenticator,
    f"{STAFF}cijfers/doelen/": Target,
    f"{STAFF}cijfers/wat-als/": Exploration,
    f"{STAFF}cijfers/inlezen/": Upload,
    f"{STAFF}cijfers/": Indicator,
}
"""What the varying part names, for addresses that do not name their table as those of the admin do."""

Rows = Callable[[type[models.Model]], list[models.Model]]
"""Gives some rows of a table to ask about."""


@dataclass(frozen=True)
class Question:
    """One request; `data` of a GET is its question."""

    address: str
    data: tuple | None = None
    method: str = "get"

    def ask(self, client):
        if self.method == "delete":
            return client.delete(self.address)
        return getattr(client, self.method)(self.address, dict(self.data or ()))


# Rows


def beyond(user) -> Rows:
    """Rows that somebody may not reach, the newest; of tables without municipality those of somebody else."""

    def rows(model):
        found = model._default_manager.all()
        if hasattr(found, "for_user"):
            found = found.exclude(pk__in=found.for_user(user).values("pk"))
        own = {User: "pk", Authenticator: "user", DuoFile: "author"}.get(model)
        chosen = {"pk": TOWN} if model is Region else {}
        return newest((found.exclude(**{own: user.pk}) if own else found).filter(**chosen))

    return rows


def within(user) -> Rows:
    """Rows that somebody may look at; of tables without municipality any rows."""

    def rows(model):
        found = model._default_manager.all()
        return newest(found.for_user(user) if hasattr(found, "for_user") else found)

    return rows


def newest(rows) -> list[models.Model]:
    return list(rows.order_by("-pk")[:1])


# Addresses


def patterns(listed=None, prefix="") -> Iterator[str]:
    """Every address as the site itself lists it, with its parts that vary."""
    for each in get_resolver().url_patterns if listed is None else listed:
        path = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from patterns(each.url_patterns, path)
        else:
            yield path


def addresses(rows: Rows, only=()) -> Iterator[str]:
    """Every address that begins with one of `only`, with examples for what varies."""
    for pattern in dict.fromkeys(patterns()):
        if not only or pattern.startswith(tuple(only)):
            yield from ("/" + filled for filled in examples(pattern, rows))


def examples(pattern: str, rows: Rows) -> Iterator[str]:
    if "content_type_id" in pattern:
        return (f"{STAFF}r/{content_type}/{row.pk}/" for content_type, row in rows_of_all(rows))
    if "(?P<app_label>" in pattern:
        return (f"{STAFF}{label}/" for label in sorted({model._meta.app_label for model in admin.site._registry}))
    if "(?P<url>" in pattern:
        return iter([f"{STAFF}nergens/"])
    return filled(pattern, rows)


def rows_of_all(rows: Rows):
    for model in admin.site._registry:
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        yield from ((content_type.pk, row) for row in rows(model))


def filled(pattern: str, rows: Rows) -> Iterator[str]:
    found = re.search(r"<[^>]+>", pattern)
    if not found:
        yield pattern
        return
    for value in values_for(found[0], pattern, rows):
        yield from filled(pattern.replace(found[0], str(value), 1), rows)


def values_for(part: str, pattern: str, rows: Rows) -> Iterable:
    """Examples for a part that varies. A part of a new sort fails here, until it is given one."""
    named = {
        "<int:change>": lambda: LocationChange.objects.values_list("pk", flat=True),
        "<int:kept>": lambda: KeptQuestion.objects.values_list("pk", flat=True),
        "<int:duo_file>": lambda: [row.pk for row in rows(DuoFile)],
        "<int:number>": lambda: [0, *Upload.objects.values_list("pk", flat=True)],
        "<str:sort>": lambda: CONTENT_TYPES,
        "<table:sort>": lambda: CONTENT_TYPES,
        "<table:kind>": lambda: CONTENT_TYPES,
        "<picture:kind>": lambda: ["svg"],
        "<slug:name>": lambda: ["published-ontwikkeling"],
        "<slug:layout>": lambda: [next(iter(LAYOUTS))],
        "<slug:language>": lambda: ["nl"],
        "<str:name>": lambda: ["film.webm"],
        "<path:rest>": lambda: ["v1/nergens"],
    }
    if part in named:
        return named[part]()
    assert part in ROW_PARTS, f"{part} of {pattern} is new: say in {__name__} what it may be"
    model = model_of(pattern)
    return [quote(row.slug if part == "<slug:slug>" else row.pk) for row in rows(model)]


ROW_PARTS = {
    "<path:object_id>",
    "<id>",
    "<int:pk>",
    "<str:code>",
    "<location:code>",
    "<slug:code>",
    "<slug:slug>",
    "<int:statement_id>",
    "<int:inquiry_id>",
    "<int:run>",
}
"""Parts that name a row of the table that the address is about."""


def model_of(pattern: str):
    table = next((table for start, table in TABLES.items() if pattern.startswith(start)), None)
    return table or apps.get_model(*pattern.removeprefix(STAFF).split("/")[:2])


# What is asked there


def questions(rows: Rows, boss, only=()) -> Iterator[Question]:
    """Reading and writing at every address, with forms as `boss`, who has all rights, would send them."""
    for address in addresses(rows, only):
        page, query = opened(address, boss)
        is_list = bool(page.context and "cl" in page.context)
        yield Question(address)
        yield Question(address, (("q", TERM),) if is_list else tuple(OF_OTHERS.items()))
        yield Question(address, method="delete")
        if address.removeprefix("/") not in NOT_POSTED:
            target = f"{address}?{query}" if query else address
            yield from (Question(target, tuple(data.items()), "post") for data in sent(page, rows))
    yield from offered(only)


def opened(address: str, boss):
    """The page with all rights, asked about what is not theirs, and that question; a list takes no such question."""
    query = urlencode(OF_OTHERS)
    page = boss.get(f"{address}?{query}")
    if page.status_code == 302:
        page, query = boss.get(address), ""
    return page, query


def sent(page, rows: Rows) -> Iterator[dict]:
    yield {"post": "yes", "apply": "", "seen": "", "skip": "on"}
    yield {"withdraw": ""}
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return
    if page.context and "cl" in page.context:
        yield from actions(page.context["cl"], rows)
    yield from forms_in(page.content.decode(), page.request["PATH_INFO"], preferred=OF_OTHERS.values())


def actions(changelist, rows: Rows) -> Iterator[dict]:
    """Every action that the list knows, on all rows that are asked about."""
    chosen = [row.pk for row in rows(changelist.model)]
    names = [name for _function, name, _words in changelist.model_admin._get_base_actions()]
    for name in names:
        for across in "01":
            yield {"action": name, "index": "0", "_selected_action": chosen, "select_across": across, "post": "yes"}


def offered(only) -> Iterator[Question]:
    """What every field that leads to another table offers while somebody types."""
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model in admin.site._registry and is_wanted(model._meta.app_label, only):
                asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                for term in ("", TERM):
                    data = {**asked, "field_name": field.name, "term": term}
                    yield Question(f"/{STAFF}autocomplete/", tuple(data.items()))


def is_wanted(app: str, only) -> bool:
    return not only or any(each.startswith(f"{STAFF}{app}/") for each in only)


def text_of(response) -> str:
    """All that an answer says, also within a workbook or a PDF."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            content = b"".join(workbook.read(name) for name in workbook.namelist())
    if content.startswith(b"%PDF"):
        content = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()
    return content.decode("utf-8", errors="replace") + str(dict(response.headers))
