"""What people said and was wrong is taken back with a reason: it stays to be read, and the rest decides the answer."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..desk.confirming import withdraw
from ..desk.scope import may_confirm
from ..history import Event
from ..models import ProfileStatement
from ..reporting import PlainTextField

THIS, ALL = "this", "all"


class WithdrawalForm(forms.Form):
    """Why, and how much of what was confirmed at once."""

    reason = PlainTextField(
        label=_("Waarom trekt u dit in?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Voor collega's. Dit komt niet op de website."),
        error_messages={"required": _("Schrijf op waarom u dit intrekt.")},
    )
    extent = forms.ChoiceField(
        label=_("Wat trekt u in?"),
        choices=[(THIS, _("alleen dit profiel")), (ALL, _("alles wat toen tegelijk is bewaard"))],
        initial=THIS,
        widget=forms.RadioSelect,
    )


class WithdrawingAdmin:
    """Adds to what people said the page on which it is withdrawn."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.withdraw_view)
        return [
            path("<int:statement_id>/intrekken/", view, name="schools_profilestatement_withdraw"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request, statement_id):
        said = self.get_queryset(request).by_people().select_related("location", "profile", "source")
        statement = get_object_or_404(said, pk=statement_id)
        if not may_confirm(request.user, statement.location):
            raise PermissionDenied
        form = WithdrawalForm(request.POST or None)
        if form.is_valid():
            return self.take_back(request, statement, form.cleaned_data)
        context = {**self.admin_site.each_context(request), **withdrawal_context(statement), "opts": self.opts}
        return TemplateResponse(request, "admin/schools/withdraw.html", {**context, "form": form})

    def take_back(self, request, statement, chosen):
        statements = said_at_once(statement)
        if chosen["extent"] == THIS:
            statements = statements.filter(profile=statement.profile_id)
        withdrawn = withdraw(statements, chosen["reason"], request.user)
        self.message_user(request, withdrawn_in_words(withdrawn), messages.SUCCESS if withdrawn else messages.WARNING)
        return HttpResponseRedirect(history_address(statement))


def withdrawal_context(statement):
    """What is about to be withdrawn, beside all that was confirmed in the same moment."""
    together = list(said_at_once(statement).select_related("profile", "source"))
    about = [each for each in together if each.profile_id == statement.profile_id]
    return {
        "title": gettext("Een uitspraak intrekken"),
        "subtitle": str(statement.location),
        "said": Event(about or [statement]),
        "is_withdrawn": not about,
        "together": Event(together or [statement]),
        "history_address": history_address(statement),
    }


def said_at_once(statement):
    """What stands of all that the same source said in the same moment about the same location."""
    alike = {name: getattr(statement, name) for name in ("location_id", "source_id", "created_at")}
    return ProfileStatement.objects.standing().by_people().filter(**alike)


def history_address(statement):
    return reverse("admin:schools_schoollocation_offer_history", args=[statement.location_id])


def withdrawn_in_words(count):
    if not count:
        return gettext("Een collega trok dit al in. Er is niets gewijzigd.")
    return ngettext(
        "%(count)s uitspraak is ingetrokken. De website antwoordt nu met wat de andere bronnen zeggen.",
        "%(count)s uitspraken zijn ingetrokken. De website antwoordt nu met wat de andere bronnen zeggen.",
        count,
    ) % {"count": count}
