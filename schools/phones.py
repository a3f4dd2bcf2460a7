"""Dutch telephone numbers: the ten digits that are kept, and how people write and read them."""

import re

KEPT = re.compile(r"\A0[1-9][0-9]{8}\Z")
DIVIDERS = re.compile(r"[ ()./\u2010-\u2015-]")
ABROAD = re.compile(r"(?:\+|00)31(?:\(0\))?")
SHORT_AREA_CODES = {
    "010", "013", "015", "020", "023", "024", "026", "030", "033", "035", "036", "038", "040", "043", "045", "046",
    "050", "053", "055", "058", "070", "071", "072", "073", "074", "075", "076", "077", "078", "079", "085", "088",
}  # fmt: skip


def digits_of(text: str) -> str:
    """The ten digits of a number as people write it: "010 484 84 00", "010-4848400", "+31 10 484 84 00".

    A spreadsheet drops the zero before a number, so nine digits get it back. Empty for what is no such number.
    """
    digits = DIVIDERS.sub("", ABROAD.sub("0", "".join(text.split()), count=1))
    whole = digits if digits.startswith("0") else f"0{digits}"
    return whole if KEPT.fullmatch(whole) else ""


def spoken_number(number: str) -> str:
    """A Dutch number in groups: 010 484 84 00, 0182 61 60 55, 06 1234 5678."""
    if len(number) != 10 or not number.isdecimal():
        return number
    if number.startswith("06"):
        return f"06 {number[2:6]} {number[6:]}"
    area = 3 if number[:3] in SHORT_AREA_CODES else 4
    rest = number[area:]
    return " ".join([number[:area], rest[:-4], rest[-4:-2], rest[-2:]])
