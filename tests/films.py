"""Small real videos for tests, made by ffmpeg, and folders of fixtures with them."""

import csv
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from careers.video_fixtures import load_videos
from schools.recalculation import change_data

SECONDS, WIDTH, HEIGHT = 4, 320, 180
CODECS = {
    "webm": ["-c:v", "libvpx", "-b:v", "80k"],
    "mp4": ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
    "mov": ["-c:v", "libx264", "-pix_fmt", "yuv420p"],
    "mkv": ["-c:v", "libx264", "-pix_fmt", "yuv420p"],
    "mpeg4.mp4": ["-c:v", "mpeg4"],
    "jpg": ["-frames:v", "1"],
}
CAPTIONS = """WEBVTT

NOTE Gemaakt voor een test.

eerste
00:00.000 --> 00:02.000
Van PIE naar <b>monteur</b>.

00:00:02.000 --> 00:00:03.500 align:start
Dat kan met BOL &amp; BBL.
"""
ROW = {
    "title": "Van profiel naar werk",
    "kind": "explanation",
    "seconds": SECONDS,
    "width": WIDTH,
    "height": HEIGHT,
    "transcript": "Je ziet een testbeeld.\n\nDaarna zie je een pijl.",
    "source_id": "seor",
    "source_year": 2026,
    "status": "published",
}
OWN = {**ROW, "slug": "uitleg-lasser", "profile_id": "PIE", "occupation_id": "lasser"}
YOUTUBE = {**ROW, "slug": "bij-youtube", "occupation_id": "kok", "platform": "youtube", "platform_id": "aBc-123_xyZ"}
VIMEO = {**ROW, "slug": "bij-vimeo", "occupation_id": "kapper", "platform": "vimeo", "platform_id": "12345678"}


@cache
def film(ending: str) -> bytes:
    """Four seconds of test picture as a file of this kind; the test is skipped where ffmpeg is missing."""
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed, so there is no real video to test with")
    source = f"testsrc=size={WIDTH}x{HEIGHT}:rate=10:duration={SECONDS}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{ending}"
        asked = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", source, *CODECS[ending], path]
        subprocess.run(asked, check=True)
        return path.read_bytes()


def write_fixtures(folder: Path, *rows: dict) -> Path:
    """A folder with videos.csv, and the files of the videos that play from files."""
    with (settings.FIXTURES_DIR / "videos.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with (folder / "videos.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="")
        table.writeheader()
        table.writerows(rows)
    (folder / "videos").mkdir(exist_ok=True)
    for slug in [row["slug"] for row in rows if not row.get("platform")]:
        for ending in ("webm", "mp4", "jpg"):
            (folder / "videos" / f"{slug}.{ending}").write_bytes(film(ending))
        (folder / "videos" / f"{slug}.nl.vtt").write_text(CAPTIONS, encoding="utf-8")
    return folder


def put_on_the_site(*rows: dict):
    """The videos with their files and captions, as a site gets them from its fixtures."""
    with TemporaryDirectory() as folder:
        write_fixtures(Path(folder), *rows)
        change_data(lambda: load_videos(Path(folder)))
