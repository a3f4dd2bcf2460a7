"""Our own films tell what is stored, with its source, in short sentences; and the files are what they say they are."""

import csv
import html
import json
import re
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from careers.explainers.captions import captions, transcript
from careers.explainers.drawing import HEIGHT, WIDTH, balanced, html_of, stills_of
from careers.explainers.encoding import MOST_BYTES
from careers.explainers.films import FILMS
from careers.explainers.making import COLUMNS, make
from careers.explainers.moving import MovingFilm
from careers.explainers.script import script_of
from careers.models import Certainty, GeneralFact, Occupation, Prospect, RoleModel, Video
from portal.pdf import library

pytestmark = pytest.mark.one_database

VIDEOS = settings.FIXTURES_DIR / "videos"
NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
CUE = re.compile(r"(\d+)\n(\S+) --> (\S+)\n((?:.+\n)+)")
FASTEST = 17
"""Characters a second that captions may have."""
each_film = pytest.mark.parametrize("film", FILMS, ids=lambda film: film.slug)
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffmpeg is not installed")


def stored_rows(table=settings.FIXTURES_DIR / "videos.csv"):
    with table.open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row for row in csv.DictReader(file)}


def cues_of(text):
    """Start, end and words of every cue."""
    found = CUE.findall(text)
    return [(seconds(start), seconds(end), " ".join(html.unescape(words).split())) for _n, start, end, words in found]


def seconds(moment):
    hours, minutes, rest = moment.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def probed(path):
    """What ffprobe says of a file: its streams, and how long it lasts."""
    asked = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", path]
    return json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)


# What they tell


@each_film
def test_the_stored_captions_and_transcript_are_what_the_figures_say_today(film, filled):
    """Fails when a figure or a route has changed: make the films anew with ./run manage make_explainers."""
    script, row = script_of(film), stored_rows()[film.slug]

    assert (VIDEOS / f"{film.slug}.nl.vtt").read_text(encoding="utf-8") == captions(script)
    assert row["transcript"] == transcript(script)
    assert (row["title"], int(row["seconds"])) == (script.title, script.seconds)


def test_a_figure_that_changes_asks_for_other_films(filled):
    before = captions(script_of(FILMS[0]))
    GeneralFact.objects.filter(pk="zoekt-eerste-baan").update(value="9 % na BOL, 2 % na BBL")

    assert captions(script_of(FILMS[0])) != before


@each_film
def test_every_number_stands_in_a_stored_fact_with_source_and_year(film, filled):
    for beat in script_of(film).beats:
        drawn = [str(route.course.level) for route in beat.shown.get("routes", [])]
        drawn += beat.shown.get("shares", {}).values()
        stored = set(NUMBER.findall(" ".join(basis.words for basis in beat.rests_on)))

        assert {*NUMBER.findall(f"{beat.said} {beat.covers}"), *drawn} <= stored, beat.said
        assert all(re.search(r"\b20\d\d\b", cited) for cited in beat.sources)


@each_film
def test_what_rests_on_a_source_names_it_on_the_still_and_in_the_transcript(film, filled):
    script = script_of(film)
    stills = stills_of(script)
    pages = html_of(script, stills).replace("&#x27;", "'").split('<section class="still ')[1:-1]

    for still, page in zip(stills, pages, strict=True):
        assert all(cited in page and cited in transcript(script) for cited in still.beat.sources)
        assert "Uitleg, geen rolmodel" in page
    assert "geen rolmodel" in transcript(script)


@each_film
def test_a_film_shows_a_way_that_is_there(film, filled):
    occupation = Occupation.objects.get(pk=film.occupation)
    known = {certainty for route in occupation.routes.all() for certainty in (route.bol, route.bbl)}

    assert occupation.profiles.filter(pk=film.profile).exists()
    assert known <= {Certainty.ALLOWED, Certainty.SEEN}


@each_film
def test_what_is_not_confirmed_says_so(film, filled):
    script = script_of(film)
    page, routes = html_of(script, stills_of(script)), script.view.routes

    assert ("niveau nog na te kijken" in page) == any(not route.is_confirmed for route in routes)
    assert ("nog na te kijken</span></p>" in page) == (not script.occupation.growth_confirmed)


@each_film
def test_bol_and_bbl_stand_side_by_side(film, filled):
    text = transcript(script_of(film))

    for words in ("BOL ga je", "BBL: meestal", "na BOL zocht 8 procent", "Na BBL was dat 2 procent"):
        assert words in text
    assert "Alle mbo-opleidingen samen" in text


def test_the_film_on_ict_says_that_vacancies_are_expected_to_fall(filled):
    [film] = [film for film in FILMS if film.profile == "MVI"]

    assert "Naar verwachting zijn er tot 2029 steeds minder mbo-vacatures in de ict." in transcript(script_of(film))


def test_an_expectation_that_turns_is_told_in_its_own_sentence(filled):
    [film] = [film for film in FILMS if film.profile == "MVI"]
    Prospect.objects.filter(occupation=film.occupation, kind="forecast").update(
        value="stijging", sentence="Er komen meer vacatures."
    )

    assert "Er komen meer vacatures." in transcript(script_of(film))


def test_there_is_one_film_for_each_technical_profile_and_for_media_and_ict(filled):
    assert [film.profile for film in FILMS] == ["BWI", "PIE", "MET", "MAT", "MVI"]


@each_film
def test_sentences_are_short(film, filled):
    script = script_of(film)
    sentences = [each for beat in script.beats for each in re.split(r"(?<=[.?!])\s", beat.said)]
    lengths = [len(sentence.split()) for sentence in sentences]

    assert max(lengths) <= 13
    assert sum(lengths) / len(lengths) <= 9


# Captions


@each_film
def test_captions_cover_the_film_at_a_pace_that_can_be_read(film):
    text = (VIDEOS / f"{film.slug}.nl.vtt").read_text(encoding="utf-8")
    cues = cues_of(text)

    assert text.startswith("WEBVTT\n\n")
    assert len(cues) == text.count("-->")
    assert [start for start, _end, _words in cues] == [0.0, *(end for _start, end, _words in cues[:-1])]
    assert cues[-1][1] == int(stored_rows()[film.slug]["seconds"])
    assert all(len(words) / (end - start) <= FASTEST for start, end, words in cues)
    assert all(len(html.unescape(line)) <= 42 for line in text.splitlines())


# Files


@each_film
def test_a_film_lasts_about_half_a_minute(film):
    assert 28 <= int(stored_rows()[film.slug]["seconds"]) <= 36


@needs_ffmpeg
@each_film
@pytest.mark.parametrize(("ending", "codec"), [("webm", "vp9"), ("mp4", "h264")])
def test_a_file_is_small_silent_and_what_its_row_says(film, ending, codec):
    path, row = VIDEOS / f"{film.slug}.{ending}", stored_rows()[film.slug]
    found = probed(path)
    [stream] = found["streams"]

    assert path.stat().st_size <= MOST_BYTES
    assert (stream["codec_name"], stream["pix_fmt"]) == (codec, "yuv420p")
    assert (stream["width"], stream["height"]) == (int(row["width"]), int(row["height"])) == (WIDTH, HEIGHT)
    assert abs(float(found["format"]["duration"]) - int(row["seconds"])) < 0.2


@each_film
def test_a_film_begins_to_play_before_it_is_here(film):
    mp4 = (VIDEOS / f"{film.slug}.mp4").read_bytes()

    assert 0 < mp4.index(b"moov") < mp4.index(b"mdat")


@each_film
def test_a_film_has_a_poster(film):
    poster = (VIDEOS / f"{film.slug}.jpg").read_bytes()

    assert poster.startswith(b"\xff\xd8\xff")
    assert len(poster) < 100_000


def test_the_table_names_the_films_and_their_files():
    rows = stored_rows()

    assert {film.slug for film in FILMS} <= set(rows)
    for film in FILMS:
        row = rows[film.slug]
        assert tuple(row) == COLUMNS
        assert (row["kind"], row["status"], row["source_id"]) == ("explanation", "published", "profielwijzer-uitleg")
        assert not row["role_model_id"]
        assert not row["platform"]
        assert (row["profile_id"], row["occupation_id"]) == (film.profile, film.occupation)


# Making them


@needs_ffmpeg
@pytest.mark.skipif(not library(), reason="WeasyPrint cannot draw here")
def test_a_film_is_made_with_all_that_belongs_to_it(filled, tmp_path):
    (tmp_path / "videos.csv").write_text(",".join(COLUMNS) + "\nander,Ander filmpje" + "," * 13 + "\n")

    files = make(script_of(FILMS[1]), tmp_path, rate=1)

    assert [file.name.removeprefix("uitleg-pie.") for file in files] == ["webm", "mp4", "jpg", "nl.vtt"]
    assert [probed(file)["streams"][0]["codec_name"] for file in files[:3]] == ["vp9", "h264", "mjpeg"]
    rows = stored_rows(tmp_path / "videos.csv")
    assert list(rows) == ["ander", "uitleg-pie"]
    assert rows["ander"]["title"] == "Ander filmpje"
    assert rows["uitleg-pie"] == stored_rows()["uitleg-pie"] | {"source_year": rows["uitleg-pie"]["source_year"]}


@pytest.mark.skipif(not library(), reason="WeasyPrint cannot draw here")
def test_the_ship_is_at_a_stop_as_soon_as_the_film_speaks_of_it(filled):
    moving = MovingFilm(script_of(FILMS[1]))
    arrivals = dict(reversed([(round(stop), second) for second, stop in moving.course]))
    spoken = {beat.stop: timed.start for timed in reversed(moving.script.timed) if (beat := timed.beat).rests_on}

    assert arrivals == spoken
    # The line is water as far as the ship has come, and sand beyond.
    halfway = moving.frame((spoken[1] + spoken[2]) / 2)
    assert [halfway.getpixel((x, 652)) for x in (500, 900)] == [(11, 90, 115), (220, 207, 187)]


def test_lines_are_about_as_long_as_each_other():
    assert balanced("Van PIE naar servicemonteur in dertig seconden", 29) == [
        "Van PIE naar servicemonteur",
        "in dertig seconden",
    ]
    assert balanced("Na BBL was dat 2 procent.", 47) == ["Na BBL was dat 2 procent."]


def test_without_ffmpeg_the_command_says_what_to_install(filled, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CommandError, match="sudo apt-get install ffmpeg"):
        call_command("make_explainers", "--folder", str(tmp_path))


def test_a_film_that_does_not_exist_is_refused_with_those_that_do(db):
    with pytest.raises(CommandError, match="uitleg-xyz is geen filmpje. Kies uit: uitleg-bwi, uitleg-pie"):
        call_command("make_explainers", "uitleg-xyz")


@needs_ffmpeg
@pytest.mark.skipif(not library(), reason="WeasyPrint cannot draw here")
@pytest.mark.parametrize("missing", ["week-bol", "week-bbl", "zoekt-eerste-baan"])
def test_a_fact_that_is_missing_is_named(filled, missing, tmp_path):
    GeneralFact.objects.filter(pk=missing).delete()

    with pytest.raises(CommandError, match=missing):
        call_command("make_explainers", "--folder", str(tmp_path))


@needs_ffmpeg
@pytest.mark.skipif(not library(), reason="WeasyPrint cannot draw here")
def test_an_occupation_that_is_missing_is_named(filled, tmp_path):
    RoleModel.objects.all().delete()
    Video.objects.all().delete()
    Occupation.objects.filter(pk=FILMS[0].occupation).delete()

    with pytest.raises(CommandError, match=f"Het beroep {FILMS[0].occupation} ontbreekt. Begin met: ./run manage fill"):
        call_command("make_explainers", FILMS[0].slug, "--folder", str(tmp_path))
