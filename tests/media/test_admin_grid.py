"""The library's grid: what it shows of each picture, what it finds, and that it never grows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from media.admin.images import grid
from media.library import editing, search
from media.models import Agency, AgencyAlias, Collection, CollectionImage, Image, Lease
from media.rights import leases
from newsroom.editorial import clock
from tests.factories import make_article, publish_article

from .factories import make_image
from .many import many_images

pytestmark = pytest.mark.django_db

LIST = "/admin/media/image/"
HOUR = timedelta(hours=1)


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def shown(client, **query) -> list[Image]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [tile.image for tile in answer.context["page"].tiles]


def test_a_tile_shows_picture_title_credit_rights_and_size(editor):
    image = make_image(title="Cranes at dawn")
    page = editor.get(LIST).content.decode()
    assert reverse("admin:media_image_preview", args=[image.uuid, 320]) in page
    assert image.original.name not in page
    assert reverse("admin:media_image_change", args=[image.pk]) in page
    for words in ("Cranes at dawn", "Jon Reyes/Harbour Wire", "May be shown", "64 × 48"):
        assert words in page, words


def test_a_picture_without_credit_says_so_in_a_word(editor):
    make_image(creator="", agency="")
    assert "No credit" in editor.get(LIST).content.decode()


def test_a_picture_says_how_long_it_may_be_shown_and_what_waits_for_a_decision(editor):
    image = make_image()
    until = clock.now() + 3 * HOUR + timedelta(minutes=1)
    leases.add_lease(image, by=None, kind="allow", ends_at=until, is_proposed=True)
    page = editor.get(LIST).content.decode()
    assert "Ends in 3 h" in page
    assert "Proposal undecided" in page


def test_what_is_live_says_so(editor):
    image = make_image()
    publish_article(lead_image=image)
    make_image()
    tiles = editor.get(LIST).context["page"].tiles
    assert [tile.is_live for tile in tiles] == [False, True]


def test_the_table_shows_the_same(editor):
    image = make_image(title="Cranes at dawn")
    page = editor.get(LIST, {"show": "table"}).content.decode()
    assert 'class="library-table"' in page
    assert reverse("admin:media_image_change", args=[image.pk]) in page
    assert "Cranes at dawn" in page


def test_pages_follow_each_other_without_a_gap_or_a_double(editor, monkeypatch):
    monkeypatch.setattr(grid, "PAGE", 7)
    images = many_images(20)
    # Pictures that came in at the same instant are told apart by their ids.
    Image.objects.update(created_at=clock.now())
    seen, url = [], LIST
    while url:
        answer = editor.get(url)
        seen += [tile.image.pk for tile in answer.context["page"].tiles]
        url = answer.context["next_url"] and LIST + answer.context["next_url"]
    assert seen == sorted((image.pk for image in images), reverse=True)


@pytest.mark.parametrize("before", ["x", "AAAA", "%00", "9" * 500])
def test_a_place_that_nobody_gave_is_not_found(editor, before):
    assert editor.get(LIST, {"before": before}).status_code == 404


@pytest.mark.parametrize("size", [20, 2000])
def test_the_list_asks_no_more_of_a_large_library(editor, size, django_assert_max_num_queries):
    many_images(size)
    # PostgreSQL is asked the time.
    most = 12 if connection.vendor == "sqlite" else 13
    words = {
        "q": "harb", "rights": "ended", "agency": "Harbour Wire", "category": "agency",
        "since": "2020-01-01", "format": "jpeg", "shape": "landscape",
    }  # fmt: skip
    for query in ({}, {"show": "table"}, words, {"lacks": "use"}, {"lacks": "credit"}):
        with django_assert_max_num_queries(most) as queries:
            assert editor.get(LIST, query).status_code == 200
        told = [q["sql"] for q in queries if "media_image" in q["sql"]]
        assert not any("OFFSET" in sql or "COUNT(" in sql for sql in told), query


def test_the_search_finds_words_by_how_they_begin(editor):
    image = make_image(creator="Zoë Ångström")
    make_image(creator="Person Eight")
    assert shown(editor, q="zoe ang") == [image]
    assert shown(editor, q="ström") == []


# --- Filters -------------------------------------------------------------------------------------


def test_retired_pictures_are_shown_to_those_who_ask(editor):
    kept, gone = make_image(), make_image()
    editing.retire(gone)
    assert shown(editor) == [kept]
    assert shown(editor, use="retired") == [gone]
    assert shown(editor, use="all") == [gone, kept]


def test_pictures_of_an_agency_are_found_under_any_of_its_names(editor):
    agency = Agency.objects.create(name="Harbour Wire")
    AgencyAlias.objects.create(agency=agency, name="HW", key="hw")
    Agency.objects.create(name="Quayside Pictures", kind=Agency.Kind.SUPPLIER)
    first, second = make_image(), make_image(agency="", supplier="Quayside Pictures")
    assert shown(editor, agency="Harbour Wire") == [first]
    assert shown(editor, agency="hw") == [first]
    assert shown(editor, agency="Quayside Pictures") == [second]
    assert shown(editor, agency="Nobody") == []


def test_pictures_are_found_by_what_their_leases_do(editor):
    now = clock.now()
    soon, later, over, barred, proposed, free = (make_image() for _number in range(6))
    leases.add_lease(soon, by=None, kind="allow", ends_at=now + 3 * HOUR)
    leases.add_lease(later, by=None, kind="allow", ends_at=now + 72 * HOUR)
    leases.add_lease(over, by=None, kind="allow", ends_at=now - HOUR)
    leases.add_lease(barred, by=None, kind="deny")
    leases.add_lease(proposed, by=None, kind="allow", ends_at=now + 999 * HOUR, is_proposed=True)
    assert shown(editor, rights="ending-24h") == [soon]
    assert shown(editor, rights="ending-7d") == [later, soon]
    assert shown(editor, rights="ended") == [over]
    assert shown(editor, rights="barred") == [barred]
    assert shown(editor, rights="undecided") == [proposed]
    assert free in shown(editor)


def test_a_picture_with_a_second_longer_lease_does_not_end(editor):
    image, now = make_image(), clock.now()
    leases.add_lease(image, by=None, kind="allow", ends_at=now + 3 * HOUR)
    leases.add_lease(image, by=None, kind="allow", ends_at=now + 300 * HOUR)
    assert shown(editor, rights="ending-24h") == []
    Lease.objects.filter(image=image).update(ends_at=now - HOUR)
    leases.plan(image, at=now)
    assert shown(editor, rights="ended") == [image]


def test_what_lacks_something_is_found(editor):
    uncredited = make_image(creator="", agency="")
    blind = make_image(alt_text="")
    make_image(alt_text="", is_decorative=True)
    assert shown(editor, lacks="credit") == [uncredited]
    assert shown(editor, lacks="alt") == [blind]


def test_unused_pictures_are_those_that_nothing_names(editor):
    live, drafted, unused = make_image(), make_image(), make_image()
    publish_article(lead_image=live)
    make_article(lead_image=drafted)
    assert shown(editor, lacks="use") == [unused]


def test_looking_for_unused_pictures_stops_and_can_be_taken_up_again(editor, monkeypatch):
    monkeypatch.setattr(grid, "LOOKED_AT", 3)
    unused = make_image()
    for _number in range(4):
        publish_article(lead_image=make_image())
    answer = editor.get(LIST, {"lacks": "use"})
    assert answer.context["page"].tiles == []
    assert "Searched pictures back to" in answer.content.decode()
    answer = editor.get(LIST + answer.context["next_url"])
    assert [tile.image for tile in answer.context["page"].tiles] == [unused]
    assert answer.context["next_url"] == ""


def test_pictures_are_found_by_collection_uploader_format_shape_category_and_day(
    editor, picture_editor
):
    collection = Collection.objects.create(name="Storm")
    one = make_image(64, 48)
    other = make_image(48, 64)
    square = make_image(50, 50)
    CollectionImage.objects.create(collection=collection, image=one)
    Image.objects.filter(pk=one.pk).update(
        uploaded_by=picture_editor, format="png", rights_category="handout",
        created_at=clock.now() - timedelta(days=40),
    )  # fmt: skip
    day = clock.now() - timedelta(days=40)
    assert shown(editor, collection=collection.pk) == [one]
    assert shown(editor, uploader=picture_editor.pk) == [one]
    assert shown(editor, format="png") == [one]
    assert shown(editor, category="handout") == [one]
    assert shown(editor, since=f"{day:%Y-%m-%d}", until=f"{day:%Y-%m-%d}") == [one]
    assert shown(editor, shape="landscape") == [one]
    assert shown(editor, shape="portrait") == [other]
    assert shown(editor, shape="square") == [square]


def test_filters_are_combined_and_each_can_be_taken_away(editor):
    one = make_image(title="Storm", creator="", agency="")
    make_image(title="Storm")
    query = {"q": "storm", "lacks": "credit", "format": "jpeg"}
    answer = editor.get(LIST, query)
    assert [tile.image for tile in answer.context["page"].tiles] == [one]
    without = {chosen.name: url for chosen, url in answer.context["chosen"]}
    assert set(without) == set(query)
    assert "lacks" not in without["lacks"]
    assert "q=storm" in without["lacks"]


def test_a_filter_nobody_knows_narrows_nothing_and_is_told(editor):
    image = make_image()
    answer = editor.get(LIST, {"rights": "nonsense", "collection": "x", "since": "yesterday"})
    assert [tile.image for tile in answer.context["page"].tiles] == [image]
    assert "Enter a valid date." in answer.content.decode()


def test_nothing_found_says_what_to_do(editor):
    assert "Add the first ones." in editor.get(LIST).content.decode()
    assert "Remove a filter" in editor.get(LIST, {"q": "zebra"}).content.decode()


# --- Who sees what -------------------------------------------------------------------------------


def test_contributors_see_their_own_pictures_and_reporters_all(client, contributor, reporter):
    own, other = make_image(), make_image()
    Image.objects.filter(pk=own.pk).update(uploaded_by=contributor)
    client.force_login(contributor)
    assert shown(client) == [own]
    assert client.get(reverse("admin:media_image_change", args=[other.pk])).status_code == 302
    client.force_login(reporter)
    assert shown(client) == [other, own]


def test_reporters_change_the_words_of_their_own_pictures_and_no_rights(client, reporter):
    own, other = make_image(), make_image()
    Image.objects.filter(pk=own.pk).update(uploaded_by=reporter)
    client.force_login(reporter)
    words = {"caption": "Mended.", "agency": "Stolen", "focal_x": "0.5", "focal_y": "0.5"}
    for image in (own, other):
        client.post(reverse("admin:media_image_change", args=[image.pk]), words)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.caption, own.agency) == ("Mended.", "Harbour Wire")
    assert other.caption == "The harbour on Sunday."
    assert "Change credit and rights" not in client.get(LIST).content.decode()


def test_the_search_keeps_up_with_a_saved_form(editor):
    image = make_image(title="Heron")
    editor.post(
        reverse("admin:media_image_change", args=[image.pk]),
        {"title": "Kingfisher", "focal_x": "0.5", "focal_y": "0.5"},
    )
    assert list(search.matching(Image.objects.all(), "kingf")) == [image]
