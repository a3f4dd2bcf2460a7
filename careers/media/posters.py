"""The still picture that stands for a video until it plays: checked when uploaded, or made from the video itself."""

import io
import shutil
import subprocess
import tempfile

from django.utils.translation import gettext as _

from .reading import VideoFileError

KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
END = {"jpg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
"""The last bytes of a picture; a WebP says its length at the beginning instead."""
MOST_PIXELS = 4096
PATIENCE_IN_SECONDS = 20


class PosterError(VideoFileError):
    """The picture cannot stand for the video; the message says why."""


def kind_of_picture(content: bytes) -> str:
    """How files of this kind end: "jpg", "png" or "webp". The picture is read to its last byte."""
    from PIL import Image  # a library for few: editors who upload a poster

    try:
        with Image.open(io.BytesIO(content), formats=list(KINDS)) as picture:
            if max(picture.size) > MOST_PIXELS:
                raise PosterError(_("Het plaatje is te groot. Verwacht: hoogstens 4096 beeldpunten breed en hoog."))
            picture.load()
            kind = KINDS[picture.format]
    except (OSError, SyntaxError, Image.DecompressionBombError):
        kind = ""
    if not kind or not is_whole(content, kind):
        raise PosterError(_("Dit is geen heel plaatje in JPEG, PNG of WebP, wat de naam ook zegt."))
    return kind


def is_whole(content: bytes, kind: str) -> bool:
    """Whether the end is there. Pillow forgives that it is not, in a process in which WeasyPrint once made a PDF."""
    if kind == "webp":
        return len(content) >= 8 + int.from_bytes(content[4:8], "little")
    return content.rstrip(b"\0").endswith(END[kind])


def can_make_posters() -> bool:
    return shutil.which("ffmpeg") is not None


def make_poster(content: bytes, seconds: int) -> bytes | None:
    """A JPEG from the middle of a checked video; nothing where ffmpeg is missing or finds no picture."""
    ffmpeg = shutil.which("ffmpeg")
    if not ffmpeg:
        return None
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        asked = f"-nostdin -loglevel error -protocol_whitelist file,pipe -ss {seconds / 2:.2f} -i".split()
        made = ["-frames:v", "1", "-q:v", "4", "-f", "image2pipe", "-c:v", "mjpeg", "-"]
        try:
            command = [ffmpeg, *asked, file.name, *made]
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE_IN_SECONDS)  # noqa: S603
        except subprocess.TimeoutExpired:
            return None
    return done.stdout or None
