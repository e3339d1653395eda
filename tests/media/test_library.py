"""Changing what is in the library reaches the files and the stories that show it."""

import io

import pytest
from django.db import IntegrityError, transaction
from PIL import Image as PilImage

from articles import drafts
from media import library, uploads
from media.models import Image
from media.storage import renditions_storage
from newsroom.editorial import ledger, publishing, recompiling, refusals, revisions
from tests.factories import make_article

from .factories import make_image, make_video, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(monkeypatch) -> list:
    """What the kernel was told of."""
    told: list = []
    real = recompiling.changed

    def listen(thing):
        assert transaction.get_connection().in_atomic_block
        told.append(thing)
        real(thing)

    monkeypatch.setattr(recompiling, "changed", listen)
    return told


def embedded(image: Image) -> str:
    with renditions_storage().open(image.renditions.first().file_name) as file:
        return PilImage.open(io.BytesIO(file.read())).info.get("xmp", b"").decode()


def test_a_new_credit_is_in_the_files_and_stories_are_told(changed, picture_editor):
    image = make_image(creator="Jon Reyes", agency="")
    old = {r.file_name for r in image.renditions.all()}
    image.creator = "Ana Ruiz"
    library.save(image, by=picture_editor)
    new = {r.file_name for r in image.renditions.all()}
    assert not old & new
    assert "Ana Ruiz" in embedded(image)
    assert changed == [image]
    # Pages in caches and editions that have ended still show the old files.
    assert all(renditions_storage().exists(name) for name in old)


def test_a_new_caption_leaves_the_files_alone(changed):
    image = make_image()
    before = list(image.renditions.order_by("pk").values())
    image.caption = "The harbour on Monday."
    library.save(image)
    assert list(image.renditions.order_by("pk").values()) == before
    image.refresh_from_db()
    assert image.caption == "The harbour on Monday."
    assert changed == [image]


def test_a_new_focal_point_moves_the_crops():
    # The sun is at 0.8 of the width.
    image = uploads.store(picture_file(640, 200, number=70)).image
    square = image.renditions.get(name="square", format="webp").file_name
    thumb = image.renditions.get(name="thumb", format="webp").file_name
    image.focal_x = 0.8
    library.save(image)
    assert image.renditions.get(name="square", format="webp").file_name != square
    assert image.renditions.get(name="thumb", format="webp").file_name == thumb


def test_a_video_that_shows_the_image_is_told_too():
    image = make_image()
    video = make_video(poster=image)
    article = make_article()
    drafts.set_videos(article, [video])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    before = ledger.newest("video", video.uuid).seq
    image.caption = "Other words"
    library.save(image)
    assert ledger.newest("video", video.uuid).seq > before


def test_facts_of_the_file_cannot_be_saved_over():
    image = make_image(64, 48)
    image.width_px, image.sha256 = 9999, "0"
    library.save(image)
    image.refresh_from_db()
    assert image.width_px == 64
    assert image.sha256 != "0"


def test_only_those_who_may_change_the_library_do(legal):
    image = make_image()
    image.caption = "Other words"
    with pytest.raises(refusals.NotAllowed):
        library.save(image, by=legal)
    with pytest.raises(refusals.NotAllowed):
        library.save_video(make_video(), by=legal)
    with pytest.raises(refusals.NotAllowed):
        library.retire(image, by=legal)
    image.refresh_from_db()
    assert image.caption == "The harbour on Sunday."
    assert image.retired_at is None


def test_a_retired_image_is_offered_for_no_new_use_until_it_is_brought_back(picture_editor):
    image = make_image()
    library.retire(image, by=picture_editor)
    assert image not in Image.objects.in_use()
    assert image.renditions.exists()
    library.bring_back(image, by=picture_editor)
    assert image in Image.objects.in_use()


def test_slugs_of_videos_are_unique():
    make_video(slug="bearings")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_video(slug="bearings")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_video(slug="")


def test_an_image_that_was_merged_leads_to_its_survivor():
    first, second, third = make_image(), make_image(), make_image()
    first.merged_into, second.merged_into = second, third
    first.save()
    second.save()
    assert first.survivor == third
    assert third.survivor == third
