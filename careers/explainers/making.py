"""A film and all that belongs to it, in a folder of fixtures: two files, a poster, captions and a row of videos.csv."""

import csv
from pathlib import Path

from django.utils import timezone

from .captions import captions, transcript
from .drawing import HEIGHT, WIDTH
from .encoding import RATE, encode
from .moving import MovingFilm
from .script import Script

FOLDER, TABLE = "videos", "videos.csv"
COLUMNS = (
    "slug",
    "title",
    "kind",
    "profile_id",
    "occupation_id",
    "role_model_id",
    "platform",
    "platform_id",
    "seconds",
    "width",
    "height",
    "transcript",
    "source_id",
    "source_year",
    "status",
)
SOURCE = "profielwijzer-uitleg"


def make(script: Script, folder: Path, rate: int = RATE) -> list[Path]:
    """All files of a film, and its row."""
    target = folder / FOLDER / script.film.slug
    target.parent.mkdir(parents=True, exist_ok=True)
    moving = MovingFilm(script)
    files = encode(moving.frames(rate), (WIDTH, HEIGHT), target, rate)
    poster, written = target.with_suffix(".jpg"), target.with_suffix(".nl.vtt")
    moving.poster.save(poster, quality=80, optimize=True)
    written.write_text(captions(script), encoding="utf-8")
    write_row(row_of(script), folder / TABLE)
    return [*files, poster, written]


def row_of(script: Script) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | {
        "slug": script.film.slug,
        "title": script.title,
        "kind": "explanation",
        "profile_id": script.film.profile,
        "occupation_id": script.film.occupation,
        "seconds": str(script.seconds),
        "width": str(WIDTH),
        "height": str(HEIGHT),
        "transcript": transcript(script),
        "source_id": SOURCE,
        "source_year": str(timezone.localdate().year),
        "status": "published",
    }


def write_row(row: dict[str, str], table: Path):
    """Put a row in the place of the one with its slug, and leave the others as they are."""
    rows = {each["slug"]: each for each in rows_in(table)} | {row["slug"]: row}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[slug] for slug in sorted(rows))


def rows_in(table: Path) -> list[dict[str, str]]:
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
