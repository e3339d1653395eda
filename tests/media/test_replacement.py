"""Another file under the same picture: words and rights stay, everything shown follows."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media.intake import replacement, uploads
from media.models import Image, ImageCrop, RenditionRequest
from media.renditions import image_files, previews
from media.storage.disk import PrivateFileStorage, WholeFileStorage
from newsroom.editorial import refusals
from newsroom.editorial.drafts import log

from .factories import make_image, photo_bytes, picture_bytes, picture_file

pytestmark = pytest.mark.django_db


def original_bytes(image: Image) -> bytes:
    with default_storage.open(image.original.name) as file:
        return file.read()


def full_for(ending: str):
    """A way to save on a disk that is full for files of this ending."""

    def save(storage, name, content):
        if name.endswith(ending):
            raise OSError(errno.ENOSPC, "No space left on device")
        return WholeFileStorage._save(storage, name, content)

    return save


def everything_kept() -> list[str]:
    root = Path(default_storage.path(""))
    return sorted(str(path) for path in root.rglob("*") if path.is_file())


KEPT = ("uuid", "caption", "alt_text", "creator", "agency", "focal_x", "rights_category")


@pytest.fixture
def image() -> Image:
    made = make_image(600, 400, focal_x=0.3, rights_category="agency")
    RenditionRequest.objects.all().delete()
    return made


def test_the_file_is_another_and_the_words_stay(image, picture_editor):
    before = Image.objects.get(pk=image.pk)
    content = photo_bytes(900, 600, seed=5)
    done = replacement.replace(image, ContentFile(content, name="better.jpg"), by=picture_editor)
    assert done.notes == []
    after = Image.objects.get(pk=image.pk)
    for name in KEPT:
        assert getattr(after, name) == getattr(before, name) == getattr(image, name)
    assert (after.width_px, after.height_px, after.bytes) == (900, 600, len(content))
    assert after.original_name == image.original_name == "better.jpg"
    assert after.phash
    assert after.phash != before.phash
    assert after.phash_0 is not None
    assert default_storage.open(after.original.name).read() == content
    assert RenditionRequest.objects.filter(image=image).exists()


def test_the_old_file_is_kept_and_the_log_names_it(image, picture_editor):
    old, content = image.original.name, original_bytes(image)
    replacement.replace(image, picture_file(300, 200), by=picture_editor)
    assert default_storage.open(old).read() == content
    entry = log.of(image).first()
    assert (entry.act, entry.by) == ("replace", picture_editor)
    assert entry.data == {"from": old, "to": image.original.name}


def test_the_public_files_follow(image):
    old = {r.file_name for r in image.renditions.all()}
    replacement.replace(image, picture_file(300, 200))
    image_files.make(Image.objects.get(pk=image.pk))
    assert not old & {r.file_name for r in image.renditions.all()}
    assert max(r.width_px for r in image.renditions.all()) == 300


def test_the_same_file_changes_nothing(image):
    content = original_bytes(image)
    done = replacement.replace(image, ContentFile(content))
    assert done.notes == ["The picture already has this file."]
    assert not RenditionRequest.objects.exists()
    assert log.of(image).first().act == "add"


def test_a_file_that_is_another_picture_is_refused(image):
    other = make_image(title="Bridge at dusk")
    before = image.original.name
    with pytest.raises(uploads.ImageRefused, match=r"“Bridge at dusk”, not used yet") as caught:
        replacement.replace(image, ContentFile(original_bytes(other)))
    assert caught.value.code == "duplicate"
    assert Image.objects.get(pk=image.pk).original.name == before


def test_a_file_that_is_no_picture_is_refused(image):
    with pytest.raises(uploads.ImageRefused):
        replacement.replace(image, ContentFile(b"<svg/>"))


def test_a_protected_source_stays_protected():
    image = uploads.store(picture_file(300, 200), protect_source=True).image
    content = picture_bytes(360, 240, number=31, comment=b"from Zuzanna")
    replacement.replace(image, ContentFile(content, name="ana.jpg"))
    image.refresh_from_db()
    assert (image.width_px, image.original_name, image.metadata) == (360, "", {})
    assert b"Zuzanna" not in default_storage.open(image.original.name).read()
    again = replacement.replace(image, ContentFile(content, name="ana.jpg"))
    assert again.notes == ["The picture already has this file."]


@pytest.mark.parametrize(
    ("width", "height", "stay"), [(300, 200, True), (301, 200, True), (200, 200, False)]
)
def test_crops_stay_where_the_shape_is_the_same(image, width, height, stay):
    ImageCrop.objects.create(image=image, box="0.1000,0.1000,0.5000,0.5000")
    done = replacement.replace(image, picture_file(width, height))
    assert ImageCrop.objects.filter(image=image).exists() is stay
    assert bool(done.notes) is not stay
    if not stay:
        assert "1 crop was dropped" in done.notes[0]


def test_a_failure_leaves_the_old_file_in_its_place(image, monkeypatch):
    def fail(*args):
        raise OSError("disk full")

    before = Image.objects.filter(pk=image.pk).values().get()
    monkeypatch.setattr(image_files, "request", fail)
    content = picture_bytes(300, 200, number=41)
    with pytest.raises(OSError, match="disk full"):
        replacement.replace(image, ContentFile(content))
    assert Image.objects.filter(pk=image.pk).values().get() == before
    monkeypatch.undo()
    folder = image.uuid.hex[:2]
    kept = [n for n in default_storage.listdir(folder)[1] if "preview" not in n]
    assert [f"{folder}/{name}" for name in kept] == [image.original.name]


@pytest.mark.parametrize("part", ["-320.webp", "-1280.webp", ".jpeg"])
def test_on_a_full_disk_the_picture_stays_as_it_was(image, monkeypatch, part):
    before = Image.objects.filter(pk=image.pk).values().get()
    small, files = previews.read(image, 320), everything_kept()
    with monkeypatch.context() as full:
        full.setattr(PrivateFileStorage, "_save", full_for(part))
        with pytest.raises(uploads.ImageRefused, match="could not be stored") as refusal:
            replacement.replace(image, picture_file(300, 200))
        assert refusal.value.code == "not_stored"
    assert Image.objects.filter(pk=image.pk).values().get() == before
    assert previews.read(Image.objects.get(pk=image.pk), 320) == small
    assert everything_kept() == files


def test_of_two_who_send_the_same_file_the_one_who_fails_takes_nothing_from_the_other(
    image, monkeypatch
):
    content = picture_bytes(300, 200, number=43)

    def fail(*images):
        raise OSError("disk full")

    def the_other_is_done_first(*arguments):
        monkeypatch.undo()
        replacement.replace(Image.objects.get(pk=image.pk), ContentFile(content))
        monkeypatch.setattr(image_files, "request", fail)

    monkeypatch.setattr(previews, "write", the_other_is_done_first)
    with pytest.raises(OSError, match="disk full"):
        replacement.replace(image, ContentFile(content))
    assert original_bytes(Image.objects.get(pk=image.pk)) == content


def test_a_file_given_back_is_the_one_that_was_kept(image):
    first, content = image.original.name, original_bytes(image)
    replacement.replace(image, picture_file(300, 200))
    replacement.replace(image, ContentFile(content))
    assert image.original.name == first


def test_only_those_who_may_change_pictures_do(image, legal):
    with pytest.raises(refusals.NotAllowed):
        replacement.replace(image, picture_file(), by=legal)


def test_who_added_a_picture_may_not_put_another_file_in_its_place(reporter):
    image = make_image(by=reporter)
    with pytest.raises(refusals.NotAllowed, match="Ask a picture editor"):
        replacement.replace(image, picture_file(), by=reporter)
    assert Image.objects.get(pk=image.pk).sha256 == image.sha256
