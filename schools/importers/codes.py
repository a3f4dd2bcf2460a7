"""How DUO writes codes, leerwegen, profiles and counts, in all the years we know."""

import re

from django.utils.translation import gettext as _

from portal.importing import RowError

from ..models import Leerweg
from ..spelling import plain

WITHHELD = (1, 4)
"""DUO prints "<5" for 1 to 4: somebody is there and the number is not told."""

LEERWEGEN = {"BL": Leerweg.BB, "KL": Leerweg.KB, "GL": Leerweg.GL, "TL": Leerweg.TL}

PROFILES = {
    **dict.fromkeys(("bwi", "bouwen wonen en interieur"), "BWI"),
    **dict.fromkeys(("pie", "produceren installeren en energie"), "PIE"),
    **dict.fromkeys(("mtr", "mobiliteit en transport"), "MET"),
    **dict.fromkeys(("mte", "maritiem en techniek"), "MAT"),
    **dict.fromkeys(("mvi", "media vormgeving en ict"), "MVI"),
    **dict.fromkeys(("zwe", "zorg en welzijn"), "ZW"),
    **dict.fromkeys(("eo", "economie en ondernemen"), "EO"),
    **dict.fromkeys(("hbr", "horeca bakkerij en recreatie"), "HBR"),
    **dict.fromkeys(("g", "groen"), "GR"),
    **dict.fromkeys(("dp", "dienstverlening en producten"), "DP"),
    **dict.fromkeys(("vakmanschapsroute techniek", "vakmanschap techniek"), "VT"),
}
OTHER_ROUTE = re.compile(r"^(vakmanschapsroute|beroepsroute) ")

TL_PROFILES = {
    "techniek": "TL-TE",
    "zorg welzijn": "TL-ZW",
    "zorg en welzijn": "TL-ZW",
    "economie": "TL-EC",
    "landbouw": "TL-GR",
    "groen": "TL-GR",
}


def location_code(institution: str, location: str, column: str) -> str:
    """The six characters of a location, from the full code or from institution and number ("0" for "00")."""
    code = location if len(location) == 6 else institution + location.zfill(2)
    if not re.fullmatch(r"\d\d[A-Z]{2}\d\d", code):
        raise RowError(column, location, _("een vestigingscode als 17YF00"))
    return code


def profile_code(leerweg: Leerweg, afdeling: str, sector: str) -> str | None:
    """Our code of the profile; None for pupils of the theoretische leerweg who have no profile yet."""
    if leerweg == Leerweg.TL:
        return tl_profile_code(sector)
    name = plain(afdeling)
    if name in PROFILES:
        return PROFILES[name]
    if OTHER_ROUTE.match(name):
        return "VO"
    raise RowError("AFDELING", afdeling, _("een van de tien profielen of een vakmanschapsroute"))


def tl_profile_code(sector: str) -> str | None:
    name = plain(sector)
    if name in ("", "n v t"):
        return None
    if name not in TL_PROFILES:
        raise RowError("VMBO SECTOR", sector, _("Techniek, Zorg & Welzijn, Economie of Landbouw"))
    return TL_PROFILES[name]


def count(text: str, column: str) -> tuple[int, int]:
    """Least and most that a printed count can mean."""
    if text == "<5":
        return WITHHELD
    if not text.isdecimal():
        raise RowError(column, text, _("een aantal of <5"))
    return int(text), int(text)


def added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
