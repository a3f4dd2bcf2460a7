"""The what-if pages, for staff. The address holds the question; it is stored only when somebody asks for that."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import pdf
from schools.admin.scoped import is_reached
from schools.models import DataVersion

from .. import papers
from ..models import Exploration
from ..staff import in_frame, staff_page
from . import keeping
from .answer import Answer
from .keeping import ADD, NameForm, Reopened
from .question import Question

VIEW, DELETE = "stats.view_exploration", "stats.delete_exploration"


@require_safe
@staff_page
def what_if(request):
    return show(request, Question(request.GET), NameForm())


def show(request, question: Question, form: NameForm, busy=False):
    """The question, its answer once it is complete, and what was kept earlier."""
    context = {"question": question, "busy": busy, "kept": Exploration.objects.none()}
    if request.user.has_perm(VIEW):
        mine = Exploration.objects.for_user(request.user).select_related("author", "municipality")
        context["kept"] = mine.defer("municipality__boundary")
    title = _("Wat als een locatie stopt of start?")
    if question.is_complete:
        context |= {**answered(request, question), "form": form if request.user.has_perm(ADD) else None}
        title = question.title
    return in_frame(request, "admin/what_if/page.html", title, **context)


def answered(request, question: Question) -> dict:
    """What the parts of a page need that tell the answer."""
    permalink = request.build_absolute_uri(f"{reverse('what-if')}?{question.query}")
    version, has_pdf = DataVersion.current(), bool(pdf.library())
    return {"answer": Answer(question), "permalink": permalink, "version": version, "has_pdf": has_pdf}


@require_safe
@staff_page
def what_if_pdf(request):
    """The answer as PDF. Where there is none, the page says why."""
    question = Question(request.GET)
    if not question.is_complete or not pdf.library():
        return redirect(f"{reverse('what-if')}?{request.GET.urlencode()}")
    context = {"question": question, "made_on": timezone.localdate(), **answered(request, question)}
    key = ("what-if", context["version"], context["made_on"], context["permalink"])
    file_name = f"{slugify(question.title)[:60].rstrip('-')}.pdf"
    try:
        return papers.paper(key, "admin/what_if/paper.html", context, file_name)
    except pdf.BusyError:
        return papers.busy(show(request, question, NameForm(), busy=True))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(permission=ADD)
def keep(request):
    """Keep the question of this address under a name."""
    question = Question(request.GET)
    if request.method != "POST" or not question.is_complete:
        return redirect(f"{reverse('what-if')}?{request.GET.urlencode()}")
    form = NameForm(request.POST)
    if not form.is_valid():
        return show(request, question, form)
    made = keeping.keep(form.save(commit=False), question, request.user)
    messages.success(request, _("De verkenning is bewaard als “%(name)s”.") % {"name": made.name})
    return redirect("what-if-kept", pk=made.pk)


def reached_or_403(user, action: str, pk: int) -> Exploration:
    found = get_object_or_404(Exploration.objects.select_related("author"), pk=pk)
    if not is_reached(found, user, action):
        raise PermissionDenied
    return found


@require_safe
@staff_page(permission=VIEW)
def kept(request, pk):
    """A kept question, answered with the data of now, and whether that differs from then."""
    reopened = Reopened(reached_or_403(request.user, "view", pk))
    context = answered(request, reopened.question) if reopened.answer else {}
    may_forget = request.user.has_perm(DELETE) and is_reached(reopened.exploration, request.user, "delete")
    context |= {"reopened": reopened, "kept": reopened.exploration, "may_forget": may_forget}
    return in_frame(request, "admin/what_if/kept.html", reopened.exploration.name, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(permission=DELETE)
def forget(request, pk):
    found = reached_or_403(request.user, "delete", pk)
    if request.method == "POST":
        keeping.forget(found, request.user)
        messages.success(request, _("De verkenning is verwijderd."))
        return redirect("what-if")
    return in_frame(request, "admin/what_if/forget.html", _("Verkenning verwijderen"), kept=found)
