"""Collections hold pictures in an order that somebody chose."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from media.library import collections
from media.models import Collection
from newsroom.editorial import refusals
from tests.admin.pages import text_of

from .factories import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def images():
    return [make_image() for _ in range(4)]


def order(collection) -> list:
    return [entry.image for entry in collection.entries.select_related("image")]


def test_pictures_stand_in_the_order_in_which_they_were_put_in(images, picture_editor):
    one, two, three, four = images
    collection = collections.create(" Harbour  day ", by=picture_editor, images=[two, one])
    assert collection.name == "Harbour day"
    assert collections.add(collection, [four, two, three, four], by=picture_editor) == [four, three]
    assert order(collection) == [two, one, four, three]


def test_what_is_removed_stays_in_the_library(images):
    collection = collections.create("Harbour", images=images)
    assert collections.remove(collection, [images[1], images[1]]) == 1
    assert order(collection) == [images[0], images[2], images[3]]
    images[1].refresh_from_db()


def test_they_are_put_into_another_order(images):
    collection = collections.create("Harbour", images=images)
    collections.reorder(collection, [image.pk for image in reversed(images)])
    assert order(collection) == images[::-1]
    late = make_image()
    collections.add(collection, [late])
    assert order(collection)[-1] == late


def test_an_order_made_over_an_old_list_is_refused(images):
    collection = collections.create("Harbour", images=images)
    for pks in ([image.pk for image in images[:3]], [images[0].pk] * 4):
        with pytest.raises(refusals.NotPossible, match="Reload it"):
            collections.reorder(collection, pks)
    assert order(collection) == images


def test_a_name_is_given_once_and_is_never_empty(images):
    collection = collections.create("Harbour")
    other = collections.create("Bridge")
    for act in (
        lambda: collections.create("Harbour"),
        lambda: collections.rename(other, name="Harbour"),
        lambda: collections.create(" "),
    ):
        with pytest.raises(refusals.NotPossible):
            act()
    assert collections.find_or_create("Harbour") == collection
    assert collections.find_or_create("Trams").name == "Trams"
    collections.rename(collection, name="Harbour", description="From Monday")
    collection.refresh_from_db()
    assert collection.description == "From Monday"
    collections.delete(collection)
    assert not Collection.objects.filter(name="Harbour").exists()


def test_every_writer_may_collect_and_legal_only_looks(images, reporter, legal):
    collection = collections.create("Harbour", by=reporter)
    for act in (
        lambda: collections.create("Other", by=legal),
        lambda: collections.add(collection, images, by=legal),
        lambda: collections.remove(collection, images, by=legal),
        lambda: collections.reorder(collection, [], by=legal),
        lambda: collections.delete(collection, by=legal),
    ):
        with pytest.raises(refusals.NotAllowed):
            act()
    assert collection.created_by == reporter


def test_adding_is_a_few_queries_however_many(images, django_assert_max_num_queries):
    collection = collections.create("Harbour")
    with django_assert_max_num_queries(7):
        collections.add(collection, images)


def test_a_collection_is_deleted_by_who_made_it_and_by_who_keeps_the_library(
    images, reporter, contributor, picture_editor
):
    collection = collections.create("Harbour", by=reporter, images=images)
    with pytest.raises(refusals.NotAllowed, match="Ask them or a picture editor"):
        collections.delete(collection, by=contributor)
    collections.delete(collection, by=reporter)
    other = collections.create("Bridge", by=reporter)
    collections.delete(other, by=picture_editor)
    assert not Collection.objects.exists()
    for image in images:
        image.refresh_from_db()


# --- In the admin --------------------------------------------------------------------------------


def test_deleting_says_what_is_in_it_and_then_does_it_and_is_logged(client, images, picture_editor):
    collection = collections.create("Harbour", description="From Monday", images=images)
    client.force_login(picture_editor)
    page = reverse("admin:media_collection_change", args=[collection.pk])
    url = reverse("admin:media_collection_delete", args=[collection.pk])
    assert url in client.get(page).content.decode()
    asked = client.get(url)
    told = text_of(asked)
    assert "Delete the collection “Harbour”?" in told
    assert "4 pictures are in it. They stay in the library" in told
    assert asked.content.decode().count("<img") == 4
    assert Collection.objects.exists()
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Collection.objects.exists()
    (entry,) = LogEntry.objects.filter(action_flag=DELETION)
    assert (entry.object_repr, entry.user) == ("Harbour", picture_editor)
    for image in images:
        image.refresh_from_db()


def test_asking_costs_the_same_however_much_is_in_it(client, picture_editor, images):
    client.force_login(picture_editor)
    counts = []
    for pictures in (images[:1], images):
        collection = collections.create(f"{len(pictures)} pictures", images=pictures)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:media_collection_delete", args=[collection.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_may_not_delete_it_is_not_offered_it(client, images, reporter, legal):
    collection = collections.create("Harbour", images=images)
    url = reverse("admin:media_collection_delete", args=[collection.pk])
    page = reverse("admin:media_collection_change", args=[collection.pk])
    for user in (reporter, legal):
        client.force_login(user)
        assert url not in client.get(page).content.decode()
        assert client.post(url, {"post": "yes"}).status_code == 403
    assert Collection.objects.exists()


def test_renaming_in_the_admin_is_logged_and_a_taken_name_is_said_on_the_form(
    client, picture_editor
):
    collection = collections.create("Harbour")
    collections.create("Bridge")
    client.force_login(picture_editor)
    page = reverse("admin:media_collection_change", args=[collection.pk])
    taken = client.post(page, {"name": "Bridge", "description": ""})
    assert "already exists" in text_of(taken)
    client.post(page, {"name": "Harbour day", "description": ""})
    collection.refresh_from_db()
    assert collection.name == "Harbour day"
    assert LogEntry.objects.get().user == picture_editor
