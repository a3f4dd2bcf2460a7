"""A comparison to show to somebody else: a link with nothing but the schools, and a message that is ready."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import wording
from .comparing import Comparison, Row

MOST_IN_MESSAGE = 4


def shared_path(comparison: Comparison) -> str:
    """The address on this site with only the locations and the leerweg: what is shared holds no postcode."""
    query = QueryDict(mutable=True)
    query.setlist("location", comparison.codes)
    if comparison.leerweg:
        query["leerweg"] = comparison.leerweg
    return f"{reverse('compare')}?{query.urlencode()}"


@dataclass(frozen=True)
class Message:
    """What somebody would write to another parent about this comparison, with the address to look at."""

    comparison: Comparison
    address: str

    @property
    def text(self) -> str:
        names = wording.listed(f"{pick.letter}: {pick.location.title}" for pick in self.comparison.picks)
        differing = self.comparison.differing
        lines = [
            _("Ik vergelijk deze scholen. %(names)s.") % {"names": names},
            *(self.difference(row) for row in differing[:MOST_IN_MESSAGE]),
            self.more(len(differing) - MOST_IN_MESSAGE),
            _("Kijk zelf: %(address)s") % {"address": self.address},
        ]
        return "\n".join(line for line in lines if line)

    def difference(self, row: Row) -> str:
        """Of one profile what each location answers: "Groen: A ja, B nee."."""
        answers = (f"{pick.letter} {cell.word}" for pick, cell in zip(self.comparison.columns, row.cells, strict=True))
        return _("%(profile)s: %(answers)s.") % {"profile": row.name, "answers": ", ".join(answers)}

    def more(self, number: int) -> str:
        if number < 1:
            return ""
        return ngettext(
            "Ze verschillen op nog %(number)s profiel.", "Ze verschillen op nog %(number)s profielen.", number
        ) % {"number": number}

    @property
    def roads(self) -> list[tuple[str, str]]:
        """Ways to send the message that ask nobody for anything until somebody follows them."""
        text = quote(self.text)
        return [
            (_("Stuur als e-mail"), f"mailto:?subject={quote(self.comparison.heading)}&body={text}"),
            (_("Stuur als sms"), f"sms:?&body={text}"),
            (_("Stuur met WhatsApp"), f"https://wa.me/?text={text}"),
        ]
