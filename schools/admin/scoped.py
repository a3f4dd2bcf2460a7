"""Keeps every page of the admin to the rows that somebody may see and change there.

What a queryset knows as `for_user` holds for lists, search, filters, actions, inlines, downloads, history and direct
addresses. Models whose querysets do not know it have no municipality: for them only permissions count.
"""

from copy import copy

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied


def reached(rows, user, action="view"):
    """The rows with which somebody may do this."""
    return rows.for_user(user, action) if hasattr(rows, "for_user") else rows


def is_reached(row, user, action="view"):
    """Whether somebody may do this with a stored row."""
    rows = row._meta.model._default_manager.all()
    return not hasattr(rows, "for_user") or reached(rows, user, action).filter(pk=row.pk).exists()


class Scoped:
    """To stand before ModelAdmin. With `is_public` everybody with the permission may read rows of others as well."""

    is_public = False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if self.is_public else reached(rows, request.user)

    def has_view_permission(self, request, obj=None):
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or self.is_public or is_reached(obj, request.user))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may(request, obj, "change")

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may(request, obj, "delete")

    def may(self, request, obj, action):
        return obj is None or is_reached(obj, request.user, action)

    def response_action(self, request, queryset):
        """An action gets no row of others, whoever may read them."""
        return super().response_action(request, reached(queryset, request.user))

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A form offers, and accepts, only rows that its reader may see."""
        form = super().get_form(request, obj, change, **kwargs)
        for name, field in form.base_fields.items():
            if hasattr(getattr(field, "queryset", None), "for_user"):
                form.base_fields[name] = narrowed = copy(field)  # the class shares it with all forms
                narrowed.queryset = reached(field.queryset, request.user)
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**given, "queryset": reached(inline.get_queryset(request), request.user)}

    def save_related(self, request, form, formsets, change):
        """Whatever a form was made to say: what is saved lies within reach, or nothing is."""
        super().save_related(request, form, formsets, change)
        if not is_reached(form.instance, request.user, "change" if change else "add"):
            raise PermissionDenied


class ScopedAutocomplete(AutocompleteJsonView):
    """What a field offers while somebody types: to choose from are their own rows, also where others can be read."""

    def get_queryset(self):
        return reached(super().get_queryset(), self.request.user)
