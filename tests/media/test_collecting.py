"""Collections hold pictures in an order that somebody chose."""

import pytest

from media import collecting
from media.models import Collection
from newsroom.editorial import refusals

from .factories import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def images():
    return [make_image() for _ in range(4)]


def order(collection) -> list:
    return [entry.image for entry in collection.entries.select_related("image")]


def test_pictures_stand_in_the_order_in_which_they_were_put_in(images, picture_editor):
    one, two, three, four = images
    collection = collecting.create(" Harbour  day ", by=picture_editor, images=[two, one])
    assert collection.name == "Harbour day"
    assert collecting.add(collection, [four, two, three, four], by=picture_editor) == [four, three]
    assert order(collection) == [two, one, four, three]


def test_what_is_removed_stays_in_the_library(images):
    collection = collecting.create("Harbour", images=images)
    assert collecting.remove(collection, [images[1], images[1]]) == 1
    assert order(collection) == [images[0], images[2], images[3]]
    images[1].refresh_from_db()


def test_they_are_put_into_another_order(images):
    collection = collecting.create("Harbour", images=images)
    collecting.reorder(collection, [image.pk for image in reversed(images)])
    assert order(collection) == images[::-1]
    late = make_image()
    collecting.add(collection, [late])
    assert order(collection)[-1] == late


def test_an_order_made_over_an_old_list_is_refused(images):
    collection = collecting.create("Harbour", images=images)
    for pks in ([image.pk for image in images[:3]], [images[0].pk] * 4):
        with pytest.raises(refusals.NotPossible, match="Load it again"):
            collecting.reorder(collection, pks)
    assert order(collection) == images


def test_a_name_is_given_once_and_is_never_empty(images):
    collection = collecting.create("Harbour")
    other = collecting.create("Bridge")
    for act in (
        lambda: collecting.create("Harbour"),
        lambda: collecting.rename(other, name="Harbour"),
        lambda: collecting.create(" "),
    ):
        with pytest.raises(refusals.NotPossible):
            act()
    assert collecting.find_or_create("Harbour") == collection
    assert collecting.find_or_create("Trams").name == "Trams"
    collecting.rename(collection, name="Harbour", description="From Monday")
    collection.refresh_from_db()
    assert collection.description == "From Monday"
    collecting.delete(collection)
    assert not Collection.objects.filter(name="Harbour").exists()


def test_every_writer_may_collect_and_legal_only_looks(images, reporter, legal):
    collection = collecting.create("Harbour", by=reporter)
    for act in (
        lambda: collecting.create("Other", by=legal),
        lambda: collecting.add(collection, images, by=legal),
        lambda: collecting.remove(collection, images, by=legal),
        lambda: collecting.reorder(collection, [], by=legal),
        lambda: collecting.delete(collection, by=legal),
    ):
        with pytest.raises(refusals.NotAllowed):
            act()
    assert collection.created_by == reporter


def test_adding_is_a_few_queries_however_many(images, django_assert_max_num_queries):
    collection = collecting.create("Harbour")
    with django_assert_max_num_queries(7):
        collecting.add(collection, images)
