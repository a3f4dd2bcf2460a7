"""A change in the register that somebody has looked into is ticked off: by whom and when stays to be read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from ..auditing import Kind, record_change, values_of
from ..models import LocationChange
from .confirming import work_list_address
from .scoped import is_reached


class TickingAdmin:
    """Adds to a location the address at which a change of it is ticked off. To stand before ConfirmingAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.tick_view)
        return [
            path("<str:code>/register/<int:change>/", view, name="schools_schoollocation_tick"),
            *super().get_urls(),
        ]

    def tick_view(self, request, code, change):
        location = self.location_for(request, code)
        if not self.has_change_permission(request, location) or not is_reached(location, request.user, "change"):
            raise PermissionDenied
        change = get_object_or_404(LocationChange, pk=change, location=location)
        if request.method == "POST":
            level, sentence = tick_off(change, request.user)
            self.message_user(request, sentence, level)
        return HttpResponseRedirect(work_list_address(location))


def tick_off(change, user):
    """Once: who comes later is told when it was done. Gives the level and the words of a message."""
    words = {"location": change.location.title}
    with transaction.atomic():
        row = LocationChange.objects.select_for_update().get(pk=change.pk)
        if row.ticked_at:
            words["day"] = date_format(timezone.localtime(row.ticked_at), "j F Y")
            return messages.WARNING, gettext("Dit was al afgevinkt op %(day)s: %(location)s.") % words
        before = values_of(row)
        row.ticked_at, row.ticked_by = timezone.now(), user
        row.save(update_fields=["ticked_at", "ticked_by"])
        record_change(Kind.CHANGED, user, row, before, values_of(row), row.location)
    return messages.SUCCESS, gettext("Afgevinkt: %(location)s. Het staat nog in de wijzigingen van de locatie.") % words
