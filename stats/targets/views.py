"""The pages about targets, for staff: the list, one target, and the forms to make, change and remove one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools.admin.scoped import is_reached
from schools.models import Region

from ..chosen import PARAMETER, home
from ..models import Target
from ..staff import area, in_frame, staff_page
from .charts import chart_of
from .choosing import ADD, Choice, newest_figures, within_reach
from .following import follow
from .forms import TargetForm, years_form
from .saving import delete_target, save_target

CHANGE, DELETE = "stats.change_target", "stats.delete_target"


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
    may = {f"may_{action}": may_do(request.user, action, shown.target) for action in ("change", "delete")}
    context = {"followed": shown, "chart": chart_of(shown), **may}
    return in_frame(request, "admin/targets/target.html", shown.title, **context)


def may_do(user, action: str, found: Target) -> bool:
    return user.has_perm(f"stats.{action}_target") and is_reached(found, user, action)


def reached_or_403(user, action: str, pk: int) -> Target:
    """A target is everybody's to read; PermissionDenied for who may not do this in its area."""
    found = get_object_or_404(Target.objects.with_values(), pk=pk)
    if not is_reached(found, user, action):
        raise PermissionDenied
    return found


def own_area(request) -> dict:
    """As `staff.area`, with only the areas that somebody may make targets for; PermissionDenied for another one."""
    where = area(request)
    mine = within_reach(request.user, where["areas"])
    asked: Region = where["area"]
    if not mine or (PARAMETER in request.GET and asked not in mine):
        raise PermissionDenied
    if asked not in mine:
        asked = next((each for each in mine if each == home(request.user, where["regions"])), mine[0])
    return {**where, "area": asked, "areas": mine}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(permission=ADD)
def new_target(request):
    """First what it is about, in the address; then the rest. A cell that has a target leads to that."""
    where = own_area(request)
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
    return edit(request, reached_or_403(request.user, "change", pk), _("Doel wijzigen"))


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
    found = reached_or_403(request.user, "delete", pk)
    if request.method == "POST":
        delete_target(found, request.user)
        messages.success(request, _("Het doel is verwijderd."))
        return redirect("targets")
    [shown] = follow([found])
    return in_frame(request, "admin/targets/remove.html", _("Doel verwijderen"), followed=shown)
