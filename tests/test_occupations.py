"""The pages of occupations: found by what you like, every figure with its source and year, and nothing made up."""

import csv
import re
from decimal import Decimal
from statistics import mean
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careers import wording
from careers.models import Certainty, Cluster, Course, Occupation, Pay, Prospect, Route
from careers.search import search
from schools.models import VmboProfile
from schools.recalculation import change_data

from .markup import page

LIST, COMPARE = "/beroepen/", "/beroepen/vergelijken/"
API = "/api/v1/occupations"
ICT = ("softwaredeveloper", "ict-support", "cybersecurity")
MOST_WORDS = 20
NO_SENTENCES = ("source", "path", "days", "crumbs", "courses", "list")
"""Parts that hold names and addresses of others, and no sentences of ours."""

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def careers(filled):
    """Every test looks at the tables of fixtures/."""


@pytest.fixture(scope="module")
def shown(filled_once, django_db_blocker):
    """The pages of all occupations, parsed, by slug."""
    client = Client()
    with django_db_blocker.unblock():
        slugs = Occupation.objects.values_list("pk", flat=True)
        return {slug: page(client.get(reverse("occupation", args=[slug]))) for slug in slugs}


@pytest.fixture(scope="module")
def pairs(shown, django_db_blocker):
    """All occupations compared, two by two: the pages by the two slugs."""
    client, slugs = Client(), sorted(shown)
    with django_db_blocker.unblock():
        return {pair: compared(client, *pair) for pair in zip(slugs[::2], slugs[1::2], strict=True)}


def compared(client, *slugs):
    return page(client.get(COMPARE, {"occupation": slugs}))


def rows(name):
    with (settings.FIXTURES_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(name, slug):
    return [row for row in rows(name) if row["occupation_id"] == slug]


def listed(client, **asked):
    """The slugs in the list."""
    document = page(client.get(LIST, asked))
    return [link["href"].split("/")[2] for link in document.all("li.job h3 a")]


# The list


def test_without_a_question_all_occupations_stand_under_their_cluster(client):
    document = page(client.get(LIST))

    assert sorted(listed(client)) == sorted(Occupation.objects.values_list("pk", flat=True))
    for section, cluster in zip(document.all("section.group")[: len(Cluster)], Cluster, strict=True):
        slugs = [link["href"].split("/")[2] for link in section.all("h3 a")]
        assert section.one("h2").text == f"{len(slugs)}: {cluster.label}"
        assert set(slugs) == set(Occupation.objects.filter(cluster=cluster).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("asked", "column", "table"),
    [
        ({"cluster": "glastuinbouw"}, "cluster", "occupations"),
        ({"profile": "MAT"}, "profiles", "occupations"),
        ({"activity": "repareren"}, "activities", "occupations"),
    ],
)
def test_a_part_of_the_question_keeps_what_the_table_says(client, asked, column, table):
    [code] = asked.values()
    expected = {row["slug"] for row in rows(table) if code in row[column].split()}

    assert set(listed(client, **asked)) == expected != set()


def test_a_level_keeps_what_a_course_of_that_level_leads_to(client):
    levels = {row["crebo"]: row["level"] for row in rows("courses")}
    expected = {row["occupation_id"] for row in rows("routes") if levels[row["course_id"]] == "3"}

    assert set(listed(client, level=3)) == expected


def test_several_of_one_kind_widen_the_question_and_different_kinds_narrow_it(client):
    pie, mat = set(listed(client, profile="PIE")), set(listed(client, profile="MAT"))

    assert set(listed(client, profile=["pie", "maritiem-en-techniek"])) == pie | mat
    assert set(listed(client, profile="PIE", activity="ontwerpen")) == pie & set(listed(client, activity="ontwerpen"))


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("lasser", "lasser"),
        ("LÁSSER", "lasser"),
        ("  robot ", "mechatronica"),
        ("hygiene", "voedingstechniek"),
        ("monteur auto", "autotechniek"),
        ("timerman", "timmerman"),
        ("kappper", "kapper"),
    ],
)
def test_words_are_found_whatever_accents_and_small_mistakes(client, typed, slug):
    assert slug in listed(client, q=typed)


def test_the_page_says_how_a_misspelt_word_was_read(client):
    document = page(client.get(LIST, {"q": "timerman"}))

    assert "We zochten op “timmerman”" in document.one("main").text
    assert search("timmerman").instead == ""
    assert search(" ?! ") is None


def test_a_part_of_the_question_can_be_taken_away(client):
    document = page(client.get(LIST, {"q": "kas", "profile": ["PIE", "GR"], "level": "2"}))
    chips = {chip.text.removesuffix(" (haal weg uit de zoekvraag)"): chip["href"] for chip in document.all("a.chip")}

    assert chips == {
        "“kas”": "?profile=PIE&profile=GR&level=2",
        "Produceren, installeren en energie (PIE)": "?q=kas&profile=GR&level=2",
        "Groen": "?q=kas&profile=PIE&level=2",
        "niveau 2": "?q=kas&profile=PIE&profile=GR",
    }


def test_where_nothing_fits_every_way_on_leads_to_something(client):
    document = page(client.get(LIST, {"profile": "HBR", "activity": "repareren"}))

    assert document.one("h1").text == "Geen beroep gevonden"
    ways = document.one("[aria-labelledby=nothing]").all("ul a")
    assert len(ways) == 2
    for way, said in zip(ways, document.one("[aria-labelledby=nothing]").all("ul .soft"), strict=True):
        found = page(client.get(LIST + way["href"])).all("li.job")
        assert said.text.split()[0] == str(len(found)) != "0"


def test_what_does_not_exist_is_named_and_the_rest_of_the_question_counts(client):
    document = page(client.get(LIST, {"profile": "XX", "activity": "maken"}))

    assert "Dit kennen we niet: xx." in document.one("[role=alert]").text
    assert len(document.all("li.job")) == len(listed(client, activity="maken"))


def test_what_was_typed_is_never_markup(client):
    response = client.get(LIST, {"q": '"><script>alert(1)</script>', "profile": "<b>"})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_form_keeps_what_was_chosen(client):
    document = page(client.get(LIST, {"q": "kas", "profile": "PIE", "activity": "maken", "level": "2"}))

    checked = {(box["name"], box["value"]) for box in document.all("input") if "checked" in box.attributes}
    assert checked == {("profile", "PIE"), ("activity", "maken"), ("level", "2")}
    assert document.one("#q")["value"] == "kas"


def test_occupations_outside_the_clusters_are_marked_as_nothing_else(client):
    document = page(client.get(LIST, {"cluster": "andere-beroepen"}))

    assert document.one("section.group h2").text.endswith(": Andere beroepen")
    assert not re.search("vergelijk(ing|baar)|niet-technisch|controle", document.one("ul.results").text)


# Every page


def test_every_occupation_has_a_page_that_begins_with_what_it_is(client, shown):
    assert len(shown) == len(rows("occupations")) == 44
    for row in rows("occupations"):
        document = shown[row["slug"]]
        assert document.one("h1").text == row["title"]
        assert document.one("p.lead").text == row["summary"]
        tasks = [item.text for item in document.one("[aria-labelledby=work]").all("li")]
        assert tasks == row["tasks"].splitlines()


def test_no_link_on_the_pages_leads_nowhere(client, shown, pairs):
    documents = {f"/beroepen/{slug}/": document for slug, document in shown.items()}
    documents |= {COMPARE: next(iter(pairs.values())), LIST: page(client.get(LIST))}
    links = {urljoin(where, link["href"]) for where, document in documents.items() for link in document.all("a")}
    inside = {link.split("#")[0] for link in links if not urlsplit(link).scheme}

    assert len(inside) > 100
    for link in inside:
        assert client.get(link).status_code in (200, 302), link
    assert all(urlsplit(link).scheme in ("", "https", "http") for link in links)


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LEVEL = re.compile(r"niveau \d(?:, \d)*(?: of \d)?|mbo \d", re.IGNORECASE)


def figures(document):
    """The words with a figure in them, and the fact around them; levels of the mbo are no figures."""
    for place in document.elements:
        words = LEVEL.sub("", " ".join(child for child in place.children if isinstance(child, str)))
        if NUMBER.search(words) and place.get("rel") != "external":  # the name of a source
            yield words, next((each for each in [place, *place.ancestors] if "fact" in each.classes), None)


def test_every_figure_stands_beside_its_source_and_year(shown, pairs):
    places = {slug: document.one("main") for slug, document in shown.items()}
    places |= {pair: document.one("table") for pair, document in pairs.items()}
    for where, place in places.items():
        for words, fact in figures(place):
            assert fact, (where, words)
            sources = [source.text for source in fact.all(".source")]
            assert any(re.search(r"\b20\d\d\b", source) for source in sources), (where, words)


def test_lists_of_occupations_hold_no_figures(client):
    lists = page(client.get(LIST)).all("li.job")
    for slug in VmboProfile.objects.ten().values_list("slug", flat=True):
        lists += page(client.get(f"/profielen/{slug}/")).all("ul.occupations")

    assert len(lists) > 50
    assert [words for each in lists for words, _fact in figures(each)] == []


def test_a_fact_without_a_source_does_not_pass_as_one(shown):
    """Facts that say where something is published, or that we do not know, may go without."""
    for slug, document in shown.items():
        for fact in document.all(".fact"):
            assert fact.all(".source") or "geen bron" in fact.text or "geen loon" in fact.text, (slug, fact.text)


def test_pay_is_that_of_the_table_with_its_group_period_and_source(shown):
    sources = {row["code"]: row["name"] for row in rows("sources")}
    for slug, document in shown.items():
        told = document.one("[aria-labelledby=pay]")
        facts = [fact for fact in told.all(".fact") if fact.all(".figure")]
        expected = [row for row in rows_of("pay", slug) if row["is_shown"] == "True"]
        assert sorted(euros(fact) for fact in facts) == sorted(Decimal(row["value"]) for row in expected), slug
        for row in expected:
            [fact] = [each for each in facts if row["population"] in each.text and row["period"] in each.text]
            assert euros(fact) == Decimal(row["value"])
            assert row["caution"] in fact.text
            assert sources[row["source_id"]] in fact.one(".source").text
            assert row["source_year"] in fact.one(".source").text


def euros(fact):
    [figure] = re.findall(r"€ ([\d.,]+)", fact.one(".figure").text)
    return Decimal(figure.replace(".", "").replace(",", "."))


def test_pay_of_a_group_with_mostly_higher_educated_people_is_not_on_the_page(shown):
    hidden = [row for row in rows("pay") if row["is_shown"] != "True"]

    assert len(hidden) >= 5
    for row in hidden:
        told = shown[row["occupation_id"]].one("[aria-labelledby=pay]")
        assert row["value"].replace(".", ",") not in told.text
        assert "We tonen hier geen loon van de hele beroepsgroep." in told.text
        assert row["caution"] in told.text
        assert "Het CBS publiceert het cijfer wel." in told.text
        assert "StatLine 85517NED" in told.text


def test_prospects_are_those_of_the_table_with_year_region_and_source(shown):
    sources = {row["code"]: row["name"] for row in rows("sources")}
    for slug, document in shown.items():
        told = document.one("[aria-labelledby=chances]")
        for row in rows_of("prospects", slug):
            [fact] = [each for each in told.all(".fact") if row["sentence"] in each.text]
            for column in ("value", "period", "region", "population"):
                assert row[column] in fact.text, (slug, column)
            assert sources[row["source_id"]] in fact.one(".source").text
        assert bool(rows_of("prospects", slug)) != ("hebben we geen cijfer" in told.text), slug


def test_an_occupation_without_prospects_says_where_they_are_published(shown):
    document = shown["kapper"].one("[aria-labelledby=chances]")

    assert "Voor dit beroep alleen hebben we geen cijfer." in document.text
    assert "SBB publiceert per opleiding" in document.text
    assert not document.all(".figure")


@pytest.mark.parametrize("slug", ICT)
def test_pages_about_ict_begin_with_fewer_vacancies_until_2029(shown, slug):
    first = shown[slug].one("[aria-labelledby=chances]").all(".fact")[0].text

    assert re.search("2029.*minder|minder.*2029", first.split(".")[0])
    assert "UWV en SBB" in first


def test_what_is_heavy_is_told_with_its_source_and_no_page_says_that_work_is_light(shown):
    for row in rows("occupations"):
        told = shown[row["slug"]].one("[aria-labelledby=heavy]").text
        if row["heavy"]:
            assert row["heavy"] in told
            assert row["heavy_year"] in told
        else:
            assert "Dat betekent niet dat het werk licht is." in told
    for slug, document in shown.items():
        rest = document.one("main").text.replace("Dat betekent niet dat het werk licht is.", "")
        assert not re.search(r"\b(licht|makkelijk|niet zwaar) werk|werk is (licht|niet zwaar)", rest), slug


def test_the_route_names_every_profile_and_course_with_what_is_known_of_bol_and_bbl(shown):
    names = {code: VmboProfile.objects.get(code=code).full_name for code in ("PIE", "MAT", "BWI")}
    courses = {row["crebo"]: row for row in rows("courses")}
    for slug, document in shown.items():
        table = document.one(".courses table")
        lines = [line for line in table.all("tr") if line.all("td")]
        routes = rows_of("routes", slug)
        assert len(lines) == len(routes)
        for row in routes:
            name = courses[row["course_id"]]["name"]
            [line] = [each for each in lines if each.one("th").text.startswith(f"{name} niveau")]
            told = [cell.one(".cell").text for cell in line.all("td")]
            assert told == [Certainty(row["bol"]).label, Certainty(row["bbl"]).label]
            assert f"niveau {courses[row['course_id']]['level']}" in line.text
            is_confirmed = courses[row["course_id"]]["level_confirmed"] == "True"
            assert ("nog na te kijken)" in line.one("th").text) != is_confirmed
    assert all(name in shown["lasser"].one("ol.route").text for name in names.values())


def test_bol_and_bbl_stand_side_by_side_with_the_week_and_the_first_job(shown):
    facts = {row["code"]: row["sentence"] for row in rows("general_facts")}
    for document in shown.values():
        bol, bbl = document.all(".way")
        assert facts["week-bol"] in bol.text
        assert facts["week-bbl"] in bbl.text
        assert "8 procent zocht drie maanden na het diploma nog een eerste baan" in bol.text
        assert "2 procent zocht drie maanden na het diploma nog een eerste baan" in bbl.text
    assert "8 procent" in facts["zoekt-eerste-baan"]
    assert "2 procent" in facts["zoekt-eerste-baan"]


def test_myths_stories_and_schools_are_those_of_the_tables(shown):
    for slug, document in shown.items():
        myths = [row["image"] for row in rows("myths") if slug in row["occupations"].split()]
        assert [each.text.strip("“”") for each in document.all("[aria-labelledby=myths] h3")] == [
            row["image"] for row in sorted(rows("myths"), key=lambda row: int(row["position"])) if row["image"] in myths
        ]
        stories = [row for row in rows_of("role_models", slug) if row["status"] == "published"]
        told = document.all(".stories article")
        assert len(told) == len(stories)
        for row in stories:
            assert any(row["story"] in each.text and row["url"] in [a["href"] for a in each.all("a")] for each in told)
        providers = [row for row in rows("providers") if slug in row["occupations"].split()]
        assert len(document.all(".providers .fact")) == len(providers)
        assert all(row["note"] in document.one(".providers").text for row in providers)


def test_schools_nearby_are_asked_of_the_finder_with_every_fitting_profile(client, shown):
    for row in rows("occupations"):
        form = shown[row["slug"]].one(".near form")
        asked = {field["value"] for field in form.all("[name=profile]")}
        assert asked == {code for code in row["profiles"].split() if not code.startswith("TL")} != set()
        assert form["action"] == "/scholen/"
        assert [field["name"] for field in form.all("input") if field.get("type") != "hidden"] == ["near"]


def test_no_page_holds_a_picture_of_a_person(shown):
    assert not [document for document in shown.values() if document.all("img")]


def test_another_profile_closes_no_door(shown):
    for document in shown.values():
        told = document.one("[aria-labelledby=detours]")
        assert "Dan kan dit beroep ook nog." in told.text
        assert all("Bron: " in rule.one(".source").text for rule in told.all("li"))
    assert "wiskunde of natuur- en scheikunde" in shown["lasser"].one("[aria-labelledby=detours]").text
    assert "tweede vreemde taal" in shown["secretaresse"].one("[aria-labelledby=detours]").text


def sentences(document):
    """What a page says in our own words, sentence by sentence."""
    for place in document.one("main").elements:
        around = {name for each in [place, *place.ancestors] for name in each.classes}
        if place.tag in ("p", "li") and not place.all("p") and not around & set(NO_SENTENCES):
            yield from (each for each in re.split(r"(?<=[.?!:])\s+", place.text) if len(each.split()) > 2)


def test_sentences_have_at_most_twenty_words_on_average(client, shown, pairs):
    documents = {**shown, **pairs, LIST: page(client.get(LIST))}
    lengths = {where: [len(words.split()) for words in sentences(each)] for where, each in documents.items()}

    assert {where: mean(each) for where, each in lengths.items() if mean(each) > MOST_WORDS} == {}
    assert mean(length for each in lengths.values() for length in each) < 12


# Side by side


def test_two_occupations_show_the_same_facts_in_the_same_order(client):
    document = page(client.get(COMPARE, {"occupation": ["lasser", "kok"]}))

    assert [heading.text for heading in document.all("thead th")] == [
        "Lasser of constructiewerker",
        "Kok",
    ]
    bands = [band.text for band in document.all("tr.band")]
    assert bands == ["Wat je doet", "Kans op werk", "Wat het betaalt", "Wat zwaar of lastig is", "Zo kom je er",
                     "Verder groeien"]  # fmt: skip
    assert [len(line.all("td")) for line in document.all("tbody tr") if "band" not in line.classes] == [2] * len(bands)
    assert document.one("h1").text == "Twee beroepen naast elkaar"


SAME = ("work", "chances", "pay", "heavy")
"""The parts of a page that the comparison shows first, in this order."""


def test_a_comparison_says_the_same_as_the_pages(shown, pairs):
    for pair, document in pairs.items():
        lines = [line for line in document.all("tbody tr") if "band" not in line.classes]
        for number, slug in enumerate(pair):
            for part, line in zip(SAME, lines, strict=False):
                said, told = line.all("td")[number], shown[slug].one(f"[aria-labelledby={part}]")
                for css in (".figure", ".source"):
                    assert {each.text for each in said.all(css)} <= {each.text for each in told.all(css)}, slug
                if part == "pay":
                    assert len(said.all(".figure")) == min(len(told.all(".figure")), 1), slug


@pytest.mark.parametrize(
    ("asked", "heading", "note"),
    [
        ([], "Vergelijk twee beroepen", ""),
        (["lasser"], "Vergelijk twee beroepen", ""),
        (["lasser", "lasser"], "Vergelijk twee beroepen", ""),
        (["lasser", "astronaut"], "Vergelijk twee beroepen", "kennen we niet"),
        (["lasser", "kok", "kapper"], "Twee beroepen naast elkaar", "De eerste twee staan hier."),
    ],
)
def test_a_choice_of_other_than_two_is_helped_on(client, asked, heading, note):
    document = page(client.get(COMPARE, {"occupation": asked}))

    assert document.one("h1").text == heading
    assert note in document.one("main").text
    chosen = [option["value"] for option in document.all("option") if "selected" in option.attributes]
    assert chosen == [slug for slug in dict.fromkeys(asked) if slug in ("lasser", "kok")]


# To and fro


def test_a_profile_and_a_location_lead_to_their_occupations(client):
    profile = page(client.get("/profielen/maritiem-en-techniek/"))
    location = page(client.get("/scholen/00BD00/"))

    linked = {link["href"].split("/")[2] for link in profile.all("ul.occupations a")}
    assert linked == set(Occupation.objects.filter(profiles="MAT").values_list("pk", flat=True))
    [link] = [each for each in location.all("main a") if each.text == "Beroepen die bij deze profielen passen"]
    found = page(client.get(link["href"]))
    offered = {tile.one(".tile__name").text for tile in location.all("ul.matrix--large li.tile--ja")}
    assert {chip.text.removesuffix(" (haal weg uit de zoekvraag)") for chip in found.all("a.chip")} >= offered != set()


def crumbs(document):
    return {link.text: link["href"] for link in document.one("nav.crumbs").all("a")}


def test_from_a_location_to_an_occupation_and_back_the_question_is_kept(client):
    location = "/scholen/00BD00/?near=3011&leerweg=KB"
    [link] = [each["href"] for each in page(client.get(location)).all("main a") if each["href"].startswith(LIST)]
    found = page(client.get(link))
    occupation = page(client.get(found.all("li.job h3 a")[0]["href"]))
    again = page(client.get(crumbs(occupation)["Terug naar de lijst"]))

    assert crumbs(found) == {"Terug naar de school": location}
    assert crumbs(occupation)["Terug naar de school"] == location
    assert [each["href"] for each in again.all("li.job h3 a")] == [each["href"] for each in found.all("li.job h3 a")]
    assert found.one("[name=back]")["value"] == location
    assert all("back=" in chip["href"] for chip in found.all("a.chip"))
    assert (
        page(client.get(location)).one("h1").text
        == page(client.get(crumbs(again)["Terug naar de school"])).one("h1").text
    )


def test_from_a_profile_to_an_occupation_and_back(client):
    profile = page(client.get("/profielen/groen/"))
    for link in [
        profile.all("ul.occupations a")[0]["href"],
        profile.one("[aria-labelledby=occupations]").all("a")[-1]["href"],
    ]:
        assert crumbs(page(client.get(link)))["Terug naar het profiel"] == "/profielen/groen/"


@pytest.mark.parametrize(
    "back",
    ["https://elders.example/scholen/00BD00/", "//elders.example/profielen/groen/", "/beheer/", "/nergens/", "/over/",
     "javascript:alert(1)", "/\\elders.example", "scholen/00BD00/", "/profielen/groen/" + "x" * 400, "\x00", "/[", ""],
)  # fmt: skip
def test_the_way_back_leads_only_to_pages_that_lead_to_occupations(client, back):
    assert list(crumbs(page(client.get("/beroepen/kok/", {"back": back})))) == ["Alle beroepen"]
    assert list(crumbs(page(client.get(LIST, {"back": back})))) == ["Begin"]


# The work it takes


def queries(client, address, **asked):
    """How many queries a page takes that was asked before."""
    client.get(address, asked)
    return queries_of_one(client, address, **asked)


def test_every_page_takes_the_same_number_of_queries(client, shown):
    client.get("/beroepen/kok/")
    needed = {slug: queries_of_one(client, f"/beroepen/{slug}/") for slug in shown}

    assert len(needed) == 44
    assert set(needed.values()) == {needed["kok"]}
    assert needed["kok"] <= 17


def queries_of_one(client, address, **asked):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, asked).status_code == 200
    return len(captured)


def test_a_list_of_one_takes_as_many_queries_as_a_list_of_all(client):
    assert len(listed(client, q="kapper")) < 3
    assert queries(client, LIST, q="kapper") == queries(client, LIST, q="je") <= 8
    assert queries(client, LIST) <= 6
    assert queries(client, API, profile="HBR") == queries(client, API, profile="PIE") <= 8


def test_two_occupations_take_hardly_more_queries_than_one(client):
    assert queries(client, COMPARE, occupation=["kok", "lasser"]) <= 16


# Words


def test_an_occupation_without_courses_says_that_they_are_still_to_be_looked_up(client):
    Route.objects.filter(occupation="kok").delete()
    document = page(client.get("/beroepen/kok/"))

    assert "Welke opleiding hierheen leidt, is nog na te kijken." in document.one("[aria-labelledby=route]").text
    assert not document.all(".courses")
    compared = page(client.get(COMPARE, {"occupation": ["kok", "lasser"]}))
    assert "Welke opleiding hierheen leidt, is nog na te kijken." in compared.one("table").text


@pytest.mark.parametrize(
    ("levels", "words"), [([], ""), ([2], "niveau 2"), ([3, 2], "niveau 2 of 3"), ([4, 2, 3, 3], "niveau 2, 3 of 4")]
)
def test_levels_are_read_as_words(levels, words):
    assert wording.levels_in_words(levels) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [("22.00", "hour", "€ 22,00"), ("2992.00", "month", "€ 2.992"), ("87.50", "share", "87,5 procent")],
)
def test_an_amount_is_written_as_people_write_it(value, unit, words):
    assert wording.amount(Pay(value=Decimal(value), unit=unit)) == words


def test_shares_after_bol_and_bbl_are_read_only_where_both_are_written():
    assert wording.shares_after("8 % na BOL, 2 % na BBL") == {"BOL": "8", "BBL": "2"}
    assert wording.shares_after("4,5 % na BOL, 1,4 % na BBL") == {"BOL": "4,5", "BBL": "1,4"}
    assert wording.shares_after("30 % in Nederland") == {}


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ([("seen", "not-seen")], "Dit kan met BOL."),
        ([("allowed", "allowed")], "Dit kan met BOL en BBL."),
        ([("open", "open")], "nog na te kijken"),
        ([("allowed", "allowed"), ("open", "open")], "kijken we het nog na"),
    ],
)
def test_what_is_not_known_of_a_way_is_never_a_no(ways, words):
    course = Course(level=2, level_confirmed=True)
    told = wording.ways_in_words([Route(course=course, bol=bol, bbl=bbl) for bol, bbl in ways])

    assert words in told
    assert "niet met" not in told


def test_editors_change_what_the_page_says(client):
    def edit():
        Occupation.objects.filter(pk="kok").update(reviewed=True, growth_confirmed=True, profiles_confirmed=True)
        Prospect.objects.filter(occupation="kok").delete()

    change_data(edit)
    document = page(client.get("/beroepen/kok/"))
    assert "redacteur heeft" not in document.one("main").text
    assert "Voor dit beroep alleen hebben we geen cijfer." in document.one("[aria-labelledby=chances]").text


def test_an_occupation_that_does_not_exist_is_not_found(client):
    assert client.get("/beroepen/astronaut/").status_code == 404


# Open data


def test_open_data_answers_the_same_question_as_the_page(client):
    for asked in (
        {"profile": "PIE"},
        {"cluster": "glastuinbouw"},
        {"level": "3", "activity": "maken"},
        {"q": "robots"},
    ):
        answer = client.get(API, asked | {"pageSize": 1000}).json()
        assert {each["slug"] for each in answer["results"]} == set(listed(client, **asked)) != set()
        assert (answer["count"], answer["next"], answer["previous"]) == (len(answer["results"]), None, None)


def test_the_list_of_the_open_data_is_walked_by_its_links_like_that_of_schools(client):
    address, walked, sizes = f"{API}?level=2&level=3&level=4", [], []
    while address:
        answer = client.get(address).json()
        walked += [each["title"] for each in answer["results"]]
        sizes.append(len(answer["results"]))
        address = answer["next"]

    assert sizes == [20, 20, 4]
    assert sorted(set(walked)) == sorted(Occupation.objects.values_list("title", flat=True))
    assert answer["previous"] == f"http://testserver{API}?level=2&level=3&level=4&page=2"
    assert client.get(API, {"page": 4}).status_code == 404
    assert client.get(API, {"pageSize": 1001}).status_code == 400


def test_open_data_of_one_occupation_holds_its_facts_with_source_and_year(client):
    answer = client.get(f"{API}/lasser").json()

    assert list(answer) == [
        "slug", "title", "summary", "cluster", "profiles", "levels", "activities", "iscoCode", "brcCode", "page",
        "tasks", "workplace", "heavy", "growth", "courses", "prospects", "pay", "citation",
    ]  # fmt: skip
    assert answer["profiles"] == ["BWI", "PIE", "MAT"]
    assert answer["levels"] == [2, 3, 4]
    assert answer["page"] == "http://testserver/beroepen/lasser/"
    facts = [answer, answer["heavy"], *answer["courses"], *answer["pay"], *answer["prospects"]]
    assert all(fact["citation"]["source"] and fact["citation"]["year"] > 2000 for fact in facts)
    assert {pay["value"] for pay in answer["pay"]} == {float(row["value"]) for row in rows_of("pay", "lasser")}


def test_open_data_leaves_out_pay_that_is_not_shown(client):
    assert client.get(f"{API}/bouwkader").json()["pay"] == []


def test_open_data_names_every_wrong_parameter(client):
    response = client.get(API, {"profile": "XX", "level": "9", "cluster": "maan", "activity": "slapen", "q": "x" * 61})

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert {each["name"] for each in response.json()["invalidParams"]} == {
        "profile", "level", "cluster", "activity", "q",
    }  # fmt: skip
    assert client.get(f"{API}/astronaut").status_code == 404
    assert client.get(f"{API}/astronaut")["Content-Type"] == "application/problem+json"
