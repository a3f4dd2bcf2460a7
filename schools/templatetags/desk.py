"""What the templates of the admin ask: work, what changed last, kept questions, and rows behind a field."""

from django import template
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse

from ..desk.last_changes import last_changes as changes_of
from ..desk.work_list import work_list_of
from ..models import AuditEvent, KeptQuestion

register = template.Library()


@register.simple_tag
def work_list(request):
    """What whoever asks has to do; None for who looks after no municipality."""
    return work_list_of(request.user, request.GET)


@register.simple_tag
def last_changes(user):
    """What somebody changed last, each with the address of its page where there still is one."""
    return [(change, address_of(change)) for change in changes_of(user)]


def address_of(change):
    app, _dot, name = change.model.partition(".")
    if change.kind == str(AuditEvent.Kind.DELETED.label):
        return ""
    try:
        return reverse(f"admin:{app}_{name}_change", args=[quote(change.key)])
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def kept_questions(context, cl):
    """What whoever asks keeps of this list, with the question of now and whether it is one of them."""
    from ..admin.keeping import question_of  # that package registers its pages when it is loaded

    request, label = context["request"], cl.model._meta.label_lower
    kept = list(KeptQuestion.objects.for_user(request.user).filter(model=label))
    now = question_of(request.GET)
    return {"label": label, "kept": kept, "now": now, "is_kept": any(each.question == now for each in kept)}


@register.simple_tag(takes_context=True)
def contents(context, field):
    """A field that is only read; another row is a link only to who may open its page."""
    row = row_behind(field)
    return field.contents() if row is None or may_open(context["request"], row) else str(row)


def row_behind(field):
    """The row that a field on a page points at; None where it is no such field or points at nothing."""
    try:
        described = field.form.instance._meta.get_field(field.field["field"])
    except FieldDoesNotExist:
        return None
    is_one_row = described.is_relation and not described.auto_created and not described.many_to_many
    return getattr(field.form.instance, described.name) if is_one_row else None


def may_open(request, row):
    page = admin.site._registry.get(type(row))
    return page is not None and page.has_view_permission(request, row)
