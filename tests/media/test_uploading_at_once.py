"""Two people, one picture: real threads on PostgreSQL."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from media.intake import metadata_choice, replacement, uploads
from media.library import agency_editing, bulk, collections, editing
from media.models import Image
from tests.editorial.racing import at_once, raised

from .factories import make_agency, make_image, photo_bytes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def originals(image: Image) -> list[str]:
    _folders, names = default_storage.listdir(image.uuid.hex[:2])
    return [name for name in names if name.startswith(f"{image.uuid.hex}-")]


def test_of_the_same_file_from_four_desks_one_picture_comes():
    examined = [uploads.examine(ContentFile(photo_bytes())) for _ in range(4)]
    results = at_once(*(lambda one=one: uploads.keep(one) for one in examined))
    assert not raised(results)
    image = Image.objects.get()
    assert {result.image.pk for result in results} == {image.pk}
    assert sorted(result.is_duplicate for result in results) == [False, True, True, True]
    assert len(originals(image)) == 1


def test_saving_reprinting_and_changing_in_bulk_wait_for_each_other():
    images = [make_image(agency="Harbour Wire") for _ in range(4)]
    agency = make_agency("Harbour Wire")
    agency.credit_format = "{agency} Photo/{creator}"

    def save(image: Image) -> None:
        fresh = Image.objects.get(pk=image.pk)
        fresh.caption = "Other words"
        editing.save(fresh)

    pks = [image.pk for image in images]
    results = at_once(
        lambda: agency_editing.save(agency),
        lambda: bulk.change(pks, fields={"city": "Wendhaven"}),
        lambda: bulk.change(pks[::-1], fields={"region": "Coast"}),
        lambda: [save(image) for image in images[::-1]],
    )
    assert not raised(results)
    agency_editing.reprint(pks)
    for image in Image.objects.all():
        assert image.printed_credit == "Harbour Wire Photo/Jon Reyes"


def test_of_two_files_for_one_picture_the_last_is_shown_and_both_are_kept():
    image = make_image()
    files = [ContentFile(photo_bytes(seed=seed)) for seed in (1, 2)]
    results = at_once(
        *(lambda f=f: replacement.replace(Image.objects.get(pk=image.pk), f) for f in files)
    )
    assert not raised(results)
    image.refresh_from_db()
    with image.original.open() as file:
        assert file.read() in [photo_bytes(seed=1), photo_bytes(seed=2)]
    assert len(originals(image)) == 3


def test_one_file_for_two_pictures_is_taken_once():
    images = [make_image(), make_image()]
    results = at_once(
        *(lambda i=i: replacement.replace(i, ContentFile(photo_bytes())) for i in images)
    )
    (refusal,) = raised(results)
    assert isinstance(refusal, uploads.ImageRefused)
    assert sum(len(originals(image)) for image in images) == 3


def test_pictures_put_into_a_collection_from_two_desks_are_all_in_it_once():
    images = [make_image() for _ in range(6)]
    collection = collections.create("Harbour")
    results = at_once(
        lambda: collections.add(collection, images[:4]),
        lambda: collections.add(collection, images[2:]),
    )
    assert not raised(results)
    entries = list(collection.entries.all())
    assert sorted(entry.position for entry in entries) == list(range(6))


def test_words_saved_in_one_moment_from_two_pages_are_both_kept(picture_editor):
    words = {"alt_text": "A pier", "caption": "The pier.", "city": "Wendhaven", "creator": "Ana"}
    for _round in range(3):
        image = make_image()
        address = reverse("admin:media_image_quick", args=[image.uuid])

        def send(name: str, address: str = address) -> int:
            person = Client()
            person.force_login(picture_editor)
            return person.post(address, {name: words[name]}).status_code

        results = at_once(*(lambda name=name: send(name) for name in words))
        assert results == [200] * 4
        image.refresh_from_db()
        assert {name: getattr(image, name) for name in words} == words


def test_what_the_file_says_is_taken_over_without_burying_other_words():
    said = {"field": "city", "xmp": "Wendhaven", "iim": "Lanthorn"}
    image = make_image(city="Lanthorn", caption="Old words")
    Image.objects.filter(pk=image.pk).update(metadata={"conflicts": [said]})
    opened = Image.objects.get(pk=image.pk)
    Image.objects.filter(pk=image.pk).update(caption="Mended meanwhile")
    metadata_choice.take(opened, "city", "xmp", by=None)
    image.refresh_from_db()
    assert (image.city, image.caption) == ("Wendhaven", "Mended meanwhile")
