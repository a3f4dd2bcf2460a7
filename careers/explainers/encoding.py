"""From frames to files: VP9 in WebM for browsers that have it and H.264 in MP4 for the others, both without sound."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

RATE = 12
"""Frames a second: letters fade and a ship sails, which needs no more."""
MOST_BYTES = 1_000_000
WHOLE = "-vf scale=out_color_matrix=bt709:out_range=tv -pix_fmt yuv420p -c:v ffv1"
"""Without loss, since the frames are read three times."""
COMMON = "-an -pix_fmt yuv420p -g 600 -colorspace bt709 -color_primaries bt709 -color_trc bt709 -map_metadata -1"
WEBM = "-c:v libvpx-vp9 -crf 45 -b:v 0 -deadline good -cpu-used 3 -row-mt 1 -auto-alt-ref 1 -lag-in-frames 25"
MP4 = "-c:v libx264 -preset veryslow -crf 28 -bf 8 -movflags +faststart"


class EncodingError(Exception):
    """A film could not be made into files; says why and how to go on."""


def program() -> str:
    """Where ffmpeg is."""
    found = shutil.which("ffmpeg")
    if not found:
        raise EncodingError(_("ffmpeg ontbreekt. Installeer het, op Debian met: sudo apt-get install ffmpeg"))
    return found


def encode(frames: Iterable, size: tuple[int, int], target: Path, rate: int = RATE) -> list[Path]:
    """Write `target` as .webm and as .mp4."""
    webm, mp4 = target.with_suffix(".webm"), target.with_suffix(".mp4")
    with TemporaryDirectory() as folder:
        whole, log = Path(folder) / "whole.mkv", Path(folder) / "passes"
        raw = f"-f rawvideo -pix_fmt rgb24 -s {size[0]}x{size[1]} -r {rate} -i - {WHOLE}"
        ffmpeg([*raw.split(), whole], frames)
        passes = ["-i", whole, *COMMON.split(), *WEBM.split(), "-passlogfile", log, "-pass"]
        ffmpeg([*passes, "1", "-f", "null", "-"])
        ffmpeg([*passes, "2", webm])
        ffmpeg(["-i", whole, *COMMON.split(), *MP4.split(), mp4])
    check_sizes([webm, mp4])
    return [webm, mp4]


def ffmpeg(arguments: list, frames: Iterable = ()):
    """Run it, with the pixels of these frames as its input."""
    asked = [program(), "-y", "-v", "error", *map(str, arguments)]
    process = subprocess.Popen(asked, stdin=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - our own words
    try:
        for frame in frames:
            process.stdin.write(frame.tobytes())
    except BrokenPipeError:
        pass  # what went wrong stands in the messages
    _output, messages = process.communicate()
    if process.returncode:
        raise EncodingError(_("ffmpeg maakte de film niet: %(why)s") % {"why": messages.decode(errors="replace")})


def check_sizes(files: list[Path]):
    for file in files:
        if file.stat().st_size > MOST_BYTES:
            raise EncodingError(_("%(file)s is groter dan 1 MB. Vertel er minder in.") % {"file": file.name})
