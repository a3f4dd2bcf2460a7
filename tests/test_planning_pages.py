"""Map, targets, what-if and note as documents: well-formed, with one heading, after the HTML standard."""

import pytest

from stats.models import Exploration, Target, TargetValue

from .markup import page
from .staff import let_in, make_colleague, work_fast
from .test_html import validator  # noqa: F401

FIGURES = "/beheer/cijfers/"
PAGES = [
    "kaart/",
    "kaart/?indicator=vmbo-profielaanbod&deel=PIE&periode=2021+seor",
    "doelen/?gebied=GM0518",
    "doelen/1/",
    "doelen/1/wijzigen/",
    "doelen/1/verwijderen/",
    "doelen/nieuw/",
    "doelen/nieuw/?indicator=vmbo-profielaanbod&deel=PIE&gebied=GM0599",
    "wat-als/",
    "wat-als/?locatie=20MJ05&profiel=MVI&wat=stopt",
    "wat-als/?zoek=xyzzy",
    "wat-als/bewaard/1/",
    "wat-als/bewaard/1/verwijderen/",
    "notitie/",
    "notitie/?gebied=GM0518&indicator=vmbo-profielaanbod&indicator=mbo-fietsafstand",
]
pytestmark = pytest.mark.one_database


@pytest.fixture
def desk(client, filled, settings):
    work_fast(settings)
    make_colleague()
    about = {"indicator_id": "vmbo-profielaanbod", "region_id": "GM0518", "profile_id": "PIE", "leerweg": "BB+KB+GL"}
    target = Target.objects.create(pk=1, **about, is_example=True, owner="Onderwijs")
    TargetValue.objects.create(target=target, year=2030, value=60)
    asked = "locatie=20MJ05&profiel=MVI&wat=stopt&telling=duo-exams+2024-07-31"
    then = [["Den Haag", "Locaties met het profiel", "9", "8"]]
    Exploration.objects.create(pk=1, name="Stop", title="Wat als?", query=asked, outcome=then, data_version=0)
    return let_in(client)


def test_pages_are_well_formed_with_one_heading_and_names_that_occur_once(desk):
    for address in PAGES:
        document = page(desk.get(FIGURES + address))
        ids = [each["id"] for each in document.elements if each.get("id")]

        assert len(document.all("h1")) == 1, address
        assert len(ids) == len(set(ids)), address
        assert not [each for each in document.elements if each.get("style")], address


def test_pages_hold_to_the_html_standard(desk, validator, tmp_path):  # noqa: F811
    for number, address in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_bytes(desk.get(FIGURES + address).content)

    assert validator(tmp_path) == []
