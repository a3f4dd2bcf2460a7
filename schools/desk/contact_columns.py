"""The columns of the list with which staff keep how their locations are reached, and the words in its cells."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from ..exchange import VERSION, Code, NotUnderstoodError, PlainColumn, Text
from ..exchange.words import Known
from ..models import SchoolLocation
from ..phones import digits_of, spoken_number

WEB_ADDRESS = URLValidator(["http", "https"])


@dataclass(frozen=True)
class Phone(Text):
    """A Dutch number as people write it. It goes out in groups: a spreadsheet takes the bare digits for an amount."""

    def read(self, text: str, known: Known) -> str:
        digits = digits_of(text)
        if not digits:
            raise NotUnderstoodError(self.expected())
        return digits

    def write(self, value: str) -> str:
        return spoken_number(value)

    show = write

    def expected(self) -> str:
        return _("een Nederlands nummer van tien cijfers, zoals 010 484 84 00")


@dataclass(frozen=True)
class WebAddress(Text):
    """The address of a website; without "https://" that is meant."""

    def read(self, text: str, known: Known) -> str:
        return accepted(WEB_ADDRESS, super().read(text if "://" in text else f"https://{text}", known), self.expected())

    def expected(self) -> str:
        return _("een webadres als https://www.school.nl")


@dataclass(frozen=True)
class MailAddress(Text):
    """The address of a mailbox."""

    def read(self, text: str, known: Known) -> str:
        return accepted(validate_email, super().read(text, known), self.expected())

    def expected(self) -> str:
        return _("een e-mailadres als naam@school.nl")


def accepted(validate, text: str, expected: str) -> str:
    try:
        validate(text)
    except ValidationError as error:
        raise NotUnderstoodError(expected) from error
    return text


def words() -> dict[str, Text]:
    """Those of the fields that a list can change, and of the code by which a location is known."""
    most = {name: SchoolLocation._meta.get_field(name).max_length for name in ("corrected_website", "contact_email")}
    return {
        "code": Code(SchoolLocation),
        "corrected_phone": Phone(),
        "corrected_website": WebAddress(most["corrected_website"]),
        "contact_email": MailAddress(most["contact_email"]),
    }


def columns_beside() -> tuple[PlainColumn, ...]:
    """What comes from DUO, to be read."""
    titles = {
        "name": _("Naam bij DUO"),
        "address": _("Adres"),
        "city": _("Plaats"),
        "town": _("Gemeente"),
        "phone": _("Telefoon bij DUO"),
        "website": _("Website bij DUO"),
    }
    return tuple(PlainColumn(name, title, Text()) for name, title in titles.items())


def version_column() -> PlainColumn:
    return PlainColumn(VERSION, _("Kenmerk van de download"), Text(), may_be_empty=True)


def explanation() -> tuple[tuple[str, str], ...]:
    """The second sheet of the workbook."""
    return (
        (_("Zo werkt het"), _("Elke rij is een locatie. Wijzig alleen wat anders is.")),
        (_("Korte naam"), _("De naam waaronder ouders deze locatie kennen. Leeg: dan staat de naam van DUO er.")),
        (_("Juiste telefoon"), _("Alleen als het nummer van DUO niet klopt. Leeg: dan staat dat van DUO er.")),
        (_("Juiste website"), _("Alleen als het adres van DUO niet klopt. Leeg: dan staat dat van DUO er.")),
        (_("E-mail voor vragen"), _("Voor vragen van uw gemeente. Dit adres komt niet op de website.")),
        (_("Gegevens van DUO"), _("Die zijn om te lezen. Wat u daarin wijzigt, nemen wij niet over.")),
        (_("Rijen weglaten"), _("Wat niet in de lijst staat, blijft zoals het is.")),
    )
