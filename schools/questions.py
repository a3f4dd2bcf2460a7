"""What a visitor asks the finder, once it has been understood."""

from dataclasses import dataclass, field, replace

from .models import Leerweg, Region, VmboProfile
from .places import Origin
from .understanding import Meant

THEORY_OF_TECHNIQUE = "TL-TE"


@dataclass(frozen=True)
class Question:
    """Where, how far, and which offer. Nothing asked is no restriction.

    `profiles` are what was asked for in all: the chosen profiles and, with `technical`, the technical ones.
    `text` is words in the name or address of a location; `near` and `q` tell how what was typed was understood.
    """

    origin: Origin | None = None
    radius: float | None = None
    municipality: Region | None = None
    profiles: tuple[VmboProfile, ...] = ()
    chosen: tuple[VmboProfile, ...] = ()
    technical: bool = False
    leerweg: str = ""
    text: str = ""
    near: Meant | None = None
    q: Meant | None = None
    every_profile: tuple[VmboProfile, ...] = field(default=(), repr=False)

    @property
    def asks_offer(self) -> bool:
        return bool(self.profiles or self.leerweg)

    @property
    def leerweg_label(self) -> str:
        return str(Leerweg(self.leerweg).label) if self.leerweg else ""

    @property
    def mask(self) -> int:
        """The profiles asked for as bits; with only a leerweg asked, all profiles."""
        return mask_of(self.profiles or self.every_profile)

    def around(self, start: Origin) -> "Question":
        """The same, asked from here. From another place than was asked for, no municipality bounds it."""
        return self if start == self.origin else replace(self, origin=start, municipality=None)

    @property
    def asks_theory_only(self) -> bool:
        return self.leerweg == Leerweg.TL

    @property
    def asks_ten(self) -> bool:
        """Whether only locations with basis, kader or gemengd can have what was asked."""
        if self.leerweg:
            return not self.asks_theory_only
        return bool(self.profiles) and all(each.family != VmboProfile.Family.TL for each in self.profiles)


def mask_of(profiles) -> int:
    return sum(profile.bit for profile in profiles)


def technical_profiles(profiles, leerweg: str) -> tuple[VmboProfile, ...]:
    """The technical profiles that can be followed in this leerweg; MVI is never among them."""
    if leerweg == Leerweg.TL:
        return tuple(profile for profile in profiles if profile.code == THEORY_OF_TECHNIQUE)
    return tuple(profile for profile in profiles if profile.technical)
