"""A walk over everything that the admin can be asked, made from its own list of addresses.

What is new in the admin is walked as well; an address with a part that this module does not know fails the test.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms import BaseForm, FileField

from portal.importing import CONTENT_TYPES
from schools.models import DuoFile, KeptQuestion, LocationChange, Upload

ROWS = 1
TERMS = ("", "gehei")
"""What is searched for. A page repeats it, so the word that gives a secret away is not among them as a whole."""


@dataclass(frozen=True)
class Question:
    """One request; `data` of a GET is its question."""

    address: str
    data: tuple | None = None
    posts: bool = False

    def ask(self, client):
        return (client.post if self.posts else client.get)(self.address, dict(self.data or ()))


def patterns(listed=None, prefix="") -> Iterator[str]:
    """Every address as the admin itself lists it, with its parts that vary."""
    for each in admin.site.get_urls() if listed is None else listed:
        path = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from patterns(each.url_patterns, path)
        else:
            yield path


def rows_beyond(model, user) -> list[models.Model]:
    """Some rows that somebody may not reach, the newest first; of tables without municipality any rows."""
    rows = model._default_manager.all()
    if hasattr(rows, "for_user"):
        rows = rows.exclude(pk__in=rows.for_user(user).values("pk"))
    return list(rows.order_by("-pk")[:ROWS])


def addresses(user, only=()) -> Iterator[str]:
    """Every address, with examples for what varies: rows beyond reach, formats, lists that were sent in."""
    for pattern in patterns():
        if not only or pattern.startswith(tuple(only)):
            yield from ("/beheer/" + filled for filled in examples(pattern, user))


def examples(pattern: str, user) -> Iterator[str]:
    if "content_type_id" in pattern:
        return (f"r/{content_type}/{row.pk}/" for content_type, row in rows_of_all(user))
    if "(?P<app_label>" in pattern:
        return (f"{label}/" for label in sorted({model._meta.app_label for model in admin.site._registry}))
    if "(?P<url>" in pattern:
        return iter(["nergens/"])
    return filled(pattern, user)


def rows_of_all(user):
    for model in admin.site._registry:
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        yield from ((content_type.pk, row) for row in rows_beyond(model, user))


def filled(pattern: str, user) -> Iterator[str]:
    found = re.search(r"<[^>]+>", pattern)
    if not found:
        yield pattern
        return
    values = {
        "<path:object_id>": lambda: [quoted(row.pk) for row in rows_beyond(model_of(pattern), user)],
        "<id>": lambda: [row.pk for row in rows_beyond(model_of(pattern), user)],
        "<str:code>": lambda: [row.pk for row in rows_beyond(model_of(pattern), user)],
        "<int:statement_id>": lambda: [row.pk for row in rows_beyond(model_of(pattern), user)],
        "<int:inquiry_id>": lambda: [row.pk for row in rows_beyond(model_of(pattern), user)],
        "<int:change>": lambda: LocationChange.objects.values_list("pk", flat=True),
        "<int:kept>": lambda: KeptQuestion.objects.values_list("pk", flat=True),
        "<str:sort>": lambda: CONTENT_TYPES,
        "<int:duo_file>": lambda: DuoFile.objects.values_list("pk", flat=True),
        "<int:run>": lambda: [row.pk for row in rows_beyond(model_of(pattern), user)],
        "<int:number>": lambda: Upload.objects.values_list("pk", flat=True),
    }
    for value in values[found[0]]():
        yield from filled(pattern.replace(found[0], str(value), 1), user)


def quoted(key):
    return admin.utils.quote(key)


def model_of(pattern: str):
    return apps.get_model(*pattern.split("/")[:2])


# What is asked there


def questions(user, boss, only=()) -> Iterator[Question]:
    """Reading and writing at every address, with forms as somebody with all rights would send them."""
    for address in addresses(user, only):
        yield Question(address)
        yield Question(address, (("q", "gehei"),))
        yield from (Question(address, tuple(data.items()), posts=True) for data in sent(address, user, boss))
    yield from offered(only)


def sent(address: str, user, boss) -> Iterator[dict]:
    yield {}
    yield {"post": "yes"}
    yield {"apply": "", "seen": "", "skip": "on"}
    yield {"withdraw": ""}
    page = boss.get(address)
    if page.status_code != 200 or not page.context:
        return
    if "cl" in page.context:
        yield from actions(page.context["cl"], user)
    if "adminform" in page.context:
        yield changed(page.context)


def actions(changelist, user) -> Iterator[dict]:
    """Every action that the list knows, on all rows beyond reach."""
    chosen = [row.pk for row in rows_beyond(changelist.model, user)]
    names = [name for _function, name, _words in changelist.model_admin._get_base_actions()]
    for name in names:
        yield {"action": name, "index": "0", "_selected_action": chosen, "select_across": "0", "post": "yes"}
        yield {"action": name, "index": "0", "_selected_action": chosen, "select_across": "1", "post": "yes"}


def changed(context) -> dict:
    """The form as it stands, with every text changed and all choices made."""
    forms = [context["adminform"].form]
    for inline in context.get("inline_admin_formsets", ()):
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {name: value for form in forms for name, value in values_of(form)}


def values_of(form: BaseForm):
    for field in form:
        if isinstance(field.field, FileField):
            continue
        value = field.value()
        choices = [key for key, _label in getattr(field.field, "choices", ()) if key] if value in (None, "") else []
        if choices:
            value = choices[0]
        elif isinstance(value, str) and "Text" in type(field.field.widget).__name__:
            value = f"{value} overgenomen"
        yield field.html_name, "" if value is None else value


def offered(only) -> Iterator[Question]:
    """What every field that leads to another table offers while somebody types."""
    for model in apps.get_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model in admin.site._registry and is_wanted(model._meta.app_label, only):
                asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                for term in TERMS:
                    data = {**asked, "field_name": field.name, "term": term}
                    yield Question("/beheer/autocomplete/", tuple(data.items()))


def is_wanted(app: str, only) -> bool:
    return not only or app in {each.split("/")[0] for each in only}


def text_of(response) -> str:
    """All that an answer says, also within a workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            content = b"".join(workbook.read(name) for name in workbook.namelist())
    return content.decode("utf-8", errors="replace") + str(dict(response.headers))
