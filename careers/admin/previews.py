"""Looking at a change before it is saved: the page for visitors with what stands in the form, and nothing is kept.

The form is saved in earnest, the page is drawn from the database, and then all of it is undone. So a preview shows
what visitors would see, also of facts that were added, changed or deleted on the same form.
"""

from django.db import transaction
from django.db.models import Q
from django.shortcuts import render

from portal.policy import allow
from schools.catalogue import apart

from ..detours import is_technical
from ..models import Occupation, RoleModel
from ..occupation_page import (
    WAY_OF_LEARNING,
    WHERE_CHANCES_ARE,
    OccupationView,
    occupations_with_facts,
    read_common,
    read_videos,
)
from .base import CareersAdmin

BUTTON = "_preview"


class PreviewedAdmin(CareersAdmin):
    """Something that stands on the page of an occupation: `page_of` says which, `place` under which heading."""

    change_form_template = "admin/careers/previewed.html"
    place = "inhoud"

    def page_of(self, obj) -> Occupation | None:
        """The occupation on whose page this stands; None when it stands on no page."""
        return obj.occupation

    def lacking(self, obj) -> list[str]:
        """What has to be filled in before visitors can see this."""
        return []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"preview_button": BUTTON, "preview_place": self.place, **(extra_context or {})}
        if not is_preview(request):
            return super().changeform_view(request, object_id, form_url, context)
        with transaction.atomic(), apart():
            response = super().changeform_view(request, object_id, form_url, context)
            transaction.set_rollback(True)
        return response

    def save_related(self, request, form, formsets, change):
        if is_preview(request):  # the data version stays: what is drawn now is nobody's
            super(CareersAdmin, self).save_related(request, form, formsets, change)
        else:
            super().save_related(request, form, formsets, change)

    def response_add(self, request, obj, *args, **kwargs):
        return (
            self.preview(request, obj) if is_preview(request) else super().response_add(request, obj, *args, **kwargs)
        )

    def response_change(self, request, obj):
        return self.preview(request, obj) if is_preview(request) else super().response_change(request, obj)

    def preview(self, request, obj):
        """The page as it would be, drawn while the change still stands."""
        occupation = self.page_of(obj)
        context = {"lacking": self.lacking(obj), "section": "occupations"}
        if not occupation:
            return render(request, "careers/preview_nowhere.html", context)
        shown = occupations_with_facts(self.stories(obj)).get(pk=occupation.pk)
        videos = read_videos(shown)
        context |= {"occupation": shown, "view": OccupationView(shown, read_common(), videos)}
        return allow(render(request, "careers/preview.html", context), videos)

    def stories(self, obj):
        return RoleModel.objects.published()


def is_preview(request) -> bool:
    return BUTTON in request.POST


def first_of(occupations) -> Occupation | None:
    return occupations.order_by("title").first()


class OccupationPreview(PreviewedAdmin):
    def page_of(self, obj):
        return obj


class CoursePreview(PreviewedAdmin):
    place = "route"

    def page_of(self, obj):
        return first_of(Occupation.objects.filter(routes__course=obj))


class RoutePreview(PreviewedAdmin):
    place = "route"


class PayPreview(PreviewedAdmin):
    place = "pay"


class ProspectPreview(PreviewedAdmin):
    """A prospect of all technical occupations stands on the page of each, one of all occupations on none."""

    place = "chances"

    def page_of(self, obj):
        if not obj.technical:
            return obj.occupation
        return next(filter(is_technical, Occupation.objects.filter(prospects=None).order_by("title")), None)


class RoleModelPreview(PreviewedAdmin):
    place = "stories"

    def stories(self, obj):
        return RoleModel.objects.filter(Q(status=RoleModel.Status.PUBLISHED) | Q(pk=obj.pk))

    def lacking(self, obj):
        return [str(error) for error in obj.errors_of_publishing().values()]


class MythPreview(PreviewedAdmin):
    place = "myths"

    def page_of(self, obj):
        return first_of(obj.occupations)


class GeneralFactPreview(PreviewedAdmin):
    """Some of these facts stand on the page of every occupation, or of those without prospects."""

    def page_of(self, obj):
        if obj.pk == WHERE_CHANCES_ARE:
            return first_of(Occupation.objects.filter(prospects=None))
        return first_of(Occupation.objects) if obj.pk in WAY_OF_LEARNING else None


class ProviderPreview(PreviewedAdmin):
    place = "providers"

    def page_of(self, obj):
        return first_of(obj.occupations)
