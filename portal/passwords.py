"""How passwords are checked where the libraries leave something to wish for."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class PasswordBackend(AuthenticationBackend):
    """What is typed as an address is looked up once.

    allauth's form sends it as a name too, so that the password of an address with an account was checked twice, and
    the time that took told who has one.
    """

    def authenticate(self, request, **credentials):
        if credentials.get("username") and credentials.get("email") == credentials["username"]:
            del credentials["email"]
        return super().authenticate(request, **credentials)


class LengthValidator(MinimumLengthValidator):
    """Django has no Dutch for its own sentence."""

    def get_error_message(self):
        return ngettext(
            "Dit wachtwoord is te kort. Het moet minstens %(count)s teken hebben.",
            "Dit wachtwoord is te kort. Het moet minstens %(count)s tekens hebben.",
            self.min_length,
        ) % {"count": self.min_length}
