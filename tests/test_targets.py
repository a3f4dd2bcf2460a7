"""The pages about targets: who may do what, what is asked, and what is kept."""

import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import AuditEvent, DataVersion, Role
from schools.recalculation import change_data
from stats.models import Observation, Target
from stats.periods import Period
from stats.targets.following import series_of

from .staff import let_in, make_colleague, make_member, work_fast

pytestmark = pytest.mark.django_db

LIST, NEW = "/beheer/cijfers/doelen/", "/beheer/cijfers/doelen/nieuw/"
CELL = {"indicator": "vmbo-profielaanbod", "deel": "PIE~BB+KB+GL", "gebied": "GM0518"}
RIGHTS = ("view_indicator", "add_target", "change_target", "delete_target")


@pytest.fixture(autouse=True)
def _fast(settings):
    work_fast(settings)


@pytest.fixture
def desk(client, filled):
    make_colleague(may=RIGHTS)
    return let_in(client)


def filled_in(years=((2028, "40"), (2030, "60,5")), **said):
    rows = [(str(year), value) for year, value in years] + [("", "")] * (6 - len(years))
    data = {"years-TOTAL_FORMS": "6", "years-INITIAL_FORMS": "0"}
    for number, (year, value) in enumerate(rows):
        data |= {f"years-{number}-year": year, f"years-{number}-value": value}
    return data | {"start": "none", "is_example": "on", "owner": "Onderwijs", **said}


def make(client, cell=CELL, **said):
    address = f"{NEW}?{urlencode(cell)}"
    return client.post(address, filled_in(**said), follow=True)


def mistakes(response):
    form, years = response.context["form"], response.context["years"]
    return [message for messages in form.errors.values() for message in messages] + list(years.non_form_errors())


def newest(**asked):
    found = Observation.objects.calculated().of(indicator="vmbo-profielaanbod", region="GM0518", **asked)
    return found.of(profile="PIE", leerweg="BB+KB+GL").oldest_first().last()


# Making one


def test_a_target_is_made_in_steps_without_javascript(desk):
    first = desk.get(NEW)
    second = desk.get(NEW, {"indicator": "vmbo-profielaanbod", "gebied": "GM0518"})
    third = desk.get(NEW, CELL)

    assert "form" not in first.context
    assert "form" not in second.context
    assert len(second.context["choice"].splits) > 10
    assert third.context["target"].profile_id == "PIE"


def test_a_target_begins_with_the_newest_figure_by_one_tap(desk):
    figure = newest()
    choices = desk.get(NEW, CELL).context["form"].fields["start"].choices
    assert choices[0][0] == str(figure.pk)
    assert "22,3 procent (schooljaar 2023-2024, DUO, examenkandidaten per vestiging, hier berekend)" in choices[0][1]

    make(desk, start=str(figure.pk))

    target = Target.objects.get()
    assert (target.baseline_value, target.baseline_period) == (figure.value, figure.period)
    assert {each.year: each.value for each in target.values.all()} == {2028: Decimal(40), 2030: Decimal("60.5")}


def test_a_baseline_can_be_typed(desk):
    make(desk, start="own", baseline_value="21,5", baseline_period="2023/24")

    target = Target.objects.get()
    assert (target.baseline_value, str(target.baseline_period)) == (Decimal("21.5"), "2023/2024")


def test_who_made_and_changed_a_target_is_kept_and_the_data_version_rises(desk):
    before = DataVersion.current()
    make(desk)
    target = Target.objects.get()
    desk.post(f"{LIST}{target.pk}/wijzigen/", filled_in(years=[(2031, "70")], owner="Jeugd"))

    assert DataVersion.current() == before + 2
    added, changed = AuditEvent.objects.filter(model="stats.target").order_by("pk")
    assert (added.kind, changed.kind) == ("created", "changed")
    assert {each.actor_name for each in (added, changed)} == {"noor"}
    assert (changed.new["owner"], changed.new["waarden per jaar"]) == ("Jeugd", "2031: 70")
    assert [each.year for each in target.values.all()] == [2031]


def test_a_cell_with_a_target_leads_to_changing_it(desk):
    make(desk)

    response = desk.get(NEW, CELL)

    assert response.url == f"{LIST}{Target.objects.get().pk}/wijzigen/"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"years": ()}, "Vul ten minste één jaar in, met de waarde die u dan wilt bereiken."),
        ({"years": [(2028, "1"), (2028, "2")]}, "Het jaar 2028 staat er twee keer. Laat er één staan."),
        ({"years": [(2028, "101")]}, "De waarde van 2028 is een percentage: vul een getal van 0 tot en met 100 in."),
        (
            {"start": "own", "baseline_value": "3", "baseline_period": "2028"},
            "Een doel ligt na het begin. Kies jaren na 2028.",
        ),
        ({"start": "own", "baseline_period": "2024"}, "Vul de beginwaarde in, of kies een cijfer hierboven."),
        ({"start": "own", "baseline_value": "3"}, "Vul in van welke periode de beginwaarde is."),
        ({"owner": ""}, "Vul in welke afdeling dit doel volgt."),
        (
            {"is_example": ""},
            "Vul in welk besluit dit doel vaststelt, of kruis aan dat het een voorbeeld is.",
        ),
    ],
)
def test_what_cannot_be_a_target_is_told_in_a_sentence(desk, said, message):
    assert message in mistakes(make(desk, **said))
    assert not Target.objects.exists()


def test_a_year_without_a_value_is_told_beside_it(desk):
    response = make(desk, years=[(2028, "")])

    assert "Vul in wat de waarde in dit jaar moet zijn, of maak het jaar leeg." in response.content.decode()
    assert not Target.objects.exists()


def test_a_target_needs_a_direction(desk):
    neither = {**CELL, "indicator": "vmbo-profielkeuze"}

    response = make(desk, cell=neither, years=[(2028, "10")])

    assert any("omhoog of omlaag" in message for message in mistakes(response))
    assert make(desk, cell=neither, years=[(2028, "10"), (2030, "12")]).context["followed"].path.goes_up


# Following one


def test_the_list_says_in_words_how_it_goes_and_that_an_example_is_one(desk):
    make(desk, start="own", baseline_value="20", baseline_period="2020", years=[(2028, "60")])

    page = desk.get(LIST, {"gebied": "GM0518"}).content.decode()

    assert "loopt achter" in page
    assert "Voorbeeld" in page
    assert "22,3 procent" in page


def test_a_page_says_what_is_compared_and_what_is_not(desk):
    response = make(desk, start=str(newest(period="2023/2024").pk))
    page = response.content.decode()

    assert "nog geen nieuw cijfer" in page
    assert "Dit doel is een voorbeeld. Niemand heeft het vastgesteld." in page
    assert "SEOR, 11 mei 2026: 28,7" in page
    assert '<svg class="chart"' in page
    assert "<table" in page


def test_a_target_follows_the_series_it_began_with_and_never_two():
    def seen(source, period, value, origin="calculated"):
        return Observation(source_id=source, period=Period.parse(period), value=Decimal(value), origin=origin)

    old, report, new = seen("a", "2019", 5), seen("b", "2021", 6, "published"), seen("c", "2023/2024", 7)

    assert series_of([new, old, report], Period.parse("2021"), Decimal(6)) == [report]
    assert series_of([new, old, report], "", None) == [new]
    assert series_of([], "", None) == []


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
    return len(captured)


def test_the_line_of_a_target_does_not_lead_over_years_that_are_missing(desk):
    make(desk)
    address = f"{LIST}{Target.objects.get().pk}/"
    before = steps_of_line(desk.get(address))
    earlier = newest(source="duo-exams")
    earlier.pk, earlier.period = None, "2016/2017"
    change_data(earlier.save)

    response = desk.get(address)

    assert "2016" in response.content.decode()
    assert steps_of_line(response) == before > 0


def steps_of_line(response):
    """From how many points to the next the own line leads."""
    return sum(way.count("L") for way in re.findall(r"<path[^>]*chart__line-own[^>]*>", response.content.decode()))


def test_the_list_asks_as_often_for_many_targets_as_for_one(desk):
    make(desk)
    queries(desk)
    one = queries(desk)
    for area in ("GM0599", "MRDH", "GM0503"):
        make(desk, cell={**CELL, "gebied": area})
    queries(desk)

    assert queries(desk) == one


# Removing one, and who may


def test_a_target_is_removed_after_a_confirmation(desk):
    make(desk)
    address = f"{LIST}{Target.objects.get().pk}/verwijderen/"

    assert "Ja, verwijder dit doel" in desk.get(address).content.decode()
    assert Target.objects.count() == 1
    assert desk.post(address).url == LIST
    assert not Target.objects.exists()
    assert AuditEvent.objects.filter(model="stats.target").latest("pk").kind == "deleted"


def test_who_may_only_look_sees_targets_and_changes_none(client, desk):
    make(desk)
    pk = Target.objects.get().pk
    make_colleague("kijk", may=["view_indicator"])
    client.logout()
    let_in(client, "kijk")

    assert client.get(LIST).status_code == client.get(f"{LIST}{pk}/").status_code == 200
    assert "Nieuw doel" not in client.get(LIST).content.decode()
    for address in (NEW, f"{LIST}{pk}/wijzigen/", f"{LIST}{pk}/verwijderen/"):
        assert client.get(address).status_code == client.post(address).status_code == 403
    assert Target.objects.count() == 1


# Of which area


@pytest.fixture
def delft(client, filled):
    """Who manages the municipality of Delft."""
    make_member("delft", Role.MANAGER, "GM0503")
    return let_in(client, "delft")


def cell_in(area):
    return {**CELL, "gebied": area}


def test_a_manager_makes_changes_and_removes_targets_of_the_own_municipality(delft):
    make(delft, cell=cell_in("GM0503"))
    target = Target.objects.get()
    own = delft.get(f"{LIST}{target.pk}/").content.decode()
    delft.post(f"{LIST}{target.pk}/wijzigen/", filled_in(owner="Jeugd", **{"years-INITIAL_FORMS": "2"}))

    assert target.region_id == "GM0503"
    assert "Wijzig dit doel" in own and "Verwijder dit doel" in own
    assert Target.objects.get().owner == "Jeugd"
    assert delft.post(f"{LIST}{target.pk}/verwijderen/").url == LIST


def test_only_the_own_municipality_is_offered_and_begun_with(delft):
    delft.get(LIST, {"gebied": "GM0599"})

    shown = delft.get(NEW).context

    assert [each.code for each in shown["areas"]] == ["GM0503"]
    assert shown["area"].code == "GM0503"


@pytest.mark.parametrize("area", ["GM0599", "MRDH", "NL01"])
def test_a_manager_reads_targets_of_other_areas_and_changes_none(delft, area):
    about = {"indicator_id": "vmbo-profielaanbod", "region_id": area, "profile_id": "PIE", "leerweg": "BB+KB+GL"}
    other = Target.objects.create(**about, is_example=True, owner="Onderwijs")
    other.values.create(year=2030, value=60)

    assert make(delft, cell=cell_in(area)).status_code == 403
    assert delft.get(NEW, cell_in(area)).status_code == 403
    for address in (f"{LIST}{other.pk}/wijzigen/", f"{LIST}{other.pk}/verwijderen/"):
        assert delft.get(address).status_code == delft.post(address, filled_in(owner="Wij")).status_code == 403
    read = delft.get(f"{LIST}{other.pk}/")
    assert read.status_code == 200
    assert "Wijzig dit doel" not in read.content.decode()
    assert list(Target.objects.values_list("pk", "owner")) == [(other.pk, "Onderwijs")]


def test_the_manager_of_the_region_makes_targets_of_every_area(client, filled):
    make_member("regio", Role.REGIONAL)
    let_in(client, "regio")
    for area in ("GM0599", "MRDH", "NL01"):
        make(client, cell=cell_in(area))

    assert set(Target.objects.values_list("region", flat=True)) == {"GM0599", "MRDH", "NL01"}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_who_does_not_manage_a_municipality_makes_no_target(client, filled, role):
    make_member("delft", role, "GM0503")
    let_in(client, "delft")

    assert make(client, cell=cell_in("GM0503")).status_code == 403
    assert "Nieuw doel" not in client.get(LIST).content.decode()


def test_the_record_tells_who_changed_a_target_and_what_it_was(delft):
    make(delft, cell=cell_in("GM0503"), years=[(2028, "40")])
    target = Target.objects.get()
    delft.post(f"{LIST}{target.pk}/wijzigen/", filled_in(years=[(2028, "45,5")]))
    delft.post(f"{LIST}{target.pk}/verwijderen/")

    events = AuditEvent.objects.filter(model="stats.target").order_by("pk")
    assert [(each.kind, each.actor_name, each.municipality_id) for each in events] == [
        (kind, "delft", "GM0503") for kind in ("created", "changed", "deleted")
    ]
    assert (events[1].old, events[1].new) == ({"waarden per jaar": "2028: 40"}, {"waarden per jaar": "2028: 45.5"})
