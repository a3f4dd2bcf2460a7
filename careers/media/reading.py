"""What the readers of WebM and MP4 share: pieces of a file, and the words for a file that is not whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _


class VideoFileError(ValueError):
    """The file cannot be put on the website; the message says to an editor why not and what to do."""


@dataclass(frozen=True)
class Piece:
    """A named part of a file: where its content begins and ends."""

    name: bytes
    start: int
    end: int


Header = Callable[[bytes, int, int], Piece]
"""Reads the head of the piece at a place in a file; the last number is where what it lies in ends."""


def broken() -> VideoFileError:
    return VideoFileError(
        _("Het bestand is niet heel: er ontbreekt een stuk. Maak de video opnieuw, of stuur hem nog een keer.")
    )


def pieces(content: bytes, header: Header, start: int, end: int) -> Iterator[Piece]:
    """The pieces that fill this part of a file to its last byte, in their order."""
    while start < end:
        piece = header(content, start, end)
        if piece.end > end:
            raise broken()
        yield piece
        start = piece.end


def inside(content: bytes, header: Header, piece: Piece, *path: bytes) -> list[Piece]:
    """All pieces at the end of this path of names."""
    if not path:
        return [piece]
    found = [each for each in pieces(content, header, piece.start, piece.end) if each.name == path[0]]
    return [last for each in found for last in inside(content, header, each, *path[1:])]


def content_of(content: bytes, piece: Piece) -> bytes:
    return content[piece.start : piece.end]
