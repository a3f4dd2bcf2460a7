"""Mail servers for the tests that do not take every letter."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.locmem import EmailBackend


class PickyServer(EmailBackend):
    """Takes no letter for an address that begins with "weg"."""

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].startswith("weg"):
                raise SMTPRecipientsRefused({message.to[0]: (550, b"unknown")})
        return super().send_messages(messages)


class AbsentServer(EmailBackend):
    """Does not answer at all."""

    def open(self):
        raise ConnectionRefusedError
