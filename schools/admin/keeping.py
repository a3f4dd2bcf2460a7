"""Questions that somebody keeps: the filters, search and order of a list under a name, shown above that list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ..auditing import Kind, record_change, values_of
from ..models import KeptQuestion

NO_PART = ("p", "_popup", "_to_field", "e")
"""What an address of a list holds beside the question: the page that is shown, and how it was opened."""
LONGEST_NAME, LONGEST_QUESTION = (KeptQuestion._meta.get_field(name).max_length for name in ("name", "question"))


def keeping_urls(site):
    """The two addresses, for every list of this site."""
    return [
        path("bewaard/", site.admin_view(require_POST(keep)), name="keep_question"),
        path("bewaard/<int:kept>/weg/", site.admin_view(require_POST(forget)), name="forget_question"),
    ]


def question_of(parameters: QueryDict) -> str:
    """The question alone, as it is kept."""
    asked = parameters.copy()
    for name in NO_PART:
        asked.pop(name, None)
    return asked.urlencode()


def list_named(request, label: str):
    """The list with this label, as far as somebody may look at it."""
    page = next((page for model, page in admin.site._registry.items() if model._meta.label_lower == label), None)
    if page is None:
        raise Http404
    if not page.has_view_or_change_permission(request):
        raise PermissionDenied
    return page


def address_of(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def keep(request):
    """Keep the question; a name that was there already gets the new one."""
    label, name = request.POST.get("list", ""), request.POST.get("name", "").strip()
    list_named(request, label)
    question = question_of(QueryDict(request.POST.get("question", "")))
    problem = problem_of(name, question)
    if problem:
        messages.error(request, problem)
    else:
        store(request.user, label, name, question)
        messages.success(request, gettext("Bewaard als %(name)s. U vindt het boven deze lijst.") % {"name": name})
    return HttpResponseRedirect(f"{address_of(label)}?{question}")


def problem_of(name: str, question: str) -> str:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return gettext("Niet bewaard. Geef een naam van hoogstens %(most)s tekens.") % {"most": LONGEST_NAME}
    if not question:
        return gettext("Niet bewaard. Kies eerst een filter, een volgorde of een zoekwoord.")
    too_long = gettext("Niet bewaard. Deze vraag is te lang. Kies minder filters.")
    return too_long if len(question) > LONGEST_QUESTION else ""


@transaction.atomic
def store(user, label: str, name: str, question: str):
    kept = KeptQuestion.objects.filter(user=user, model=label, name=name).first()
    old = values_of(kept) if kept else {}
    kept = kept or KeptQuestion(user=user, model=label, name=name)
    kept.question = question
    kept.save()
    record_change(Kind.CHANGED if old else Kind.CREATED, user, kept, old, values_of(kept))


@transaction.atomic
def forget(request, kept):
    """Throw away one of one's own."""
    row = get_object_or_404(KeptQuestion.objects.for_user(request.user), pk=kept)
    record_change(Kind.DELETED, request.user, row, values_of(row), {})
    row.delete()
    messages.success(request, gettext("%(name)s is verwijderd.") % {"name": row.name})
    return HttpResponseRedirect(address_of(row.model))
