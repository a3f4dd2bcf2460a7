"""Pages about a profile or a municipality as a whole, against the answers they are counted from."""

import pytest
from django.urls import reverse

from schools.models import FinderRow, ProfileAnswer, Region, Status, VmboProfile

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


@pytest.mark.parametrize("slug", ["tl-techniek", "vakmanschap-techniek", "toveren"])
def test_only_the_ten_have_a_profile_page(client, filled, slug):
    assert client.get(f"/profielen/{slug}/").status_code == 404


def test_a_municipality_page_counts_and_names_what_is_missing(client, filled):
    for region in Region.objects.within("MRDH"):
        page = client.get(reverse("municipality", args=[region.slug]))
        overview = page.context["overview"]
        for each in overview.counts:
            expected = having(each.profile, location__municipality=region).count()
            assert each.count == expected, (region, each.profile)
            assert (each.profile.full_name in overview.missing) == (expected == 0 and bool(overview.masks))


def test_a_municipality_page_shows_all_its_locations(client, filled):
    page = client.get("/gemeenten/rotterdam/")

    assert len(page.context["overview"].cards) == FinderRow.objects.filter(municipality="GM0599").count() > 20


def test_a_municipality_without_a_location_says_how_to_go_on(client, filled):
    page = client.get("/gemeenten/albrandswaard/").content.decode()

    assert "kennen we geen vmbo-locatie" in page
    assert "/scholen/?near=Albrandswaard" in page


def test_a_municipality_outside_the_region_has_no_page(client, filled):
    assert client.get("/gemeenten/leiden/").status_code == 404


@pytest.mark.parametrize("path", ["/gemeenten/delft/", "/profielen/groen/", "/profielen/", "/gemeenten/"])
def test_overviews_ask_few_queries_however_much_they_show(client, filled, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(8):
        client.get(path)


def test_the_page_of_sources_names_every_source_with_its_years(client, filled):
    page = client.get("/over/bronnen/").content.decode()

    assert "schooljaar 2023-2024" in page
    assert "schooljaar 2019-2020" in page
    assert "februari 2026" in page
