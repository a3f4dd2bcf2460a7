"""Captions as WebVTT, read strictly: what one player forgives, another shows wrong or not at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+\S.*)?")
STYLED = re.compile(r"</?[biu]>|<v [^<>&]+>|</v>")
ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm);")
Line = tuple[int, str]
"""A line with its number, as an editor counts: the first is 1."""


class CaptionError(ValueError):
    """What is wrong in a caption file, on which line, and what was expected there."""

    def __init__(self, line: int, found: str, expected: str):
        words = {"line": line, "found": found.strip()[:60] or _("niets"), "expected": expected}
        super().__init__(_("Regel %(line)s: hier staat “%(found)s”. Verwacht: %(expected)s") % words)


@dataclass(frozen=True)
class Cue:
    """One caption: from and to in seconds, and its lines of text."""

    start: float
    end: float
    lines: tuple[str, ...]


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CaptionError(line, _("een onleesbaar teken"), _("tekst in UTF-8.")) from error


def read_captions(text: str) -> list[Cue]:
    """All captions of a WebVTT file. A CaptionError names the first line that is not as it should be."""
    lines = [*enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), start=1)]
    first, *rest = blocks(lines) or [[(1, "")]]
    if lines[0][1] != "WEBVTT" and not lines[0][1].startswith(("WEBVTT ", "WEBVTT\t")):
        raise CaptionError(*lines[0], _("WEBVTT, en verder niets."))
    if len(first) > 1:
        raise CaptionError(*first[1], _("een lege regel na WEBVTT."))
    cues = list(in_order([read_cue(block) for block in rest if not is_note(block)]))
    if not cues:
        raise CaptionError(*lines[-1], _("ten minste één ondertitel, met een regel zoals 00:01.000 --> 00:04.000."))
    return cues


def blocks(lines: list[Line]) -> list[list[Line]]:
    """The lines between empty ones."""
    found = [[]]
    for number, line in lines:
        if line.strip():
            found[-1].append((number, line))
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def is_note(block: list[Line]) -> bool:
    return bool(re.match(r"NOTE(?:\s|$)", block[0][1]))


def read_cue(block: list[Line]) -> tuple[Line, Cue]:
    """The caption of one block, with the line of its times. A name may stand above them."""
    timing, *texts = block if "-->" in block[0][1] else block[1:] or block
    times = TIMING.fullmatch(timing[1].strip())
    if not times:
        raise CaptionError(*timing, _("het begin en het eind, zoals 00:01.000 --> 00:04.000."))
    if not texts:
        raise CaptionError(*timing, _("de tekst van de ondertitel op de regel hieronder."))
    parts = times.groups()
    for line in texts:
        check_text(line)
    return timing, Cue(in_seconds(*parts[:4]), in_seconds(*parts[4:]), tuple(text for _number, text in texts))


def in_seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000


def check_text(line: Line):
    """Plain text, with italics, bold, underlining and the name of who speaks; nothing that a page could run."""
    number, text = line
    if "-->" in text:
        raise CaptionError(number, text, _("een lege regel vóór de volgende tijden."))
    if re.search(r"[<>]", STYLED.sub("", text)):
        raise CaptionError(number, text, _("gewone tekst. Schrijf &lt; en &gt; voor de tekens < en >."))
    if "&" in ENTITY.sub("", text):
        raise CaptionError(number, text, _("gewone tekst. Schrijf &amp; voor het teken &."))


def in_order(timed: list[tuple[Line, Cue]]) -> Iterator[Cue]:
    """The captions, each after the one before it."""
    before = 0.0
    for timing, cue in timed:
        if cue.end <= cue.start:
            raise CaptionError(*timing, _("een eind dat na het begin komt."))
        if cue.start < before:
            raise CaptionError(*timing, _("een begin dat niet vóór het begin van de vorige ondertitel ligt."))
        before = cue.start
        yield cue
