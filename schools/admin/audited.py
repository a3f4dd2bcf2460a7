"""Every change in the admin is written down, in its own transaction; its history is read from there."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext

from ..auditing import Kind, kind_of_change, record_change, values_of
from ..models import AuditEvent
from .event_words import told
from .scoped import is_reached

EVENTS_PER_PAGE = 50


class Audited:
    """To stand before ModelAdmin, in place of Django's own log. `rights_fields` say what somebody may do."""

    rights_fields = ()

    def kind_of(self, old, new):
        """What a change is called."""
        is_about_rights = old and new and any(old.get(name) != new.get(name) for name in self.rights_fields)
        return Kind.RIGHTS if is_about_rights else kind_of_change(old, new)

    def write_down(self, request, row, old, new, parent=None):
        record_change(self.kind_of(old, new), request.user, row, old, new, parent)

    def save_form(self, request, form, change):
        """The last moment at which the stored row is as it was."""
        form.instance.values_before = values_of(form.instance) if change else {}
        return super().save_form(request, form, change)

    def log_addition(self, request, obj, message):
        self.write_down(request, obj, {}, values_of(obj))

    def log_change(self, request, obj, message):
        if hasattr(obj, "values_before"):
            self.write_down(request, obj, obj.values_before, values_of(obj))

    def log_deletions(self, request, queryset):
        """Django calls this just before they go."""
        for row in queryset:
            self.write_down(request, row, values_of(row), {})

    def save_formset(self, request, form, formset, change):
        """Rows on the page of another are written down as rows of their own that belong to it."""
        stored = [each.instance for each in formset.initial_forms if each.has_changed()]
        before = {row.pk: values_of(row) for row in stored}
        for row in [each.instance for each in formset.deleted_forms if each.instance.pk in before]:
            record_change(Kind.DELETED, request.user, row, before[row.pk], {}, form.instance)
        super().save_formset(request, form, formset, change)
        for row in [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]:
            old, new = before.get(row.pk, {}), values_of(row)
            record_change(kind_of_change(old, new), request.user, row, old, new, form.instance)

    def response_action(self, request, queryset):
        """An action and what is written down about it are one transaction."""
        with transaction.atomic():
            return super().response_action(request, queryset)

    def history_view(self, request, object_id, extra_context=None):
        """Who did what with this row, in place of Django's own page."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row) or not is_reached(row, request.user):
            raise PermissionDenied
        events = Paginator(AuditEvent.objects.about(row), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Geschiedenis"),
            "subtitle": str(row),
            "opts": self.opts,
            "original": row,
            "events": events,
            "rows": [(event, told(event)) for event in events],
            **(extra_context or {}),
        }
        return render(request, "admin/object_history.html", context)
