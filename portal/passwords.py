"""The rule about the length of a password, in a sentence that Django has no Dutch for."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self):
        return ngettext(
            "Dit wachtwoord is te kort. Het moet minstens %(count)s teken hebben.",
            "Dit wachtwoord is te kort. Het moet minstens %(count)s tekens hebben.",
            self.min_length,
        ) % {"count": self.min_length}
