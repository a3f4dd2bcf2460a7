"""Reads an MP4 file (ISO base media, ISO 14496-12): its length and size, and whether browsers can play it."""

import struct
from functools import partial

from django.utils.translation import gettext as _

from .reading import Piece, VideoFileError, broken, content_of, inside, pieces

BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"av01")
CODECS = (b"avc1", b"avc3", b"av01", b"vp09")
FULL_BOX, STSD_HEAD = 4, 8
"""Bytes of version and flags; and with the number of entries after them."""


def header(content: bytes, at: int, end: int) -> Piece:
    """The box at this place. Length 0 reaches to the end, length 1 has its true length after the name."""
    if at + 8 > end:
        raise broken()
    size, name = struct.unpack_from(">I4s", content, at)
    start = at + 8
    if size == 1 and at + 16 <= end:
        [size] = struct.unpack_from(">Q", content, start)
        start += 8
    size = end - at if size == 0 else size
    if at + size < start:
        raise broken()
    return Piece(name, start, at + size)


def read(content: bytes) -> tuple[float, int, int]:
    """Seconds, width and height."""
    check_kind(content)
    boxes = {box.name: box for box in pieces(content, header, 0, len(content))}
    if b"moov" not in boxes or b"mdat" not in boxes:
        raise broken()
    find = partial(inside, content, header)
    try:
        return seconds(content, find(boxes[b"moov"], b"mvhd")), *picture_size(content, find, boxes[b"moov"])
    except (struct.error, IndexError) as error:
        raise broken() from error


def check_kind(content: bytes):
    """The file begins with a box that names MP4 among the kinds it belongs to."""
    if content[4:8] == b"ftyp" and len(content) >= 16:
        kind = header(content, 0, len(content))
        words = content_of(content, kind)
        # The major kind, its version, and all others that the file belongs to.
        if {words[at : at + 4] for at in range(0, len(words), 4) if at != 4} & set(BRANDS):
            return
    raise VideoFileError(_("Dit is geen MP4-bestand, wat de naam ook zegt. Kies een video die als MP4 is bewaard."))


def seconds(content: bytes, found: list[Piece]) -> float:
    if not found:
        raise broken()
    at, is_long = found[0].start, content[found[0].start] == 1
    scale, duration = struct.unpack_from(">IQ" if is_long else ">II", content, at + (20 if is_long else 12))
    if not scale or not duration:
        raise VideoFileError(_("In dit bestand staat niet hoe lang de video duurt. Bewaar de video opnieuw als MP4."))
    return duration / scale


def picture_size(content: bytes, find, moov: Piece) -> tuple[int, int]:
    """Width and height of the first track with a picture, as it is meant to be shown."""
    for track in find(moov, b"trak"):
        handlers = find(track, b"mdia", b"hdlr")
        if handlers and content[handlers[0].start + 8 :][:4] == b"vide":
            check_codec(content, find(track, b"mdia", b"minf", b"stbl", b"stsd"))
            return shown_size(content, find(track, b"tkhd"))
    raise VideoFileError(_("In dit bestand zit geen beeld. Kies een video met beeld."))


def shown_size(content: bytes, found: list[Piece]) -> tuple[int, int]:
    """The last eight bytes of a track's head: two numbers with sixteen bits behind the point."""
    if not found or found[0].end - found[0].start < 84:
        raise broken()
    width, height = struct.unpack_from(">II", content, found[0].end - 8)
    return width >> 16, height >> 16


def check_codec(content: bytes, found: list[Piece]):
    names = [content[each.start + STSD_HEAD + FULL_BOX :][:4] for each in found]
    if not names or names[0] not in CODECS:
        raise VideoFileError(_("Browsers kunnen deze MP4 niet overal spelen. Bewaar hem met H.264, VP9 of AV1."))
