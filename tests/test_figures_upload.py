"""Files with figures that staff send in: shown first, applied as they were seen, once."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from schools.admin.preview_page import MOST_BYTES
from schools.models import AuditEvent, DataVersion, ImportRun, Upload
from stats.importers import LAYOUTS
from stats.models import Observation

from .staff import let_in, make_colleague, work_fast
from .test_figures_import import ROW, file_of, only_new, statline_csv, travel_file, travel_rows

SEND = "/beheer/cijfers/inlezen/"


@pytest.fixture
def desk(filled, client, settings):
    """A colleague with all rights."""
    work_fast(settings)
    make_colleague()
    return let_in(client)


def send(desk, content, layout="cijfers", **given):
    return desk.post(SEND, {"file": SimpleUploadedFile("cijfers.csv", content), "layout": layout, **given})


def previewed(desk, content, **given):
    response = send(desk, content, **given)
    assert response.status_code == 302, response.context["form"].errors
    return response.url, desk.get(response.url)


def press(desk, address, page, **given):
    return desk.post(address, {"seen": page.context["fingerprint"], **given}, follow=True)


def words(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def counts(page):
    return {each["value"]: each["count"] for each in page.context["choices"]}


def test_a_file_is_shown_row_by_row_and_applied_once(desk):
    version = DataVersion.current()
    address, page = previewed(desk, file_of(ROW, {**ROW, "gebied": "Atlantis"}))
    assert counts(page) == {"new": 1, "changed": 0, "refused": 1, "same": 0}
    assert "Er staat “Atlantis”. Verwacht: een gebied als GM0599, MRDH of Rotterdam." in words(page)
    assert not only_new().exists()
    assert DataVersion.current() == version

    assert "Zet een vinkje" in words(press(desk, address, page))
    answer = press(desk, address, page, skip="on")
    assert "1 nieuw, 0 gewijzigd, 0 ongewijzigd, 1 overgeslagen" in words(answer)
    [figure] = only_new()
    assert figure.import_run.author.username == "noor"
    assert "is al toegepast" in words(press(desk, address, page))
    assert ImportRun.objects.filter(series="indicators").count() == 1
    assert bytes(Upload.objects.get().content) == b""
    [event] = AuditEvent.objects.filter(kind="import")
    assert (event.actor_name, event.source, event.new["created"]) == ("noor", "cijfers.csv", 1)


def test_a_refused_value_is_quoted_by_its_beginning(desk):
    _address, page = previewed(desk, file_of(ROW, {**ROW, "gebied": "x" * 500}))

    assert f"gebied Er staat “{'x' * 59}…”. Verwacht: een gebied" in words(page)


def test_a_changed_figure_is_shown_before_and_after(desk):
    address, page = previewed(desk, file_of(ROW))
    press(desk, address, page)
    _address, page = previewed(desk, file_of({**ROW, "waarde": "13,0"}))

    assert counts(page)["changed"] == 1
    assert "waarde was 12,5 → wordt 13" in words(page)


def test_what_others_changed_meanwhile_is_shown_anew(desk):
    address, page = previewed(desk, file_of(ROW))
    Observation.objects.create(
        indicator_id="vmbo-profielkeuze", region_id="GM0599", period="2023/2024", profile_id="PIE",
        leerweg="BB+KB+GL", source_id="duo-travel", value="1",
    )  # fmt: skip

    answer = press(desk, address, page)
    assert answer.status_code == 409
    assert "Iemand wijzigde intussen dezelfde cijfers" in words(answer)
    assert not only_new().exists()


def test_a_file_can_be_withdrawn(desk):
    address, _page = previewed(desk, file_of(ROW))

    assert "is ingetrokken. Er is niets gewijzigd." in words(desk.post(address, {"withdraw": ""}, follow=True))
    assert not only_new().exists()


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_the_file_comes_back_with_the_outcome_per_row_and_is_read_without_it(desk, sort):
    address, _page = previewed(desk, file_of(ROW, {**ROW, "gebied": "Atlantis"}))
    back = desk.get(f"{address}uitkomst.{sort}")

    _address, page = previewed(desk, back.content)
    assert counts(page) == {"new": 1, "changed": 0, "refused": 1, "same": 0}
    if sort == "csv":
        lines = back.content.decode("utf-8-sig").splitlines()
        assert lines[0].endswith(";tabel;Resultaat;Toelichting")
        assert lines[1].endswith(";nieuw;")
        assert lines[2].endswith(";geweigerd;gebied: Verwacht: een gebied als GM0599, MRDH of Rotterdam.")


@pytest.mark.parametrize(
    ("content", "given", "sentence"),
    [
        (b"", {}, "Dit bestand is leeg."),
        (b"a;b\r\n1;2\r\n", {}, "ontbreken 13 kolommen"),
        (statline_csv(), {}, "Kijk ook of de soort bestand klopt."),
        (file_of(ROW), {"layout": "statline-csv"}, "geen tabel van StatLine"),
        (travel_file(travel_rows()), {"layout": "reizen"}, "Geef bij dit bestand de periode op"),
        (travel_file(travel_rows()), {"layout": "reizen", "period": "gisteren"}, "'gisteren' is geen periode"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_its_field(desk, content, given, sentence):
    response = send(desk, content, **given)

    assert response.status_code == 200
    assert sentence in " ".join(str(error) for errors in response.context["form"].errors.values() for error in errors)
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_for_a_page_is_referred_to_the_command(desk):
    response = send(desk, b"x" * (MOST_BYTES + 1))

    assert "met de opdracht import_indicators" in " ".join(response.context["form"].errors["file"])
    assert "ongeveer 150.000 cijfers" in words(response)
    assert not Upload.objects.exists()


def test_period_and_source_can_be_given_beside_the_file(desk):
    address, page = previewed(desk, travel_file(travel_rows()), layout="reizen", period="2024", source="cbs-mbo")
    press(desk, address, page)

    assert {(str(each.period), each.source_id) for each in only_new()} == {("2024", "cbs-mbo")}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_example_can_be_downloaded_and_sent_in(desk, layout):
    page = desk.get(SEND)
    for number, each in enumerate(LAYOUTS[layout].examples):
        address = f"{SEND}voorbeeld/{layout}/{number}/"
        assert f'href="{address}"' in page.content.decode()
        content = desk.get(address)
        assert each.name in content["Content-Disposition"]
        _address, preview = previewed(desk, content.content, layout=layout, period="2024")
        assert counts(preview)["refused"] == 0
    assert desk.get(f"{SEND}voorbeeld/{layout}/9/").status_code == 404


def test_only_who_may_add_figures_sends_them_in(filled, client, settings):
    work_fast(settings)
    make_colleague(may=["view_indicator"])
    let_in(client)

    assert client.get(SEND).status_code == 403
    assert send(client, file_of(ROW)).status_code == 403


def test_a_file_is_for_who_sent_it_in(desk, client):
    address, _page = previewed(desk, file_of(ROW))
    Upload.objects.update(author=make_colleague("iris"))

    assert desk.get(address).status_code == 404
    assert desk.get(f"{address}uitkomst.csv").status_code == 404


def test_a_long_file_is_shown_in_pages(desk):
    rows = [{**ROW, "periode": str(year)} for year in range(1900, 2000)]
    address, page = previewed(desk, file_of(*rows))

    assert len(page.context["rows"]) == 50
    assert desk.get(f"{address}?page=2").context["rows"][0]["number"] == 52
