"""Reads a WebM file (EBML, RFC 8794): its length and size, and whether browsers can play it."""

import struct
from functools import partial

from django.utils.translation import gettext as _

from .reading import Piece, VideoFileError, broken, content_of, inside, pieces

EBML, DOC_TYPE = b"\x1a\x45\xdf\xa3", b"\x42\x82"
SEGMENT, INFO, TRACKS, CLUSTER = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x16\x54\xae\x6b", b"\x1f\x43\xb6\x75"
SCALE, DURATION = b"\x2a\xd7\xb1", b"\x44\x89"
TRACK, CODEC, VIDEO, WIDTH, HEIGHT = b"\xae", b"\x86", b"\xe0", b"\xb0", b"\xba"
CODECS = (b"V_VP8", b"V_VP9", b"V_AV1")
A_MILLISECOND = 1_000_000
"""The scale of times where a file names none, in nanoseconds."""


def width_of_number(first: int) -> int:
    """In how many bytes a number is written that begins with this byte; 9 where no number begins so."""
    return 9 - first.bit_length()


def header(content: bytes, at: int, _end: int) -> Piece:
    """The element at this place. One of unknown length is not whole: a recording that was never closed."""
    try:
        id_width = width_of_number(content[at])
        size_at = at + id_width
        size_width = width_of_number(content[size_at])
        start = size_at + size_width
        marked = int.from_bytes(content[size_at:start])
    except IndexError as error:
        raise broken() from error
    size = marked - (1 << (7 * size_width))
    if id_width > 4 or size_width > 8 or start > len(content) or size == (1 << (7 * size_width)) - 1:
        raise broken()
    return Piece(content[at:size_at], start, start + size)


def read(content: bytes) -> tuple[float, int, int]:
    """Seconds, width and height."""
    head, *rest = top(content)
    segments = [each for each in rest if each.name == SEGMENT]
    if not segments:
        raise broken()
    find = partial(inside, content, header, segments[0])
    if not find(CLUSTER) or not find(INFO):
        raise broken()
    video = picture(content, find(TRACKS, TRACK))
    return seconds(content, find), *(whole_number(content, inside(content, header, video, s)) for s in (WIDTH, HEIGHT))


def top(content: bytes) -> list[Piece]:
    """The elements of the file itself, if its head says that it is WebM."""
    is_ebml = content.startswith(EBML)
    head = header(content, 0, len(content)) if is_ebml else None
    kinds = inside(content, header, head, DOC_TYPE) if head and head.end <= len(content) else []
    if [content_of(content, kind).rstrip(b"\0") for kind in kinds] != [b"webm"]:
        raise VideoFileError(
            _("Dit is geen WebM-bestand, wat de naam ook zegt. Kies een video die als WebM is bewaard.")
        )
    return list(pieces(content, header, 0, len(content)))


def picture(content: bytes, tracks: list[Piece]) -> Piece:
    """What is said of the picture of the first track that has one."""
    for track in tracks:
        for video in inside(content, header, track, VIDEO):
            codecs = [content_of(content, codec) for codec in inside(content, header, track, CODEC)]
            if not codecs or codecs[0] not in CODECS:
                raise VideoFileError(_("Browsers kunnen deze WebM niet spelen. Bewaar hem met VP8, VP9 of AV1."))
            return video
    raise VideoFileError(_("In dit bestand zit geen beeld. Kies een video met beeld."))


def seconds(content: bytes, find) -> float:
    scale = whole_number(content, find(INFO, SCALE)) or A_MILLISECOND
    durations = [content_of(content, each) for each in find(INFO, DURATION)]
    if not durations or len(durations[0]) not in (4, 8):
        raise VideoFileError(_("In dit bestand staat niet hoe lang de video duurt. Bewaar de video opnieuw als WebM."))
    [duration] = struct.unpack(">f" if len(durations[0]) == 4 else ">d", durations[0])
    return duration * scale / 1e9


def whole_number(content: bytes, found: list[Piece]) -> int:
    return int.from_bytes(content_of(content, found[0])) if found else 0
