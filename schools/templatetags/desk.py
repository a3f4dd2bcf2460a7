"""The work list on the start page of the admin, and the questions that somebody keeps above a list."""

from django import template
from django.contrib.admin.utils import quote
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
