"""Videos in the admin: every file is looked into, the editor reads what is wrong, and the player shows what will be."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from careers.models import Caption, Video
from schools.models import DataVersion

from .films import CAPTIONS, HEIGHT, OWN, SECONDS, WIDTH, YOUTUBE, film, put_on_the_site
from .markup import parse
from .staff import let_in, make_colleague, work_fast
from .test_accounts import assert_careful
from .test_careers_admin import form_of

pytestmark = pytest.mark.django_db

LIST = "/beheer/careers/video/"
ADD = f"{LIST}add/"
TOLD = "chelsey-van-der-spek"
NEW = {
    "slug": "nieuw",
    "title": "Van PIE naar werk",
    "kind": "explanation",
    "occupation": "lasser",
    "source": "seor",
    "source_year": "2026",
    "transcript": "Je ziet een testbeeld.",
    "consent": "none",
    "status": "published",
    "captions-TOTAL_FORMS": "1",
    "captions-INITIAL_FORMS": "0",
    "captions-0-language": "nl",
    "captions-0-text": CAPTIONS,
}


@pytest.fixture
def desk(filled, client, settings):
    """A colleague with all rights, and a site without videos."""
    work_fast(settings)
    Video.objects.all().delete()
    make_colleague()
    return let_in(client)


def upload(content, name):
    return SimpleUploadedFile(name, content)


def add(desk, **changed):
    return desk.post(ADD, {**NEW, **changed})


def errors_in(response):
    """What the form says, by field; captions as well."""
    assert response.status_code == 200
    inlines = [form for each in response.context["inline_admin_formsets"] for form in each.formset.forms]
    found = {}
    for form in [response.context["adminform"].form, *inlines]:
        found |= {name: " ".join(said) for name, said in form.errors.items()}
    return found


# Adding


def test_an_editor_adds_files_and_the_site_reads_the_rest_from_them(desk):
    version = DataVersion.current()
    response = add(desk, webm=upload(film("webm"), "Opname 1.webm"), mp4=upload(film("mp4"), "Opname 1.mp4"))

    assert response.status_code == 302, errors_in(response)
    video = Video.objects.get()
    assert (video.seconds, video.width, video.height) == (SECONDS, WIDTH, HEIGHT)
    assert default_storage.open(video.webm.name).read() == film("webm")
    assert default_storage.open(video.mp4.name).read() == film("mp4")
    assert video.poster.name.endswith(".jpg") and default_storage.open(video.poster.name).read(2) == b"\xff\xd8"
    assert "Opname" not in video.webm.name + video.mp4.name
    assert video.captions.get().text == CAPTIONS
    assert DataVersion.current() == version + 1
    assert "Van PIE naar werk" in desk.get("/beroepen/lasser/").content.decode()


def test_an_editor_adds_a_video_of_a_platform_by_its_address(desk):
    for number, (platform, address, mark) in enumerate(
        [
            ("youtube", "https://www.youtube.com/watch?v=aBc-123_xyZ&t=5", "aBc-123_xyZ"),
            ("youtube", "https://youtu.be/aBc-123_xyZ?si=x", "aBc-123_xyZ"),
            ("youtube", " aBc-123_xyZ ", "aBc-123_xyZ"),
            ("vimeo", "https://vimeo.com/12345678", "12345678"),
        ]
    ):
        given = {"slug": f"video-{number}", "platform": platform, "platform_id": address, "seconds": "90"}
        response = add(desk, **given)
        assert response.status_code == 302, errors_in(response)
        video = Video.objects.get(pk=f"video-{number}")
        assert (video.platform_id, video.seconds, video.width, video.height) == (mark, 90, 1280, 720)


def test_captions_come_from_a_file_as_well(desk):
    response = add(
        desk,
        webm=upload(film("webm"), "a.webm"),
        **{"captions-0-text": "", "captions-0-upload": upload(b"\xef\xbb\xbf" + CAPTIONS.encode(), "nl.vtt")},
    )

    assert response.status_code == 302, errors_in(response)
    assert Caption.objects.get().text == CAPTIONS


REFUSED = {
    "a text that is called webm": ({"webm": ("geen video", "a.webm")}, "webm", "Dit is geen WebM-bestand"),
    "another container": ({"webm": ("mp4", "a.webm")}, "webm", "Dit is geen WebM-bestand"),
    "QuickTime": ({"mp4": ("mov", "a.mp4")}, "mp4", "Dit is geen MP4-bestand"),
    "a cut file": ({"mp4": ("mp4", "a.mp4", 9000)}, "mp4", "Het bestand is niet heel"),
    "a poster that is a text": (
        {"webm": ("webm", "a.webm"), "poster": ("geen plaatje", "a.jpg")},
        "poster",
        "Dit is geen heel plaatje",
    ),
    "no way of playing": ({}, "platform", "Kies een website met het kenmerk van de video"),
    "an address that is no video": (
        {"platform": "youtube", "platform_id": "https://example.org/", "seconds": "9"},
        "platform_id",
        "Dit is geen video bij deze website",
    ),
    "no length": ({"platform": "vimeo", "platform_id": "12345678"}, "seconds", "hoeveel seconden"),
    "no text": ({"webm": ("webm", "a.webm"), "transcript": ""}, "transcript", "Vul in wat er gezegd of getoond wordt"),
    "no source": ({"webm": ("webm", "a.webm"), "source": ""}, "source", "vereist"),
    "a story of nobody who agreed": (
        {"webm": ("webm", "a.webm"), "kind": "story"},
        "status",
        "leg de toestemming vast met de datum",
    ),
    "wrong captions": (
        {"webm": ("webm", "a.webm"), "captions-0-text": "WEBVTT\n\n00:01 --> 00:02\nHallo"},
        "text",
        "Regel 3: hier staat “00:01 --> 00:02”",
    ),
    "captions that are no text": (
        {"webm": ("webm", "a.webm"), "captions-0-upload": ("mp4", "nl.vtt")},
        "upload",
        "Verwacht: tekst in UTF-8",
    ),
    "captions beyond the end": (
        {"webm": ("webm", "a.webm"), "captions-0-text": "WEBVTT\n\n00:01.000 --> 00:09.000\nHallo"},
        "text",
        "na het eind van de video",
    ),
}


def given(value):
    """What a form sends: a file of some kind or text under a name, cut after so many bytes."""
    if isinstance(value, str):
        return value
    kind, name, *cut = value
    content = film(kind) if kind in ("webm", "mp4", "mov") else kind.encode()
    return upload(content[: cut[0]] if cut else content, name)


@pytest.mark.parametrize(("changed", "field", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(desk, changed, field, said):
    found = errors_in(add(desk, **{name: given(value) for name, value in changed.items()}))

    assert set(found) == {field}
    assert said in found[field]
    assert not Video.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_both_sizes(desk, settings):
    settings.MOST_BYTES_OF_VIDEO = 2048
    settings.MOST_BYTES_OF_POSTER = 1024
    found = errors_in(add(desk, webm=upload(film("webm"), "a.webm"), poster=upload(film("jpg"), "a.jpg")))

    assert found["webm"].endswith("Verwacht: hoogstens 2,0\xa0KB.")
    assert found["poster"].endswith("Verwacht: hoogstens 1,0\xa0KB.")


def test_two_files_of_different_videos_are_refused(desk, settings):
    other = film("webm").replace(b"\x44\x89\x88\x40\xaf\x40", b"\x44\x89\x88\x40\xcf\x40")
    assert other != film("webm")

    assert (
        "niet even lang" in errors_in(add(desk, webm=upload(other, "a.webm"), mp4=upload(film("mp4"), "a.mp4")))["mp4"]
    )


def test_without_ffmpeg_an_editor_is_asked_for_a_picture(desk, monkeypatch):
    webm, picture = film("webm"), film("jpg")
    monkeypatch.setenv("PATH", "/nowhere")

    found = errors_in(add(desk, webm=upload(webm, "a.webm")))
    assert found == {"poster": "Kies een plaatje. Deze server kan er zelf geen maken: ffmpeg ontbreekt."}
    assert add(desk, webm=upload(webm, "a.webm"), poster=upload(picture, "a.png")).status_code == 302
    assert Video.objects.get().poster.name.endswith(".jpg")


@pytest.mark.parametrize(
    "consent",
    [
        {"url": "https://example.org/verhaal"},
        {"role_model": TOLD},
        {"consent": "recorded", "consent_date": "2026-03-02"},
    ],
    ids=["a public source", "a published role model", "consent"],
)
def test_a_story_comes_on_the_site_with(desk, consent):
    response = add(desk, kind="story", webm=upload(film("webm"), "a.webm"), **consent)

    assert response.status_code == 302, errors_in(response)
    assert Video.objects.published().exists()


# Changing


@pytest.fixture
def own(desk):
    put_on_the_site(OWN)
    return Video.objects.get()


def sent_for(desk, video, **changed):
    address = f"{LIST}{video.pk}/change/"
    sent = form_of(desk.get(address))
    files = {"webm", "mp4", "poster"}
    return address, {name: value for name, value in sent.items() if name not in files} | changed


def test_a_change_of_words_keeps_the_files_as_they_are(desk, own):
    address, sent = sent_for(desk, own, title="Anders", slug="anders")
    response = desk.post(address, sent)

    assert response.status_code == 302, errors_in(response)
    changed = Video.objects.get()
    assert (changed.pk, changed.title) == (own.pk, "Anders")
    assert changed.file_names == own.file_names
    assert changed.captions.get().text == CAPTIONS


def test_a_file_that_is_replaced_or_left_out_is_gone(desk, own, django_capture_on_commit_callbacks):
    address, sent = sent_for(desk, own, **{"mp4-clear": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(address, {**sent, "poster": upload(film("jpg") + b"\0", "nieuw.jpg")})

    assert response.status_code == 302, errors_in(response)
    changed = Video.objects.get()
    assert not changed.mp4 and changed.webm.name == own.webm.name
    assert not default_storage.exists(own.mp4.name) and not default_storage.exists(own.poster.name)
    assert default_storage.exists(changed.webm.name) and default_storage.exists(changed.poster.name)


@pytest.mark.parametrize("way", ["one", "several"])
def test_with_a_video_its_files_are_thrown_away(desk, own, way, django_capture_on_commit_callbacks):
    chosen = {"action": "delete_selected", "_selected_action": own.pk, "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{LIST}{own.pk}/delete/" if way == "one" else LIST, {"post": "yes"} if way == "one" else chosen)

    assert not Video.objects.exists()
    assert [name for name in own.file_names if default_storage.exists(name)] == []


# Looking


@pytest.mark.parametrize("status", ["draft", "published"])
def test_the_player_is_shown_to_editors_also_of_a_draft(desk, own, status):
    Video.objects.update(status=status)
    response = desk.get(f"{LIST}{own.pk}/change/")

    assert_careful(response)
    preview = parse(response.content.decode()).one("section.video-preview")
    for element in [*preview.all("source"), *preview.all("track")]:
        assert desk.get(element["src"]).status_code == 200
    assert ("Bezoekers zien deze video nog niet." in preview.text) == (status == "draft")
    assert "media-src 'self'" in response["Content-Security-Policy"]


def test_the_player_of_a_platform_opens_the_policy_of_its_page_alone(desk):
    put_on_the_site(YOUTUBE)

    assert "frame-src https://www.youtube-nocookie.com" in policy_of(desk, f"{LIST}bij-youtube/change/")
    assert "-src https" not in policy_of(desk, ADD) + policy_of(desk, LIST)


def policy_of(desk, address):
    response = desk.get(address)
    assert_careful(response)
    return response["Content-Security-Policy"]


def test_editors_find_videos_by_title_and_by_stand(desk):
    put_on_the_site(OWN, {**YOUTUBE, "status": "draft", "title": "Koken voor beginners"})

    def found(question):
        return {row.pk for row in desk.get(f"{LIST}?{question}").context["cl"].result_list}

    assert found("q=koken") == found("status__exact=draft") == {"bij-youtube"}
    assert found("platform__exact=") == {"uitleg-lasser"}


def test_who_may_only_look_sees_the_video_and_changes_nothing(client, own, desk):
    desk.logout()
    make_colleague("els", may=["view_video"])
    let_in(client, "els")

    assert client.get(f"{LIST}{own.pk}/change/").status_code == 200
    assert client.post(f"{LIST}{own.pk}/change/", {"title": "Anders"}).status_code == 403
    assert client.get(ADD).status_code == 403
