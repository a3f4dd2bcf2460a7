"""What the pages of the schools in the admin share."""

from django.contrib import admin
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext

from .audited import Audited
from .scoped import Scoped

LINKS_BESIDE_A_FIELD = ("can_add_related", "can_change_related", "can_delete_related", "can_view_related")


def yes_or_no(value):
    return gettext("ja") if value else gettext("nee")


def without_links(field):
    """A form field without the small icons that lead to other pages."""
    if field:
        vars(field.widget).update(dict.fromkeys(LINKS_BESIDE_A_FIELD, False))
    return field


def confirmation_url(**initial):
    return f"{reverse('admin:schools_profilestatement_add')}?{urlencode(initial)}"


class TitledList:
    """A list is called after what it lists, not after what one may do there."""

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class NamedAdmin(TitledList, Scoped, Audited, admin.ModelAdmin):
    """Pages with the name of the thing as title, only of what somebody may see, and with a record of every change."""

    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    view_on_site = False

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context |= {"title": self.name_of(obj), "subtitle": self.addition_to(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def name_of(self, obj):
        return str(obj)

    def addition_to(self, obj):
        return capfirst(self.opts.verbose_name)


class ReadOnlyAdmin(NamedAdmin):
    """What comes from elsewhere: to be read, not to be written."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
