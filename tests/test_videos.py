"""Videos on the site: served in parts, shown where they belong, and a content policy that opens for them alone."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careers.models import Caption, RoleModel, Video

from .films import CAPTIONS, HEIGHT, OWN, VIMEO, WIDTH, YOUTUBE, film, put_on_the_site
from .markup import page
from .staff import let_in, make_colleague, work_fast

pytestmark = pytest.mark.django_db

WELDER, COOK, HAIRDRESSER = "/beroepen/lasser/", "/beroepen/kok/", "/beroepen/kapper/"
PROFILE = "/profielen/produceren-installeren-en-energie/"
PRIVACY = "/over/privacy/"
TOLD = "chelsey-van-der-spek"
"""The story of a welder."""


@pytest.fixture(autouse=True)
def no_videos(filled):
    """Every test puts its own videos on the site."""
    Video.objects.all().delete()


def own_video():
    put_on_the_site(OWN)
    return Video.objects.get()


# As files


@pytest.mark.parametrize(("field", "kind"), [("webm", "video/webm"), ("mp4", "video/mp4"), ("poster", "image/jpeg")])
def test_a_file_is_sent_as_what_it_is_and_may_be_kept(client, field, kind):
    file = getattr(own_video(), field)
    response = client.get(file.url, headers={"Accept-Encoding": "gzip"})

    assert response.getvalue() == default_storage.open(file.name).read()
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == "inline"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "public, max-age=2592000, immutable"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not {"Vary", "Content-Encoding"} & set(response.headers)
    assert not response.cookies


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-1", 206, 0, 1),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=100-", 206, 100, None),
        ("bytes=100-199", 206, 100, 199),
        ("bytes=-10", 206, -10, None),
        ("bytes=5-99999999", 206, 5, None),
        ("bytes=99999999-", 416, None, None),
        ("bytes=2-1", 416, None, None),
        ("bytes=0-1,3-4", 200, 0, None),
        ("pages=1-2", 200, 0, None),
        ("bytes=?", 200, 0, None),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(client, asked, status, first, last):
    url, whole = own_video().webm.url, film("webm")
    response = client.get(url, headers={"Range": asked, "Accept-Encoding": "gzip"})
    content = response.getvalue()

    assert response.status_code == status
    if status == 416:
        assert (response["Content-Range"], content) == (f"bytes */{len(whole)}", b"")
        return
    assert content == whole[first : None if last is None else last + 1]
    assert int(response["Content-Length"]) == len(content)
    if status == 206:
        start = first % len(whole)
        assert response["Content-Range"] == f"bytes {start}-{start + len(content) - 1}/{len(whole)}"


def test_who_has_a_file_already_is_not_sent_it_again(client):
    url = own_video().webm.url
    response = client.get(url, headers={"If-None-Match": client.get(url)["ETag"]})

    assert (response.status_code, response.getvalue()) == (304, b"")
    assert client.head(url)["Content-Length"] == str(len(film("webm")))
    assert client.post(url).status_code == 405


def test_captions_are_sent_as_captions(client):
    response = client.get(own_video().tracks[0].get_absolute_url())

    assert response.content.decode() == CAPTIONS
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=300"
    assert client.get("/video/uitleg-lasser/en.vtt").status_code == 404


def files_of(video):
    return [video.webm.url, video.mp4.url, video.poster.url, video.tracks[0].get_absolute_url()]


def test_a_draft_is_for_colleagues_who_may_see_videos(client, settings):
    work_fast(settings)
    video = own_video()
    Video.objects.update(status="draft")
    make_colleague()
    make_colleague("els", may=["view_occupation"])

    assert {client.get(url).status_code for url in files_of(video)} == {404}
    let_in(client, "els")
    assert {client.get(url).status_code for url in files_of(video)} == {404}
    client.logout()
    let_in(client)
    for url in files_of(video):
        response = client.get(url)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_password_alone_shows_no_draft(client, settings):
    work_fast(settings)
    video = own_video()
    Video.objects.update(status="draft")
    client.force_login(make_colleague())

    assert client.get(video.webm.url).status_code == 404


def test_a_video_of_somebody_goes_with_the_story(client):
    video = own_video()
    Video.objects.update(kind="story", role_model=TOLD)
    assert client.get(video.webm.url).status_code == 200

    RoleModel.objects.filter(pk=TOLD).update(status="draft")
    assert {client.get(url).status_code for url in files_of(video)} == {404}
    assert "uitleg-lasser" not in client.get(WELDER).content.decode() + client.get(PROFILE).content.decode()


@pytest.mark.parametrize("name", ["x.webm", "..%2Fsecret-key", "%2e%2e/secret-key", "../../secret-key", "x.exe"])
def test_only_files_of_a_video_are_served(client, name):
    own_video()
    assert client.get(f"/video/uitleg-lasser/{name}").status_code == 404
    assert client.get(f"/video/nergens/{name}").status_code == 404


def test_a_file_that_got_lost_is_not_found_and_nothing_fails(client):
    video = own_video()
    default_storage.delete(video.webm.name)

    assert client.get(video.webm.url).status_code == 404
    assert client.get(WELDER).status_code == 200


# On pages


@pytest.mark.parametrize("address", [WELDER, PROFILE])
def test_a_video_stands_with_its_occupation_and_its_profile_with_text_and_source(client, address):
    video = own_video()
    figure = page(client.get(address)).one("section.videos").one("figure.video")
    player = figure.one("video")

    assert figure.one("figcaption").text == "Van profiel naar werk Uitleg, geen rolmodel · 4 seconden"
    assert {"controls", "playsinline"} <= set(player.attributes)
    assert {name: player[name] for name in ("preload", "poster", "width", "height")} == {
        "preload": "none",
        "poster": video.poster.url,
        "width": str(WIDTH),
        "height": str(HEIGHT),
    }
    assert [(each["src"], each["type"]) for each in player.all("source")] == [
        (video.webm.url, "video/webm"),
        (video.mp4.url, "video/mp4"),
    ]
    track = player.one("track")
    assert (track["kind"], track["srclang"], track["label"]) == ("captions", "nl", "Nederlands")
    assert "default" in track.attributes and client.get(track["src"]).content.decode() == CAPTIONS
    assert "Je ziet een testbeeld." in figure.one("details").text
    assert "SEOR, 11 mei 2026" in figure.one(".source").text


def test_dutch_captions_are_on_unless_somebody_chooses_others(client):
    video = own_video()
    for language in ("tr", "ar"):
        Caption.objects.create(video=video, language=language, text=CAPTIONS)

    tracks = page(client.get(WELDER)).all("track")
    assert [(each["srclang"], "default" in each.attributes) for each in tracks] == [
        ("ar", False),
        ("nl", True),
        ("tr", False),
    ]
    assert [each["label"] for each in tracks] == ["العربيّة", "Nederlands", "Türkçe"]


def test_a_video_of_a_platform_is_a_link_until_somebody_wants_it(client):
    put_on_the_site(YOUTUBE, VIMEO)
    for address, link, player in (
        (COOK, "https://www.youtube.com/watch?v=aBc-123_xyZ", "https://www.youtube-nocookie.com/embed/aBc-123_xyZ"),
        (HAIRDRESSER, "https://vimeo.com/12345678", "https://player.vimeo.com/video/12345678?dnt=1"),
    ):
        figure = page(client.get(address)).one("figure.video")
        assert figure.one("a.video__start")["href"] == link
        assert figure.one(".video__stage")["data-player"].startswith(player)
        assert "Pas als u tikt, haalt uw browser de video bij" in figure.one(".video__note").text
        assert not [*figure.all("iframe"), *figure.all("video"), *figure.all("img")]


def test_a_video_of_a_story_stands_with_that_story(client):
    put_on_the_site({**YOUTUBE, "kind": "story", "role_model_id": TOLD, "occupation_id": "", "profile_id": "PIE"})

    document = page(client.get(WELDER))
    assert document.all("section.videos") == []
    assert document.one("section.stories").one("figcaption").text.endswith("Verhaal van iemand zelf · 4 seconden")
    assert page(client.get(PROFILE)).one("section.videos").all("figure.video")


@pytest.mark.parametrize("address", [WELDER, PROFILE])
def test_where_there_is_no_published_video_nothing_shows(client, address):
    before = client.get(address).content
    put_on_the_site({**OWN, "status": "draft"})

    response = client.get(address)
    assert response.content == before
    assert page(response).all(".video") == page(response).all("#videos") == []
    assert "media-src" not in response["Content-Security-Policy"]


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_an_occupation_takes_as_many_queries_with_three_videos_as_with_none(client):
    before = queries(client, WELDER)
    put_on_the_site(OWN, {**OWN, "slug": "tweede"}, {**YOUTUBE, "occupation_id": "lasser"})

    assert len(page(client.get(WELDER)).all("figure.video")) == 3
    assert queries(client, WELDER) == before


def test_a_profile_takes_as_many_queries_with_two_videos_as_with_one(client):
    put_on_the_site(OWN)
    before = queries(client, PROFILE)
    put_on_the_site(OWN, {**OWN, "slug": "tweede"})

    assert queries(client, PROFILE) == before


def test_a_video_leads_to_the_page_that_shows_it(client):
    put_on_the_site(OWN, {**VIMEO, "occupation_id": "", "profile_id": "PIE"})
    put_on_the_site({**YOUTUBE, "occupation_id": "", "role_model_id": TOLD})

    for video in Video.objects.all():
        address, anchor = video.get_absolute_url().split("#")
        assert page(client.get(address)).one(f"#{anchor}").tag == "figure"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 seconde"), (45, "45 seconden"), (119, "119 seconden"), (150, "2 minuten")]
)
def test_the_length_is_said_in_seconds_or_in_whole_minutes(seconds, words):
    assert Video(seconds=seconds).length_in_words == words


# The content policy, and privacy


def policy(client, address):
    header = client.get(address)["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in header.split("; "))


def test_the_policy_opens_on_the_pages_of_a_video_for_what_it_needs_and_nowhere_else(client):
    everywhere = policy(client, WELDER)
    put_on_the_site(OWN, YOUTUBE, VIMEO)

    assert policy(client, WELDER) == policy(client, PROFILE) == everywhere | {"media-src": "'self'"}
    assert policy(client, COOK) == everywhere | {"frame-src": "https://www.youtube-nocookie.com"}
    assert policy(client, HAIRDRESSER) == everywhere | {"frame-src": "https://player.vimeo.com"}
    for address in ("/", "/beroepen/", "/beroepen/autotechniek/", "/profielen/groen/", PRIVACY, "/scholen/"):
        assert policy(client, address) == everywhere


def test_a_page_with_several_videos_opens_for_each_of_them(client):
    everywhere = policy(client, WELDER)
    put_on_the_site(OWN, *({**each, "occupation_id": "lasser"} for each in (YOUTUBE, VIMEO)))

    found = policy(client, WELDER)
    assert set(found.pop("frame-src").split()) == {"https://www.youtube-nocookie.com", "https://player.vimeo.com"}
    assert found == everywhere | {"media-src": "'self'"}


def test_the_privacy_page_tells_of_platforms_once_a_video_of_one_is_on_the_site(client):
    nothing_else = "Uw browser vraagt niets aan andere bedrijven."
    put_on_the_site(OWN, {**YOUTUBE, "status": "draft"})
    assert nothing_else in page(client.get(PRIVACY)).text
    assert "YouTube" not in page(client.get(PRIVACY)).text

    put_on_the_site(YOUTUBE, VIMEO)
    text = page(client.get(PRIVACY)).text
    assert "Start u een video van Vimeo en YouTube?" in text
    assert nothing_else not in text


def test_every_video_address_is_known_by_name():
    assert reverse("video-file", args=["een", "x.webm"]) == "/video/een/x.webm"
    assert reverse("video-captions", args=["een", "nl"]) == "/video/een/nl.vtt"
