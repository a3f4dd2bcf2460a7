"""The videos that a site starts with: a row each in fixtures/videos.csv, and their files in fixtures/videos/.

The files are named after the slug: `<slug>.webm`, `<slug>.mp4`, `<slug>.jpg` and captions as `<slug>.nl.vtt`.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from schools.fixtures import Table, load_table

from .media.captions import CaptionError, decoded, read_captions
from .media.containers import read_video
from .media.posters import kind_of_picture
from .media.reading import VideoFileError
from .media.storing import name_by_content, store, stored_name
from .models import Caption, Video

FOLDER = "videos"
FILES = {"webm": "webm", "mp4": "mp4", "poster": "jpg"}
"""The fields of a video that hold a file, and how that file ends."""
SPARE = {"seconds": 1, "width": 0, "height": 0}
"""By how much a file may differ from its row: the same film does not end at the same moment in WebM and MP4."""
COLUMNS = (
    "title kind profile_id occupation_id role_model_id platform platform_id seconds width height transcript source_id "
    "source_year status"
)


class FixtureError(ValueError):
    """A file or row that a site cannot start with; the message names it."""


def file_of(folder: Path, slug: str, ending: str) -> Path:
    return folder / FOLDER / f"{slug}.{ending}"


@dataclass(frozen=True)
class VideoTable(Table):
    """Rows of videos.csv, each with the names under which its files are kept."""

    def lines(self, folder: Path) -> list[dict[str, str]]:
        return [{**line, **kept_names(folder, line["slug"])} for line in super().lines(folder)]


@dataclass(frozen=True)
class CaptionTable(Table):
    """A row for every caption file that lies beside a video of the other table."""

    def lines(self, folder: Path) -> list[dict[str, str]]:
        return [
            {"video_id": slug, "language": language_of(path), "text": read_caption_file(path)}
            for slug in (line["slug"] for line in VIDEOS.lines(folder))
            for path in sorted((folder / FOLDER).glob(f"{slug}.*.vtt"))
        ]


def language_of(path: Path) -> str:
    """The code before the ending: "nl" of uitleg-pie.nl.vtt."""
    return path.name.split(".")[-2]


VIDEOS = VideoTable("videos.csv", Video, ("slug",), (*COLUMNS.split(), *FILES))
CAPTIONS = CaptionTable("videos.csv", Caption, ("video_id", "language"), ("text",))


def load_videos(folder: Path | None = None):
    """Put the files where they are served from, and the rows into the database. To be called in a transaction."""
    folder = folder or settings.FIXTURES_DIR
    store_files(folder)
    for each in (VIDEOS, CAPTIONS):
        load_table(each, folder)


def lacks_videos(folder: Path | None = None) -> bool:
    """Whether a site was filled before there were videos. Who wants none on the website makes them drafts."""
    return not Video.objects.exists() and bool(VIDEOS.lines(folder or settings.FIXTURES_DIR))


def kept_names(folder: Path, slug: str) -> dict[str, str]:
    """The name in storage of each file that is there, and nothing for one that is not."""
    paths = {field: file_of(folder, slug, ending) for field, ending in FILES.items()}
    return {
        field: stored_name(slug, name_by_content(path.read_bytes(), FILES[field])) if path.exists() else ""
        for field, path in paths.items()
    }


def store_files(folder: Path):
    """All files are looked at before the first is kept."""
    files = {}
    for line in VIDEOS.lines(folder):
        for field, ending in FILES.items():
            if line[field]:
                path = file_of(folder, line["slug"], ending)
                files[line[field]] = checked(path, ending, line)
    for name, content in files.items():
        store(name, content)


def checked(path: Path, ending: str, line: dict[str, str]) -> bytes:
    """The content of a file that is what its name and its row say."""
    content = path.read_bytes()
    try:
        if ending == "jpg":
            kind_of_picture(content)
            return content
        facts = read_video(content, ending)
    except VideoFileError as error:
        raise FixtureError(f"{path.name}: {error}") from error
    for column, spare in SPARE.items():
        said, true = int(line[column] or 0), getattr(facts, column)
        if abs(said - true) > spare:
            words = {"file": path.name, "column": column, "said": said, "true": true}
            raise FixtureError(_("%(file)s: %(column)s is %(true)s, en in videos.csv staat %(said)s.") % words)
    return content


def read_caption_file(path: Path) -> str:
    try:
        text = decoded(path.read_bytes())
        read_captions(text)
    except CaptionError as error:
        raise FixtureError(f"{path.name}: {error}") from error
    return text
