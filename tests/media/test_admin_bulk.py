"""Changing several pictures at once: told first, done for each, its outcome named."""

import re

import pytest
from django.urls import reverse

from media.library import collections
from media.models import Collection, Image
from tests.admin.pages import text_of
from tests.factories import publish_article

from .factories import make_image

pytestmark = pytest.mark.django_db

LIST = "/admin/media/image/"
SEVERAL = "/admin/media/image/several/"
COLLECTIONS = "/admin/media/collection/"


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def test_the_stories_are_named_before_credits_change(editor):
    one, two, other = make_image(), make_image(), make_image()
    publish_article(headline="Cranes return", lead_image=one)
    chosen = {"image": [one.pk, two.pk], "act": "change"}
    asked = editor.post(SEVERAL, chosen)
    assert "2 pictures are selected." in text_of(asked)
    words = {**chosen, "stage": "review", "agency": "Nordlys Foto", "creator": "Ana Ruiz"}
    told = editor.post(SEVERAL, words)
    text = text_of(told)
    assert "2 pictures change." in text
    assert "Cranes return" in text
    assert "Agency becomes “Nordlys Foto”." in text
    one.refresh_from_db()
    assert one.agency == "Harbour Wire"
    done = editor.post(SEVERAL, {**words, "stage": "do"})
    assert "2 pictures done" in text_of(done)
    for image in (one, two):
        image.refresh_from_db()
        assert image.printed_credit == "Ana Ruiz/Nordlys Foto"
    other.refresh_from_db()
    assert other.agency == "Harbour Wire"


def test_what_the_review_page_would_send_is_what_was_typed(editor):
    image = make_image()
    words = {"image": [image.pk], "act": "change", "stage": "review", "creator": "Ana Ruiz"}
    page = editor.post(SEVERAL, words).content.decode()
    assert 'name="creator" value="Ana Ruiz"' in page
    assert f'name="image" value="{image.pk}"' in page


def test_one_picture_in_two_stories_is_named_in_the_right_numbers(editor):
    image = make_image()
    for headline in ("Cranes return", "Cranes leave"):
        publish_article(headline=headline, lead_image=image)
    words = {"image": [image.pk], "act": "change", "stage": "review", "creator": "Ana Ruiz"}
    text = text_of(editor.post(SEVERAL, words))
    assert "1 picture changes. 2 live or planned stories will show the change:" in text
    unused = {**words, "image": [make_image().pk, make_image().pk]}
    assert "2 pictures change. No live or planned story shows them." in text_of(
        editor.post(SEVERAL, unused)
    )


def test_the_review_says_until_when_in_the_newsrooms_words(editor):
    words = {
        "image": [make_image().pk], "act": "change", "stage": "review", "lease_kind": "allow",
        "lease_ends_at": "2126-12-24T18:00",
    }  # fmt: skip
    assert "Allowed until 24 December 2126, 6:00 PM UTC." in text_of(editor.post(SEVERAL, words))
    words |= {"lease_kind": "deny", "lease_ends_at": ""}
    assert "Denied, without an end." in text_of(editor.post(SEVERAL, words))


def test_who_looked_at_what_it_reaches_can_go_back_to_what_they_typed(editor):
    words = {"image": [make_image().pk], "act": "change", "creator": "Ana Ruiz"}
    page = editor.post(SEVERAL, {**words, "stage": "again"}).content.decode()
    assert 'name="creator" value="Ana Ruiz"' in page
    assert 'value="review"' in page
    assert "hidden>" not in page.split("step-intro")[1].split("step-actions")[0]


def test_the_way_back_leads_to_the_same_pictures(editor):
    words = {"image": [make_image().pk], "act": "change", "creator": "Ana Ruiz", "stage": "do"}
    page = editor.post(SEVERAL, {**words, "back": "q=cranes&lacks=credit"}).content.decode()
    assert f'href="{LIST}?q=cranes&amp;lacks=credit"' in page
    page = editor.post(SEVERAL, {**words, "stage": "", "back": "q=cranes"}).content.decode()
    assert 'name="back" value="q=cranes"' in page
    assert 'name="back" value="q=cranes"' in editor.get(f"{LIST}?q=cranes").content.decode()


def test_a_lease_is_given_to_all_of_them(editor):
    images = [make_image(), make_image()]
    keys = [image.pk for image in images]
    editor.post(
        SEVERAL,
        {"image": keys, "act": "change", "stage": "do", "lease_kind": "deny",
         "lease_words": "Withdrawn by the agency"},
    )  # fmt: skip
    assert [image.leases.get().kind for image in images] == ["deny", "deny"]


def test_a_field_is_emptied_in_all_of_them(editor):
    image = make_image(supplier="Quayside Pictures")
    words = {"image": [image.pk], "act": "change", "stage": "do"}
    editor.post(SEVERAL, {**words, "empty": ["supplier"]})
    image.refresh_from_db()
    assert image.supplier == ""
    answer = editor.post(SEVERAL, {**words, "empty": ["creator"], "creator": "Ana Ruiz"})
    assert "not both" in text_of(answer)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({}, "Nothing is filled in"),
        ({"lease_kind": "allow"}, "Enter how long it may be shown."),
    ],
)
def test_what_cannot_be_done_says_what_is_missing(editor, words, sentence):
    chosen = {"image": [make_image().pk], "act": "change", "stage": "review"}
    assert sentence in text_of(editor.post(SEVERAL, {**chosen, **words}))


def test_pictures_are_put_into_a_collection_old_or_new(editor):
    one, two = make_image(), make_image()
    chosen = {"image": [one.pk, two.pk], "act": "collect", "stage": "review"}
    editor.post(SEVERAL, {**chosen, "name": "Storm"})
    collection = Collection.objects.get()
    assert set(collection.images.all()) == {one, two}
    three = make_image()
    editor.post(
        SEVERAL,
        {"image": [three.pk], "act": "collect", "stage": "review", "collection": collection.pk},
    )
    assert set(collection.images.all()) == {one, two, three}
    answer = editor.post(SEVERAL, {**chosen, "name": "Storm"})
    assert "A collection with this name exists." in text_of(answer)


def test_pictures_are_retired_and_brought_back(editor):
    image = make_image()
    chosen = {"image": [image.pk], "act": "retire", "stage": "review"}
    editor.post(SEVERAL, {**chosen, "way": "retire"})
    image.refresh_from_db()
    assert image.retired_at
    again = text_of(editor.post(SEVERAL, {**chosen, "way": "retire"}))
    assert "0 pictures done" in again
    assert "Nothing to change" in again
    editor.post(SEVERAL, {**chosen, "way": "bring_back"})
    image.refresh_from_db()
    assert image.retired_at is None


def test_nothing_selected_leads_back_with_a_word(editor):
    answer = editor.post(SEVERAL, {"act": "change", "image": ["x", "9" * 30]}, follow=True)
    assert "Select one or more pictures" in text_of(answer)
    assert editor.get(SEVERAL).status_code == 302


def test_who_keeps_no_rights_changes_none_at_once(client, reporter):
    image = make_image()
    client.force_login(reporter)
    words = {"image": [image.pk], "act": "change", "stage": "do", "creator": "Me"}
    assert client.post(SEVERAL, words).status_code == 403
    image.refresh_from_db()
    assert image.creator == "Jon Reyes"


# --- Collections ---------------------------------------------------------------------------------


@pytest.fixture
def collection(editor) -> Collection:
    keys = [make_image().pk for _number in range(3)]
    editor.post(SEVERAL, {"image": keys, "act": "collect", "stage": "review", "name": "Storm"})
    return Collection.objects.get()


def keys_of(collection: Collection) -> list[int]:
    return list(collection.entries.values_list("image", flat=True))


def test_a_collection_is_put_in_order_and_pictures_are_taken_out(editor, collection):
    first, second, third = keys_of(collection)
    url = reverse("admin:media_collection_order", args=[collection.pk])
    editor.post(url, {"image": [third, first, second]})
    assert keys_of(collection) == [third, first, second]
    # Without JavaScript a button moves one of them.
    editor.post(url, {"image": [third, first, second], "later": third})
    assert keys_of(collection) == [first, third, second]
    editor.post(url, {"image": [first, third, second], "remove": [third]})
    assert keys_of(collection) == [first, second]
    assert Image.objects.filter(pk=third).exists()


def covers(client) -> list[str]:
    """The addresses of the pictures in the list of collections, without what tells their file."""
    page = client.get(COLLECTIONS).content.decode()
    return re.findall(r'<img class="library-thumbnail" src="([^"?]+)', page)


def test_a_collection_is_known_by_its_first_four_pictures_and_their_number(editor, collection):
    more = [make_image() for _number in range(2)]
    collections.add(collection, more)
    collections.create("Nothing in it yet")
    page = text_of(editor.get(COLLECTIONS))
    assert "Storm 5" in page
    assert "Empty Nothing in it yet 0" in page
    first = [entry.image for entry in collection.entries.all()[:4]]
    assert [address.split("/")[-3] for address in covers(editor)] == [str(i.uuid) for i in first]


def test_who_sees_their_own_pictures_sees_no_others_on_a_collection(
    client, contributor, collection
):
    mine = make_image(by=contributor)
    collections.add(collection, [mine])
    client.force_login(contributor)
    assert "Storm" not in text_of(client.get(COLLECTIONS))
    Collection.objects.update(created_by=contributor)
    assert [address.split("/")[-3] for address in covers(client)] == [str(mine.uuid)]
    assert "Storm 1" in text_of(client.get(COLLECTIONS))


def test_the_list_of_collections_asks_no_more_of_many(editor, django_assert_max_num_queries):
    counts = []
    for _round in range(2):
        for number in range(3):
            images = [make_image() for _number in range(2)]
            collections.create(f"Day {_round}{number}", images=images)
        with django_assert_max_num_queries(12) as queries:
            editor.get(COLLECTIONS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_where_there_is_no_collection_the_list_says_how_one_is_made(editor):
    assert "There is no collection yet." in text_of(editor.get(COLLECTIONS))
    page = text_of(editor.get(COLLECTIONS, {"q": "storm"}))
    assert "No collection has these words in its name." in page


def test_a_collection_is_made_renamed_and_shown(editor, picture_editor):
    editor.post("/admin/media/collection/add/", {"name": "Ferries", "description": "All boats."})
    collection = Collection.objects.get()
    assert (collection.name, collection.created_by) == ("Ferries", picture_editor)
    url = reverse("admin:media_collection_change", args=[collection.pk])
    assert "It has no pictures yet." in editor.get(url).content.decode()
    editor.post(url, {"name": "Boats", "description": ""})
    collection.refresh_from_db()
    assert collection.name == "Boats"
    assert "Boats" in editor.get("/admin/media/collection/").content.decode()
