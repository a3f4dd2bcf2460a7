"""The ten tiles: always ten, always in one order."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .catalogue import Catalogue
from .models import Status, VmboProfile

CSS = {Status.YES: "ja", Status.NO: "nee", Status.STARTING: "start", Status.STOPPING: "stopt", Status.UNKNOWN: "niet"}
ICONS = {
    Status.YES: "check",
    Status.NO: "minus",
    Status.STARTING: "arrow-narrow-right",
    Status.STOPPING: "player-stop",
    Status.UNKNOWN: "question-mark",
}


@dataclass(frozen=True)
class Tile:
    """One answer as it is drawn."""

    profile: VmboProfile
    status: Status
    year: str = ""
    asked: bool = False

    @property
    def css(self) -> str:
        return f"tile--{self.shape}" + (" tile--asked" if self.asked else "")

    @property
    def shape(self) -> str:
        """The last part of the class names of tile, cell and count."""
        return CSS[self.status]

    @property
    def icon(self) -> str:
        return ICONS[self.status]

    @property
    def word(self) -> str:
        """The answer in a word or two. It is never left out."""
        return {
            Status.YES: _("ja"),
            Status.NO: _("nee"),
            Status.STARTING: _("start %(year)s"),
            Status.STOPPING: _("stopt %(year)s"),
            Status.UNKNOWN: _("weet niet"),
        }[self.status] % {"year": self.year}


def tiles_from(text: str, profiles: list[VmboProfile], asked: int = 0) -> list[Tile]:
    """The tiles stored in FinderRow.tiles; `asked` is a mask of the profiles a visitor asked for."""
    return [
        Tile(
            profile,
            Status(word.rstrip("0123456789")),
            word.lstrip("abcdefghijklmnopqrstuvwxyz"),
            bool(asked & profile.bit),
        )
        for profile, word in zip(profiles, text.split(), strict=True)
    ]


def compact_matrix(text: str, catalogue: Catalogue, asked: int = 0) -> str:
    """The block of ten on a card, as HTML."""

    drawn = catalogue.pieces("matrix", asked)
    if text not in drawn:
        tiles = tiles_from(text, catalogue.ten, asked)
        drawn[text] = render_to_string("components/matrix_compact.html", {"tiles": tiles, "asked": bool(asked)})
    return drawn[text]
