"""What stands in a comparison: a column for each chosen location, a row for each profile, rows in bands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .location_page import LocationView
from .models import FinderRow, Kind, Leerweg, SchoolLocation, Status, VmboProfile
from .tiles import Tile


@dataclass(frozen=True)
class Pick:
    """One chosen location: its letter, its page in short, and the comparison without it."""

    letter: str
    view: LocationView
    without: str

    @property
    def location(self) -> SchoolLocation:
        return self.view.location

    @property
    def has_ten(self) -> bool:
        return self.view.kind == Kind.BKG

    @property
    def remarks(self) -> list[str]:
        """Why this location has no column of answers, or an old one."""
        if self.view.kind == Kind.TL:
            seen = _("Gezien in de theoretische leerweg: %(profiles)s.") % {"profiles": self.view.theory_in_words}
            none = _("Hier zagen we alleen de theoretische leerweg. De tien profielen horen daar niet bij.")
            return [none, seen] if self.view.theory_in_words else [none]
        if self.view.kind == Kind.NOT_KNOWN:
            return [_("Welke profielen deze locatie heeft, weten we niet. Vraag het aan de school.")]
        return [self.view.older_year] if self.view.older_year else []


@dataclass(frozen=True)
class Row:
    """One profile, or one leerweg, at every location with answers."""

    name: str
    short: str
    icon: str
    cells: list[Tile]
    profile: VmboProfile | None = None
    leerwegen: tuple[str, ...] = ()

    @property
    def known(self) -> set[str]:
        """The answers in words, without those that we do not know."""
        return {cell.word for cell in self.cells if cell.status != Status.UNKNOWN}

    @property
    def has_unknown(self) -> bool:
        return any(cell.status == Status.UNKNOWN for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether the answers that we know are not all the same. Not known is never a difference."""
        return len(self.known) > 1

    @property
    def is_open(self) -> bool:
        return not self.differs and self.has_unknown

    @property
    def is_shared(self) -> bool:
        return not self.differs and not self.has_unknown

    def is_everywhere(self, status: Status) -> bool:
        return all(cell.status == status for cell in self.cells)


@dataclass(frozen=True)
class Band:
    """Rows of the table that belong together."""

    title: str
    rows: list[Row]


def leerweg_offered(row: FinderRow, leerweg: Leerweg) -> Status:
    """Whether a location has any profile in this leerweg, as far as the sources say."""
    if getattr(row, leerweg.lower()):
        return Status.YES
    if leerweg == Leerweg.TL or getattr(row, f"{leerweg.lower()}_open"):
        return Status.UNKNOWN
    return Status.NO
