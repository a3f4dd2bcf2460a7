"""How DUO writes codes, leerwegen, profiles and counts, in all the years we know."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.utils.translation import gettext as _

from portal.importing import Row, RowError

from ..models import Leerweg, SchoolLocation
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


def location_code(institution: str, location: str) -> str:
    """The six characters of a location, from the full code or from institution and number.

    Both may have lost leading zeros: "0" is the number "00", and "0HI03" the code "00HI03".
    """
    school = institution.zfill(4)
    if not re.fullmatch(r"[0-9]{2}[A-Z]{2}", school):
        raise RowError("institution", institution, _("een instellingscode als 17YF"))
    code = location.zfill(6) if len(location) > 2 else school + location.zfill(2)
    if not location or not re.fullmatch(school + "[0-9]{2}", code):
        raise RowError("location", location, _("een nummer als 00 of een code als %(code)s") % {"code": school + "00"})
    return code


def codes_in(rows: Iterable[Row]) -> set[str]:
    """The locations that rows speak of which could not be used, as far as their codes can be read."""
    codes = set()
    for row in rows:
        with suppress(RowError):
            codes.add(location_code(row.values.get("institution", ""), row.values.get("location", "")))
    return codes


def fitting(row: Mapping[str, str], column: str, field: str) -> str:
    """The text in a column with single blanks, if it fits in that field of SchoolLocation."""
    text = " ".join(row[column].split())
    most = SchoolLocation._meta.get_field(field).max_length
    if len(text) > most:
        raise RowError(column, text, _("hooguit %(most)s tekens") % {"most": most})
    return text


def profile_code(leerweg: Leerweg, afdeling: str, sector: str) -> str | None:
    """Our code of the profile; None for pupils of the theoretische leerweg who have no profile yet."""
    if leerweg == Leerweg.TL:
        return tl_profile_code(sector)
    name = plain(afdeling)
    if name in PROFILES:
        return PROFILES[name]
    if OTHER_ROUTE.match(name):
        return "VO"
    raise RowError("afdeling", afdeling, _("een van de tien profielen of een vakmanschapsroute"))


def tl_profile_code(sector: str) -> str | None:
    name = plain(sector)
    if name in ("", "n v t"):
        return None
    if name not in TL_PROFILES:
        raise RowError("sector", sector, _("Techniek, Zorg & Welzijn, Economie of Landbouw"))
    return TL_PROFILES[name]


def count(text: str, column: str) -> tuple[int, int]:
    """Least and most that a printed count can mean."""
    if text.replace(" ", "") == "<5":
        return WITHHELD
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise RowError(column, text, _("een aantal of <5"))
    return int(text), int(text)


def added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]
