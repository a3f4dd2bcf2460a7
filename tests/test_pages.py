"""Every page that a visitor can reach: well-formed, reachable, safe to show, and no dead end."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import get_resolver, reverse

from careers.models import Occupation
from schools.models import FinderRow, Region, VmboProfile

from .markup import page, parse

NO_PAGES = ("beheer/", "api/", "video/", "bevestigen/")
"""Where staff, programs and players go, and schools with a link of their own."""
QUESTIONS = {
    "results": "/scholen/?near=3011&leerweg=KB&technical=1",
    "theory": "/scholen/?near=3011&leerweg=TL&technical=1",
    "second page": "/scholen/?near=3011&radius=20&page=2",
    "nothing found": "/scholen/?near=3233&radius=1&profile=MAT",
    "nothing anywhere": "/scholen/?q=zzzz",
    "misspelt place": "/scholen/?near=Zutermeer&leerweg=KB",
    "several places": "/scholen/?near=krimpen&leerweg=KB",
    "unknown place": "/scholen/?near=zzzz&leerweg=KB",
    "place far away": "/scholen/?near=Spijk",
    "name of a school": "/scholen/?near=wolfert",
    "unreadable name": "/scholen/?q=%25",
    "where the visitor is": "/scholen/?near=52.01,4.36",
    "little found": "/scholen/?near=2691&radius=2",
    "nothing in a municipality": "/scholen/?municipality=delft&profile=MAT&leerweg=GL",
    "outside the region": "/scholen/?near=1011",
    "newer postcode": "/scholen/?near=2617",
    "not understood": "/scholen/?near=3011&radius=abc&profile=xx&leerweg=zz&municipality=atlantis",
    "comparison": "/scholen/vergelijken/?near=3011&leerweg=KB&location=17YF00&location=00PG02&location=23YU02",
    "comparison of one": "/scholen/vergelijken/?location=17YF00&location=99ZZ99",
    "talk card": "/scholen/gesprekskaart/?location=17YF00&location=30WH03",
    "flyer": "/scholen/flyer/?near=3011&leerweg=KB&technical=1",
    "flyer of a municipality": "/scholen/flyer/?municipality=delft",
    "flyer of nothing": "/scholen/flyer/?near=0000&profile=PIE",
    "occupations": "/beroepen/?profile=PIE&activity=maken&q=machine",
    "occupations of a school": "/beroepen/?profile=PIE&back=%2Fscholen%2F00BD00%2F%3Fnear%3D3011",
    "occupation of a profile": "/beroepen/lasser/?back=%2Fprofielen%2Fgroen%2F",
    "occupations misread": "/beroepen/?q=timerman&profile=xx",
    "no occupations": "/beroepen/?profile=HBR&activity=repareren",
    "occupations compared": "/beroepen/vergelijken/?occupation=lasser&occupation=softwaredeveloper",
    "every part": "/scholen/?near=3011&radius=7.5&leerweg=GL&profile=PIE&profile=HBR&q=de&municipality=rotterdam",
}
ANSWERS = ("/scholen/", "/scholen/vergelijken/", "/scholen/gesprekskaart/", "/scholen/flyer/", "/beroepen/vergelijken/")
"""Pages that answer somebody's own question."""
NAMES = ["home", "finder", "location", "profiles", "profile", "municipalities", "municipality", "sources", "privacy"]


def samples(name):
    """Arguments for a page: one of every kind."""
    if name in ("location", "offer-history", "report", "report-sent"):
        return [{"code": FinderRow.objects.filter(kind=kind).first().pk} for kind in ("bkg", "tl", "not-known")]
    if name == "profile":
        return [{"slug": slug} for slug in VmboProfile.objects.ten().values_list("slug", flat=True)]
    if name == "municipality":
        return [{"slug": slug} for slug in Region.objects.within("MRDH").values_list("slug", flat=True)]
    if name == "occupation":
        return [{"slug": slug} for slug in Occupation.objects.values_list("slug", flat=True)]
    return [{}]


def public_names():
    return [each.name for each in patterns(get_resolver()) if each.name and not each.name.startswith("api-")]


def patterns(resolver, prefix=""):
    for each in resolver.url_patterns:
        where = prefix + str(each.pattern)
        if where.startswith(NO_PAGES) or where.endswith((".json", ".pdf")):
            continue
        if hasattr(each, "url_patterns"):
            yield from patterns(each, where)
        else:
            yield each


@pytest.fixture(scope="module")
def shown(filled_once, django_db_blocker):
    """Every public page, parsed, by its address."""
    client = Client()
    with django_db_blocker.unblock():
        return {address: page(client.get(address)) for address in public_addresses()}


def public_addresses():
    """The addresses of all pages that a visitor can see, some of them with a question."""
    addresses = [reverse(name, kwargs=sample) for name in public_names() for sample in samples(name)]
    return [*addresses, *QUESTIONS.values()]


def test_every_public_page_is_known_to_these_tests():
    assert set(NAMES) <= set(public_names())


def test_every_page_answers(client, filled, shown):
    for address in shown:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == "text/html; charset=utf-8"


def test_every_page_names_itself_once(shown):
    titles = {address: document.one("title").text for address, document in shown.items()}

    for address, document in shown.items():
        assert document.one("h1").text, address
        assert titles[address].endswith(" | Profielwijzer")
        assert not titles[address].startswith(" |")
    without_question = [title for address, title in titles.items() if "?" not in address]
    assert len(set(without_question)) == len(without_question)


def test_every_page_says_its_language_and_direction(shown):
    for document in shown.values():
        assert (document.one("html")["lang"], document.one("html")["dir"]) == ("nl", "ltr")
        assert document.one("[name=viewport]")["content"] == "width=device-width,initial-scale=1"


def test_the_first_link_of_every_page_leads_past_the_menu(shown):
    for address, document in shown.items():
        first = document.one("body").all("a")[0]
        assert "skip" in first.classes
        assert document.one(first["href"]).tag == "main", address


def test_no_page_holds_style_or_script_of_its_own(shown):
    for address, document in shown.items():
        for element in document.elements:
            assert element.tag != "style", address
            if element.tag == "script":
                assert (set(element.attributes), element["type"], element.text) == ({"type", "src"}, "module", "")
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")], address
            assert not (element.get("href") or "").lower().startswith(("javascript:", "data:")), address


def test_no_page_loads_anything_from_elsewhere(shown):
    for address, document in shown.items():
        loaded = [each["href"] for each in [*document.all("link"), *document.all("use")]]
        loaded += [each[name] for each in document.elements for name in ("src", "poster") if name in each.attributes]
        assert [each for each in loaded if not each.startswith(("/static/", "/video/"))] == [], address


def test_every_name_in_a_page_is_given_once_and_every_reference_leads_to_one(shown):
    for address, document in shown.items():
        names = [element["id"] for element in document.elements if "id" in element.attributes]
        assert len(set(names)) == len(names), address
        for element in document.elements:
            for key in ("for", "aria-labelledby", "aria-describedby"):
                assert set((element.get(key) or "").split()) <= set(names), address
            if (element.get("href") or "").startswith("#"):
                assert element["href"][1:] in names, address


def test_headings_never_skip_a_level(shown):
    for address, document in shown.items():
        levels = [int(each.tag[1]) for each in document.elements if re.fullmatch("h[1-6]", each.tag)]
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), address


def test_every_field_has_a_label_and_every_link_and_button_has_words(shown):
    for address, document in shown.items():
        labelled = {label["for"] for label in document.all("label") if "for" in label.attributes}
        for field in [*document.all("input"), *document.all("select"), *document.all("textarea")]:
            wrapped = [each for each in field.ancestors if each.tag == "label" and each.text]
            assert field.get("type") == "hidden" or field.get("id") in labelled or wrapped, address
        for element in [*document.all("a"), *document.all("button"), *document.all("summary")]:
            assert element.text, address
        for group in document.all("fieldset"):
            assert group.one("legend").text, address


def test_icons_are_decoration_and_come_from_the_set(shown):
    known = set(re.findall(r'id="([\w-]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))
    for address, document in shown.items():
        for drawing in document.all("svg"):
            assert drawing.get("aria-hidden") == "true" or drawing["role"] == "img" and drawing["aria-label"], address
        assert {each["href"].split("#")[1] for each in document.all("use")} <= known, address


def test_tables_have_a_caption_and_headings_with_a_scope(shown):
    for document in shown.values():
        for table in document.all("table"):
            assert table.one("caption").text
            assert all(heading["scope"] in ("col", "row", "rowgroup") for heading in table.all("th"))


def test_every_link_within_the_site_leads_somewhere(client, filled, shown):
    links = {
        urljoin(address, link["href"]).split("#")[0]
        for address, document in shown.items()
        for link in document.all("a")
        if not urlsplit(link["href"]).scheme
    }
    by_page = {}
    for link in links:
        kind = re.sub(r"/scholen/\w+/", "/scholen/CODE/", link.split("?")[0])
        by_page.setdefault((kind, "?" in link), []).append(link)

    assert len(by_page) > 20
    for alike in by_page.values():
        for link in sorted(alike)[:12]:
            assert client.get(link).status_code in (200, 302), link


def test_a_form_asks_the_finder_with_its_own_parameters(shown):
    known = {"near", "radius", "municipality", "profile", "leerweg", "technical", "q", "location"}
    of_occupations = {"q", "cluster", "profile", "activity", "level", "occupation", "back"}
    for document in shown.values():
        for form in document.all("form"):
            if form.get("method") == "post":  # a report; tests/test_reports.py reads it
                continue
            schools = ("/scholen/", "/scholen/vergelijken/", "/scholen/flyer/")
            assert form["action"] in (*schools, "/beroepen/", "/beroepen/vergelijken/")
            assert form.get("method", "get") == "get"
            fields = [*form.all("input"), *form.all("select")]
            assert {field["name"] for field in fields} <= (known if form["action"] in schools else of_occupations)
            assert [button.get("type", "submit") for button in form.all("button")].count("submit") == 1


def test_postcodes_distances_and_numbers_keep_their_direction_in_arabic(shown):
    for address, document in shown.items():
        for distance in document.all(".km"):
            assert distance.one("bdi")["dir"] == "ltr", address
        for link in document.all("a"):
            if link["href"].startswith("tel:"):
                assert link.one("bdi")["dir"] == "ltr", address


def test_only_lists_of_answers_and_reports_are_kept_out_of_search_engines(shown):
    for address, document in shown.items():
        is_kept_out = urlsplit(address).path in ANSWERS or "/klopt-niet/" in address
        assert bool(document.all("[name=robots]")) == is_kept_out, address


def test_sentences_for_people_are_complete(shown):
    for address, document in shown.items():
        assert "None" not in document.text, address
        assert not re.search(r"%\(|\{\{|\{%|\(\)| ,|\.\.", document.one("main").text), address
    assert all(".." not in document.text for document in shown.values())


def test_the_order_of_profiles_is_the_same_everywhere(shown):
    order = ["BWI", "PIE", "M&T", "MaT", "MVI", "Z&W", "E&O", "HBR", "Groen", "D&P"]
    for address, document in shown.items():
        for card in document.all("ul.matrix--compact"):
            assert [tile.one(".tile__abbr").text for tile in card.all("li.tile")] == order, address
        large = [tile.one(".tile__name").text for tile in document.all("ul.matrix--large li.tile")]
        assert len(large) in (0, 10), address
        for name, abbreviation in zip(large, order, strict=False):
            assert abbreviation in name, address


def test_media_and_ict_stands_last_and_apart_in_the_technical_row(shown):
    for document in shown.values():
        for row in document.all("ul.matrix--large")[:1]:
            assert [tile.one(".tile__name").text for tile in row.all("li.tile")][4] == "Media, vormgeving en ICT (MVI)"


# When something is wrong


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_an_error_page_needs_no_database_and_no_context(status):
    document = parse(render_to_string(f"{status}.html"))

    assert (document.one("html")["lang"], document.one("html")["dir"]) == ("nl", "ltr")
    assert document.one("h1").text == document.one("title").text.removesuffix(" | Profielwijzer")
    assert document.one("main").all("a")[0]["href"] == "/scholen/"
    assert document.all("style") == document.all("script") == []


def test_an_address_that_does_not_exist_helps_on(client, db):
    response = client.get("/nergens/")

    assert response.status_code == 404
    assert page(response).one("h1").text == "Deze bladzijde bestaat niet"


@pytest.mark.parametrize("address", ["/scholen", "/profielen", "/scholen/00BD00"])
def test_a_forgotten_slash_is_added_and_the_question_kept(client, filled, address):
    response = client.get(address, {"near": "3011 AB"})

    assert response.status_code == 301
    assert response["Location"] == f"{address}/?near=3011+AB"


def test_a_foreign_host_is_a_request_we_do_not_understand(client, db):
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert page(response).one("h1").text == "Dit verzoek begrijpen we niet"


def test_a_form_that_stood_open_too_long_is_told_in_our_own_words(db):
    response = Client(enforce_csrf_checks=True).post("/beheer/account/login/", {"login": "noor"})

    assert response.status_code == 403
    assert page(response).one("h1").text == "Deze bladzijde is niet voor iedereen"


# What a page is sent with


def test_every_page_is_sent_with_the_headers_of_a_careful_host(client, filled, shown):
    for address in [*shown, "/nergens/", "/scholen/?page=99", "/api/v1/locations"]:
        headers = client.get(address).headers
        has_video = address in shown and shown[address].all("video")
        policy = dict(directive.split(" ", 1) for directive in headers["Content-Security-Policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            **dict.fromkeys(["script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"], "'self'"),
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            **({"media-src": "'self'"} if has_video else {}),
        }
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        shared = "cross-origin" if address.startswith("/api/") else "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == shared


def test_no_visitor_gets_a_cookie(client, filled, shown):
    for address in [*shown, "/nergens/", "/scholen/?page=99", "/api/v1/locations"]:
        assert not client.get(address).cookies, address
        assert "Cookie" not in client.get(address).headers.get("Vary", ""), address
