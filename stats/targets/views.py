"""The pages about targets, for staff: the list, one target, and the forms to make, change and remove one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..models import Target
from ..staff import area, in_frame, staff_page
from .charts import chart_of
from .choosing import Choice, newest_figures
from .following import follow
from .forms import TargetForm, years_form
from .saving import delete_target, save_target

ADD, CHANGE, DELETE = "stats.add_target", "stats.change_target", "stats.delete_target"


@require_safe
@staff_page
def targets(request):
    """All targets, those of the chosen area first."""
    shown = area(request)
    own, others = [], []
    for each in follow(Target.objects.with_values().order_by("region__name", "indicator__position", "pk")):
        (own if each.target.region_id == shown["area"].code else others).append(each)
    return in_frame(request, "admin/targets/list.html", _("Doelen"), own=own, others=others, **shown)


@require_safe
@staff_page
def target(request, pk):
    [shown] = follow([get_object_or_404(Target.objects.with_values(), pk=pk)])
    context = {"followed": shown, "chart": chart_of(shown)}
    return in_frame(request, "admin/targets/target.html", shown.title, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(permission=ADD)
def new_target(request):
    """First what it is about, in the address; then the rest. A cell that has a target leads to that."""
    where = area(request)
    choice = Choice(request.GET, where["area"])
    found = choice.target() if choice.is_complete else None
    if found and found.pk:
        messages.info(request, _("Dit doel is er al. U kunt het hier wijzigen."))
        return redirect("target-change", pk=found.pk)
    return edit(request, found, _("Nieuw doel"), choice=choice, **where) if found else choose(request, choice, where)


def choose(request, choice, where):
    context = {"choice": choice, **where}
    return in_frame(request, "admin/targets/form.html", _("Nieuw doel"), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(permission=CHANGE)
def change_target(request, pk):
    return edit(request, get_object_or_404(Target.objects.with_values(), pk=pk), _("Doel wijzigen"))


def edit(request, found, title, **context):
    """The form of a target, stored or new; saved when all of it can be used."""
    data = request.POST if request.method == "POST" else None
    form = TargetForm(data, instance=found, newest=newest_figures(found))
    years = years_form(found.indicator, found, data)
    if data is not None and are_valid(form, years):
        save_target(form.save(commit=False), years.values, request.user)
        messages.success(request, _("Het doel is bewaard."))
        return redirect("target", pk=found.pk)
    [about] = follow([found]) if found.pk else [None]
    context |= {"form": form, "years": years, "target": found, "followed": about}
    return in_frame(request, "admin/targets/form.html", title, **context)


def are_valid(form, years) -> bool:
    """Both, so that all mistakes are told at once. The years are held against where the target begins."""
    has_start = form.is_valid() or "start" not in form.errors
    years.baseline = form.baseline if has_start else None
    return years.is_valid() and form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(permission=DELETE)
def remove_target(request, pk):
    found = get_object_or_404(Target.objects.with_values(), pk=pk)
    if request.method == "POST":
        delete_target(found, request.user)
        messages.success(request, _("Het doel is verwijderd."))
        return redirect("targets")
    [shown] = follow([found])
    return in_frame(request, "admin/targets/remove.html", _("Doel verwijderen"), followed=shown)
