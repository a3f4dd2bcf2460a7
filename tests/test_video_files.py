"""Videos as files and rows: what is in them decides, not what they are called; and the database keeps watch."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction

from careers.media.captions import CaptionError, decoded, read_captions
from careers.media.containers import VideoFacts, read_video
from careers.media.posters import PosterError, kind_of_picture, make_poster
from careers.media.reading import VideoFileError
from careers.models import Caption, Fact, RoleModel, Video
from careers.video_fixtures import FixtureError, lacks_videos, load_videos
from schools.models import DataVersion

from .films import CAPTIONS, HEIGHT, OWN, SECONDS, WIDTH, YOUTUBE, film, put_on_the_site, write_fixtures

UNDATED_DRAFT = "lucas-van-hensbergen"
TOLD = "chelsey-van-der-spek"


# What is in a video file


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_length_and_size_are_read_from_the_file_itself(kind):
    assert read_video(film(kind), kind) == VideoFacts(SECONDS, WIDTH, HEIGHT)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("made_as", "kind", "said"),
    [
        ("mp4", "webm", "Dit is geen WebM-bestand"),
        ("mkv", "webm", "Dit is geen WebM-bestand"),
        ("webm", "mp4", "Dit is geen MP4-bestand"),
        ("mov", "mp4", "Dit is geen MP4-bestand"),
        ("mpeg4.mp4", "mp4", "Browsers kunnen deze MP4 niet overal spelen"),
    ],
)
def test_another_kind_of_video_is_refused_whatever_its_name(made_as, kind, said):
    with pytest.raises(VideoFileError, match=said):
        read_video(film(made_as), kind)


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["webm", "mp4"])
@pytest.mark.parametrize("content", [b"", b"hallo, ik ben een brief " * 50, b"\x1a\x45\xdf\xa3", b"\0\0\0\x20ftyp" * 2])
def test_a_text_or_a_few_right_bytes_are_no_video(kind, content):
    with pytest.raises(VideoFileError):
        read_video(content, kind)


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_a_file_that_misses_its_end_is_refused_wherever_it_was_cut(kind):
    whole = film(kind)
    for length in [*range(0, len(whole), len(whole) // 60), len(whole) - 1]:
        with pytest.raises(VideoFileError):
            read_video(whole[:length], kind)


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_a_damaged_file_is_read_or_refused_and_never_fails_otherwise(kind):
    whole = film(kind)
    for place in range(0, min(len(whole), 1200)):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            read_video(damaged, kind)
        except VideoFileError as error:
            assert str(error).endswith(".")


# Posters


@pytest.mark.one_database
def test_a_poster_is_made_from_the_video():
    made = make_poster(film("webm"), SECONDS)

    assert kind_of_picture(made) == "jpg"
    assert picture(made).size == (WIDTH, HEIGHT)


def picture(content):
    from PIL import Image

    return Image.open(io.BytesIO(content))


@pytest.mark.one_database
@pytest.mark.parametrize("forgiving", [False, True])
def test_a_picture_is_known_by_its_content(monkeypatch, forgiving):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", forgiving)  # as WeasyPrint leaves it
    for wanted, format_name in {"png": "PNG", "webp": "WEBP", "jpg": "JPEG"}.items():
        assert kind_of_picture(drawn(format_name)) == wanted
    for wrong in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn("GIF"), drawn("PNG")[:-30], film("webm")):
        with pytest.raises(PosterError, match="geen heel plaatje"):
            kind_of_picture(wrong)
    with pytest.raises(PosterError, match="te groot"):
        kind_of_picture(drawn("PNG", (4097, 1)))


def drawn(format_name, size=(8, 8)):
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, format_name)
    return file.getvalue()


# Captions


@pytest.mark.one_database
def test_captions_are_read_with_their_times_and_lines():
    first, second = read_captions(CAPTIONS)

    assert (first.start, first.end, first.lines) == (0.0, 2.0, ("Van PIE naar <b>monteur</b>.",))
    assert (second.start, second.end) == (2.0, 3.5)
    assert read_captions("\ufeff" + CAPTIONS.replace("\n", "\r\n")) == [first, second]


CUE = "00:01.000 --> 00:02.000"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nSRT", 1, "WEBVTT"),
        ("WEBVTTT\n\n", 1, "WEBVTT"),
        (f"WEBVTT\n{CUE}\nHallo", 2, "een lege regel na WEBVTT"),
        ("WEBVTT\n\n", 3, "ten minste één ondertitel"),
        ("WEBVTT\n\nHallo", 3, "het begin en het eind"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nHallo", 3, "zoals 00:01.000 --> 00:04.000"),
        ("WEBVTT\n\n00:61.000 --> 01:02.000\nHallo", 3, "het begin en het eind"),
        ("WEBVTT\n\n1:00 -> 2:00\nHallo", 4, "het begin en het eind"),
        (f"WEBVTT\n\n{CUE}\n\nHallo", 3, "de tekst van de ondertitel"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nHallo", 3, "een eind dat na het begin komt"),
        (f"WEBVTT\n\n00:02.000 --> 00:03.000\nA\n\n{CUE}\nB", 6, "niet vóór het begin van de vorige"),
        (f"WEBVTT\n\n{CUE}\nA\n{CUE}\nB", 5, "een lege regel vóór de volgende tijden"),
        (f"WEBVTT\n\n{CUE}\n<script>alert(1)</script>", 4, "gewone tekst"),
        (f"WEBVTT\n\n{CUE}\nBrood & boter", 4, "&amp;"),
        ("WEBVTT\n\nSTYLE\n::cue { color: red }", 4, "het begin en het eind"),
    ],
)
def test_what_is_wrong_in_captions_is_said_with_its_line_and_what_was_expected(text, line, expected):
    with pytest.raises(CaptionError) as caught:
        read_captions(text)

    assert str(caught.value).startswith(f"Regel {line}: hier staat “")
    assert expected in str(caught.value)


@pytest.mark.one_database
def test_captions_that_are_no_text_are_refused_with_their_line():
    with pytest.raises(CaptionError, match="Regel 3: .* Verwacht: tekst in UTF-8"):
        decoded(b"WEBVTT\n\n\xff\xfe")


# The database and the words before it


@pytest.fixture
def own(filled):
    """A video of our own on the site; those that come with the site are put aside."""
    Video.objects.all().delete()
    put_on_the_site(OWN)
    return Video.objects.get()


WRONG = {
    "no way of playing": {"webm": "", "mp4": ""},
    "two ways of playing": {"platform": "youtube", "platform_id": "aBc-123_xyZ"},
    "a platform without a mark": {"platform": "youtube", "webm": "", "mp4": ""},
    "a mark of another platform": {"platform": "vimeo", "platform_id": "aBc-123_xyZ", "webm": "", "mp4": ""},
    "a mark that is an address": {"platform": "youtube", "platform_id": "../../evil/x", "webm": "", "mp4": ""},
    "a mark with a line end": {"platform": "youtube", "platform_id": "aBc-123_xyZ\n", "webm": "", "mp4": ""},
    "a mark that goes on": {"platform": "youtube", "platform_id": "aBc-123_xyZ?a=b", "webm": "", "mp4": ""},
    "files without a poster": {"poster": ""},
    "no length": {"seconds": 0},
    "no size": {"width": 0},
    "on the site without its text": {"transcript": ""},
    "a story without source or consent": {"kind": "story"},
    "a story with consent that bears no date": {"kind": "story", "consent": "recorded"},
    "no source": {"source_id": ""},
    "no year": {"source_year": 0},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_the_database_refuses_a_video_that_is_not_complete(own, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Video.objects.filter(pk=own.pk).update(**wrong)


def test_a_video_is_a_fact_and_cannot_do_without_a_source(own):
    assert issubclass(Video, Fact)
    for column in ("source_id", "source_year"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Video.objects.filter(pk=own.pk).update(**{column: None})


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, set()),
        ({"platform": "youtube", "platform_id": "aBc-123_xyZ"}, {"platform"}),
        ({"webm": "", "mp4": ""}, {"platform"}),
        ({"platform_id": "aBc-123_xyZ"}, {"platform_id"}),
        ({"webm": "", "mp4": "", "platform": "vimeo", "platform_id": "abc"}, {"platform_id"}),
        ({"transcript": " "}, {"transcript"}),
        ({"transcript": "", "status": "draft"}, set()),
        ({"kind": "story"}, {"status"}),
        ({"kind": "story", "status": "draft"}, set()),
        ({"kind": "story", "url": "https://example.org/"}, set()),
        ({"kind": "story", "consent": "recorded"}, {"status"}),
        ({"kind": "story", "consent": "recorded", "consent_date": "2026-03-02"}, set()),
        ({"kind": "story", "role_model_id": TOLD}, set()),
        ({"kind": "story", "role_model_id": UNDATED_DRAFT}, {"status"}),
    ],
)
def test_what_the_database_would_refuse_is_said_at_the_field(own, changed, fields):
    for name, value in changed.items():
        setattr(own, name, value)
    try:
        own.clean()
        found = set()
    except ValidationError as error:
        found = set(error.message_dict)

    assert found == fields


def test_a_video_of_somebody_is_hidden_with_the_story(own):
    Video.objects.update(kind="story", role_model=TOLD)
    assert Video.objects.published().exists()

    RoleModel.objects.filter(pk=TOLD).update(status="draft")
    assert not Video.objects.published().exists()
    assert not Video.objects.get().is_shown


def test_there_is_one_caption_file_per_language_and_it_is_webvtt(own):
    for wrong in ({"language": "nl", "text": CAPTIONS}, {"language": "en", "text": "Hello"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Caption.objects.create(video=own, **wrong)


@pytest.mark.parametrize(
    ("language", "text", "fields"),
    [
        ("en", CAPTIONS, set()),
        ("dutch", CAPTIONS, {"language"}),
        ("en", "Hello", {"text"}),
        ("en", f"WEBVTT\n\n00:01.000 --> 00:0{SECONDS + 2}.000\nHello", {"text"}),
    ],
)
def test_captions_are_checked_before_they_are_kept(own, language, text, fields):
    try:
        Caption(video=own, language=language, text=text).clean()
        found = set()
    except ValidationError as error:
        found = set(error.message_dict)

    assert found == fields


# What a site starts with


def test_a_site_starts_with_the_videos_of_its_fixtures_with_files_and_captions(own):
    assert (own.profile_id, own.occupation_id, own.source_id, own.source_year) == ("PIE", "lasser", "seor", 2026)
    for name, kind in {own.webm.name: "webm", own.mp4.name: "mp4", own.poster.name: "jpg"}.items():
        assert default_storage.open(name).read() == film(kind)
        assert Path(name).suffix == f".{kind}"
    assert [(each.language, each.text) for each in own.captions.all()] == [("nl", CAPTIONS)]


def test_the_same_videos_twice_change_nothing(own, tmp_path):
    before = sorted(default_storage.listdir(f"video/{own.pk}")[1])
    load_videos(write_fixtures(tmp_path, OWN))

    assert (Video.objects.count(), Caption.objects.count()) == (1, 1)
    assert sorted(default_storage.listdir(f"video/{own.pk}")[1]) == before


def test_a_site_that_was_filled_before_there_were_videos_gets_them_once(filled, tmp_path, settings):
    Video.objects.all().delete()
    settings.FIXTURES_DIR = shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures")
    write_fixtures(settings.FIXTURES_DIR, OWN, YOUTUBE)
    version = DataVersion.current()
    assert lacks_videos()

    call_command("fill", verbosity=0)
    assert set(Video.objects.values_list("pk", flat=True)) == {OWN["slug"], YOUTUBE["slug"]}
    assert DataVersion.current() == version + 1

    Video.objects.filter(pk=OWN["slug"]).update(title="Door de redactie geschreven", status="draft")
    Video.objects.filter(pk=YOUTUBE["slug"]).delete()
    call_command("fill", verbosity=0)
    assert Video.objects.get().title == "Door de redactie geschreven"
    assert DataVersion.current() == version + 1


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("uitleg-lasser.webm", b"geen video", "uitleg-lasser.webm: Dit is geen WebM-bestand"),
        ("uitleg-lasser.jpg", b"geen plaatje", "uitleg-lasser.jpg: Dit is geen heel plaatje"),
        ("uitleg-lasser.nl.vtt", b"geen ondertitels", "uitleg-lasser.nl.vtt: Regel 1: "),
    ],
)
def test_a_wrong_file_of_the_fixtures_is_named_and_nothing_is_loaded(filled, tmp_path, file, content, said):
    Video.objects.all().delete()
    write_fixtures(tmp_path, {**OWN, "slug": "eerst"}, OWN)
    (tmp_path / "videos" / file).write_bytes(content)

    with pytest.raises(FixtureError, match=said), transaction.atomic():
        load_videos(tmp_path)
    assert not Video.objects.exists()


def test_a_row_that_says_another_size_than_its_file_is_refused(filled, tmp_path):
    write_fixtures(tmp_path, {**OWN, "width": 640})

    with pytest.raises(FixtureError, match="uitleg-lasser.webm: width is 320, en in videos.csv staat 640"):
        load_videos(tmp_path)
