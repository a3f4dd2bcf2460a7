"""The page behind the link of an invitation: for who has no account yet, and for who has one.

It tells the holder of a key about that invitation only, and nobody else anything. Opening it changes nothing.
"""

from http import HTTPStatus

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.ratelimit import consume, respond_429
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from schools.inviting import KEY, NameTakenError, accept, invitation_of
from schools.models import Invitation

OVER = {None: HTTPStatus.NOT_FOUND}
"""The answer to a key that is none; those that were one are gone."""
NAME_TAKEN = _("Deze gebruikersnaam is al bezet. Kies een andere.")


class JoinForm(UserCreationForm):
    """A name and a password for a new account; the rest is known from the invitation."""

    class Meta:
        model = get_user_model()
        fields = ("username",)
        error_messages = {"username": {"unique": NAME_TAKEN}}

    def clean_username(self):
        """Nobody calls themselves by the address of somebody else, to be given a role in their place."""
        username = super().clean_username() or ""  # nothing where the name is taken
        if "@" in username and username.casefold() != self.instance.email.casefold():
            raise forms.ValidationError(_("Kies een gebruikersnaam zonder @, of uw eigen e-mailadres."))
        return username


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request):
    if not consume(request, action="accept_invitation"):  # which does not count looking
        return respond_429(request)
    invitation = invitation_of(request.GET.get(KEY, ""))
    if invitation is None or invitation.state != Invitation.State.OPEN or not invitation.is_backed:
        return over(request, invitation)
    if request.user.is_authenticated:
        return offer_role(request, invitation)
    if get_user_model().objects.filter(email__iexact=invitation.email).exists():
        return show(request, "invitation_login", invitation, here=request.get_full_path())
    return offer_account(request, invitation)


def show(request, name, invitation, status=HTTPStatus.OK, **context):
    return render(request, f"account/{name}.html", {"invitation": invitation, **context}, status=status)


def over(request, invitation):
    """Say in words why the link does not work (any more), and how to go on."""
    state = invitation.state if invitation else None
    return show(request, "invitation_over", invitation, OVER.get(state, HTTPStatus.GONE), state=state)


def offer_role(request, invitation):
    """To somebody who has an account already, and is logged in."""
    if not invitation.is_for(request.user):
        return show(request, "invitation_other", invitation)
    if request.method != "POST":
        return show(request, "invitation_role", invitation)
    if not accept(invitation, request.user):
        return over(request, invitation_of(request.GET[KEY]))
    messages.success(request, gettext("U hebt de uitnodiging aangenomen. Uw rol geldt meteen."))
    return redirect("admin:index")


def offer_account(request, invitation):
    names = {name: getattr(invitation, name) for name in ("email", "first_name", "last_name")}
    form = JoinForm(request.POST or None, instance=get_user_model()(**names))
    if request.method != "POST" or not form.is_valid():
        return show(request, "invitation_account", invitation, form=form)
    user = form.save(commit=False)
    try:
        if not accept(invitation, user):
            return over(request, invitation_of(request.GET[KEY]))
    except NameTakenError:  # while the form was looked at
        form.add_error("username", NAME_TAKEN)
        return show(request, "invitation_account", invitation, form=form)
    # What follows a login leads on to the second factor.
    login = Login(user=user, redirect_url=reverse("admin:index"))
    return perform_password_login(request, {"username": user.get_username()}, login)
