"""Pages about a profile or a municipality as a whole, against the answers they are counted from."""

import pytest
from django.urls import reverse

from schools.catalogue import catalogue
from schools.models import FinderRow, Kind, ProfileAnswer, ProfileModule, Region, Status, VmboProfile
from schools.overview import MunicipalityOverview
from schools.recalculation import change_data

from .factories import confirm, make_location, save
from .markup import page as read

OFFERED = [Status.YES, Status.STARTING, Status.STOPPING]


def having(profile, **where):
    answers = ProfileAnswer.objects.filter(profile=profile, status__in=OFFERED, location__finder__kind="bkg")
    return answers.filter(location__finder__in_region=True, **where)


def test_a_profile_page_names_every_location_in_the_region_that_has_it(client, filled):
    for profile in VmboProfile.objects.ten():
        page = client.get(reverse("profile", args=[profile.slug])).content.decode()
        expected = set(having(profile).values_list("location", flat=True))
        assert {row for row in FinderRow.objects.values_list("pk", flat=True) if f"/scholen/{row}/" in page} == expected
        assert f"{len(expected)} van de 77 locaties" in page


def test_media_and_ict_is_not_called_technical(client, filled):
    page = client.get("/profielen/media-vormgeving-en-ict/").content.decode()

    assert "tellen we het niet mee" in page
    assert "Dit is een technisch profiel" not in page


def test_the_technical_profiles_are_those_of_the_report(client, filled):
    marked = {
        profile.code
        for profile in VmboProfile.objects.ten()
        if "Dit is een technisch profiel" in client.get(reverse("profile", args=[profile.slug])).content.decode()
    }

    assert marked == {"BWI", "PIE", "MET", "MAT"}


def test_a_profile_page_tells_the_four_modules_in_own_words_and_names_keuzevakken(client, filled):
    for profile in VmboProfile.objects.ten():
        doing = read(client.get(reverse("profile", args=[profile.slug]))).one("[aria-labelledby=doing]")
        modules = ProfileModule.objects.filter(profile=profile, kind="module")
        keuzevakken = ProfileModule.objects.filter(profile=profile, kind="keuzevak")
        told = [(card.one("h3").text, card.one("p").text) for card in doing.all(".card")]
        assert told == list(modules.values_list("name", "description"))
        assert len(told) == 4
        assert [chip.text for chip in doing.all(".chip")] == list(keuzevakken.values_list("name", flat=True))
        assert doing.one(".source").text.startswith("SLO, ")


def test_a_profile_page_names_the_occupations_that_fit_as_an_estimate(client, filled):
    for profile in VmboProfile.objects.ten():
        section = read(client.get(reverse("profile", args=[profile.slug]))).one("[aria-labelledby=occupations]")
        named = [row.text for row in section.all("ul.occupations a")]
        assert set(named) == set(profile.occupations.values_list("title", flat=True))
        assert len(named) == len(set(named)) > 0
        assert "Passend volgens de redactie" in section.text
        assert "geen eis" in section.text


@pytest.mark.parametrize("slug", ["tl-techniek", "vakmanschap-techniek", "toveren"])
def test_only_the_ten_have_a_profile_page(client, filled, slug):
    assert client.get(f"/profielen/{slug}/").status_code == 404


def test_the_page_of_the_theoretische_leerweg_counts_its_four_profiles(client, filled):
    page = client.get("/profielen/theoretische-leerweg/")
    masks = list(FinderRow.objects.filter(in_region=True, tl__gt=0).values_list("tl", flat=True))

    for each in page.context["overview"].counts:
        expected = having_theory(each.profile)
        assert (each.count, each.total) == (expected, len(masks))
        assert f"Gezien op {expected} van de {len(masks)} locaties" in page.content.decode()
    assert 'href="/scholen/?leerweg=TL&amp;profile=TL-TE"' in page.content.decode()


def having_theory(profile):
    answers = ProfileAnswer.objects.filter(profile=profile, status__in=OFFERED, location__finder__in_region=True)
    return answers.count()


# Municipalities


def test_a_municipality_page_counts_and_names_what_is_missing(client, filled):
    for region in Region.objects.within("MRDH"):
        page = client.get(reverse("municipality", args=[region.slug]))
        overview = page.context["overview"]
        for each in overview.counts:
            here = {"profile": each.profile, "location__municipality": region, "location__finder__kind": Kind.BKG}
            answers = ProfileAnswer.objects.filter(**here)
            offered = answers.filter(status__in=OFFERED).count()
            unknown = answers.filter(status=Status.UNKNOWN).count()
            assert each.count == offered, (region, each.profile)
            assert (each.profile.full_name in overview.missing) == (offered == unknown == 0)
            assert (each.profile.full_name in overview.unsure) == (offered == 0 < unknown)


def test_the_table_of_a_municipality_holds_the_stored_answer_of_every_location(client, filled):
    for region in Region.objects.within("MRDH"):
        shown = read(client.get(reverse("municipality", args=[region.slug])))
        rows = shown.all("table.offers tbody tr")
        assert len(rows) == FinderRow.objects.filter(municipality=region, kind=Kind.BKG).count()
        for row in rows:
            code = row.one("th a")["href"].split("/")[2]
            answers = ProfileAnswer.objects.filter(location=code, profile__family="ten").order_by("profile__position")
            words = {"yes": "ja", "no": "nee", "unknown": "weet niet"}
            assert [cell.text for cell in row.all("td .cell")] == [words[each.status] for each in answers], code


def test_the_columns_of_the_table_are_the_ten_with_their_full_names(client, filled):
    head = read(client.get("/gemeenten/delft/")).one("table.offers thead")

    names = [cell.all(".hidden")[0].text for cell in head.all("th")[1:]]
    assert names == [profile.full_name for profile in VmboProfile.objects.ten()]


def test_the_last_row_says_what_the_locations_have_together(client, filled):
    table = read(client.get("/gemeenten/delft/")).one("table.offers")

    together = [cell.text for cell in table.all("tfoot td .cell")]
    columns = zip(*([cell.text for cell in row.all("td .cell")] for row in table.all("tbody tr")), strict=True)
    assert together == [f"{column.count('ja')} keer" if "ja" in column else "nee" for column in columns]


def test_what_starts_or_is_not_known_is_not_called_missing(filled):
    here = {"municipality_id": "GM0613", "city": "Rhoon"}
    seen_before = make_location("Vorig jaar", [("BWI", "KB")], **here)
    change_data(lambda: save(seen_before, [("PIE", "KB")], 2022))
    confirm(make_location("Straks", [("BWI", "KB")], **here), "GR", Status.STARTING, year=2099)
    overview = MunicipalityOverview(Region.objects.get(pk="GM0613"), catalogue())

    answers = {each.profile.code: (each.word, each.tile.shape) for each in overview.counts}

    assert answers["BWI"] == ("2 keer", "ja")
    assert answers["PIE"] == ("weet niet", "niet")
    assert answers["GR"] == ("start 2099", "start")
    assert answers["HBR"] == ("nee", "nee")
    assert "Horeca" in overview.missing
    assert not {"Groen", "Produceren"} & set(overview.missing.replace(",", "").split())
    assert overview.unsure == "Produceren, installeren en energie (PIE)"


def test_locations_without_the_ten_answers_stand_apart_and_are_never_no(client, filled):
    for region in Region.objects.within("MRDH"):
        shown = read(client.get(reverse("municipality", args=[region.slug])))
        for kind, name in ((Kind.TL, "theory"), (Kind.NOT_KNOWN, "not-known")):
            expected = set(FinderRow.objects.filter(municipality=region, kind=kind).values_list("pk", flat=True))
            links = [link["href"] for link in shown.all(f"[aria-labelledby={name}] li a")]
            assert {link.split("/")[2] for link in links} == expected, (region, kind)


def test_a_municipality_without_a_location_says_how_to_go_on(client, filled):
    response = client.get("/gemeenten/albrandswaard/")

    assert "kennen we geen vmbo-locatie" in response.content.decode()
    assert "/scholen/?near=Albrandswaard" in response.content.decode()
    nearest = read(response).all("[aria-labelledby=nearest] li.result")
    far = [float(card.one(".km").text.removesuffix(" km").replace(",", ".")) for card in nearest]
    assert len(far) == 3
    assert far == sorted(far)
    assert far[0] < 5


def test_a_municipality_with_known_profiles_shows_no_other_ones(client, filled):
    assert "nearest" not in client.get("/gemeenten/delft/").content.decode()


def test_the_list_of_municipalities_counts_locations_and_profiles(client, filled):
    for region, locations, profiles in client.get("/gemeenten/").context["counts"]:
        rows = FinderRow.objects.filter(municipality=region)
        offered = {each.code for each in VmboProfile.objects.ten() if having(each, location__municipality=region)}
        assert (locations, profiles) == (rows.count(), len(offered)), region


def test_a_municipality_outside_the_region_has_no_page(client, filled):
    assert client.get("/gemeenten/leiden/").status_code == 404


PATHS = [
    "/gemeenten/delft/",
    "/gemeenten/rotterdam/",
    "/gemeenten/albrandswaard/",
    "/profielen/groen/",
    "/profielen/zorg-en-welzijn/",
    "/profielen/theoretische-leerweg/",
    "/profielen/",
    "/gemeenten/",
]


@pytest.mark.parametrize("path", PATHS)
def test_overviews_ask_few_queries_however_much_they_show(client, filled, django_assert_max_num_queries, path):
    client.get(path)

    with django_assert_max_num_queries(7):
        client.get(path)


def test_the_page_of_sources_names_every_source_with_its_years(client, filled):
    page = client.get("/over/bronnen/").content.decode()

    assert "schooljaar 2023-2024" in page
    assert "schooljaar 2019-2020" in page
    assert "februari 2026" in page
