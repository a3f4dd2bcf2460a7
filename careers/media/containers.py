"""What a video file says of itself, read from its content. The name of a file proves nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import mp4, webm
from .reading import VideoFileError

MOST_PIXELS = 4096
"""More in one direction no screen in a class shows, and many phones cannot play."""
MOST_SECONDS = 30 * 60
READERS = {"webm": webm.read, "mp4": mp4.read}


@dataclass(frozen=True)
class VideoFacts:
    """Whole seconds, at least one, and the size in pixels."""

    seconds: int
    width: int
    height: int


def read_video(content: bytes, kind: str) -> VideoFacts:
    """The facts of a whole video file of this kind, "webm" or "mp4"; VideoFileError says what is wrong with it."""
    seconds, width, height = READERS[kind](content)
    if not (0 < seconds <= MOST_SECONDS):
        raise VideoFileError(
            _("De video duurt volgens het bestand %(seconds)s seconden. Verwacht: 1 seconde tot 30 minuten.")
            % {"seconds": f"{seconds:g}"}
        )
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise VideoFileError(
            _("Het beeld is volgens het bestand %(width)s bij %(height)s. Verwacht: 1 tot %(most)s beeldpunten.")
            % {"width": width, "height": height, "most": MOST_PIXELS}
        )
    return VideoFacts(max(1, round(seconds)), width, height)
