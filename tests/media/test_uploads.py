"""Taking files into the library."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.db import IntegrityError, transaction

from media import renditions, uploads
from media.models import Image, Rendition
from media.storage import renditions_storage
from newsroom.editorial import refusals

from .factories import make_image, picture_bytes, picture_file

pytestmark = pytest.mark.django_db


def stored_files(storage) -> list[str]:
    folders, names = storage.listdir("") if storage.exists("") else ([], [])
    return names + [n for folder in folders for n in storage.listdir(folder)[1]]


def test_an_upload_is_stored_with_what_is_known_of_it(picture_editor):
    file = picture_file(900, 600, name="harbour.jpg", number=3)
    stored = uploads.store(
        file, by=picture_editor, alt_text="A harbour", creator="Jon Reyes", is_pool=True
    )
    image = Image.objects.get()
    assert stored == (image, False)
    assert (image.width_px, image.height_px, image.format) == (900, 600, "jpeg")
    assert image.bytes == file.size
    assert image.uploaded_by == picture_editor
    assert image.printed_credit == "Jon Reyes/Pool"
    assert image.original_name == "harbour.jpg"
    assert image.placeholder.startswith("#")
    assert {r.width_px for r in image.renditions.exclude(name__in=renditions.CROPS)} == {
        320,
        640,
        900,
    }


def test_the_original_is_kept_byte_for_byte_and_privately():
    content = picture_bytes(number=4, comment=b"position")
    image = uploads.store(ContentFile(content, name="x.jpg")).image
    assert default_storage.open(image.original.name).read() == content
    assert stored_files(default_storage) == [f"{image.uuid.hex}.jpeg"]
    assert image.uuid.hex in image.original.name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../settings.py", "settings.py"),
        ("C:\\pictures\\harbour.jpg", "harbour.jpg"),
        ("ünïcödé 照片.jpg", "ünïcödé 照片.jpg"),
        ("evil<img src=x onerror=alert(1)>.jpg", "evil<img src=x onerror=alert(1)>.jpg"),
        ("nul\0and\nnewline.jpg", "nulandnewline.jpg"),
        ("a" * 400 + ".jpg", "a" * 255),
        ("", ""),
    ],
)
def test_a_file_name_is_shown_but_never_used(name, shown):
    file = picture_file()
    file.name = name
    image = uploads.store(file).image
    assert image.original_name == shown
    assert image.original.name == f"{image.uuid.hex[:2]}/{image.uuid.hex}.jpeg"


def test_the_suffix_follows_the_content():
    image = uploads.store(picture_file(format="PNG", name="photo.php.jpg")).image
    assert image.original.name.endswith(".png")


@pytest.mark.parametrize("kind", [InMemoryUploadedFile, TemporaryUploadedFile, io.BytesIO])
def test_forms_streams_and_disks_are_all_read(kind):
    content = picture_bytes(number=7)
    if kind is InMemoryUploadedFile:
        file = kind(io.BytesIO(content), "file", "a.jpg", "image/jpeg", len(content), None)
    elif kind is TemporaryUploadedFile:
        file = kind("a.jpg", "image/jpeg", len(content), None)
        file.write(content)
    else:
        file = kind(content)
    assert uploads.store(file).image.bytes == len(content)


def test_the_same_bytes_again_are_the_same_image():
    content = picture_bytes(number=5)
    first = uploads.store(ContentFile(content, name="a.jpg"), caption="The first words")
    again = uploads.store(ContentFile(content, name="b.jpg"), caption="Other words")
    assert again == (first.image, True)
    assert Image.objects.get().caption == "The first words"
    assert len(stored_files(default_storage)) == 1


def test_the_same_bytes_as_a_merged_image_are_the_survivor():
    survivor, merged = make_image(), make_image()
    merged.merged_into = survivor
    merged.save()
    content = default_storage.open(merged.original.name).read()
    assert uploads.store(ContentFile(content, name="a.jpg")) == (survivor, True)


def test_of_two_at_the_same_moment_one_is_stored(monkeypatch):
    content = picture_bytes(number=6)
    late = uploads.examine(ContentFile(content, name="late.jpg"))
    first = uploads.store(ContentFile(content, name="first.jpg")).image
    assert uploads.keep(late) == (first, True)
    assert stored_files(default_storage) == [f"{first.uuid.hex}.jpeg"]
    assert renditions_storage().listdir("")[0] == [first.uuid.hex]


@pytest.mark.parametrize("act", ["write", "record"])
def test_a_failure_on_the_way_leaves_nothing_behind(monkeypatch, act):
    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(renditions, act, fail)
    with pytest.raises(OSError, match="disk full"):
        uploads.store(picture_file())
    assert not Image.objects.exists()
    assert not stored_files(default_storage)
    assert not stored_files(renditions_storage())


def test_a_refused_file_leaves_nothing_behind():
    with pytest.raises(uploads.Refused):
        uploads.store(ContentFile(b"<svg/>", name="a.jpg"))
    assert not Image.objects.exists()
    assert not stored_files(default_storage)


def test_text_that_does_not_fit_is_refused_with_its_reason():
    with pytest.raises(uploads.Refused, match="500") as caught:
        uploads.store(picture_file(), creator="x" * 501)
    assert caught.value.code == "fields"
    with pytest.raises(uploads.Refused):
        uploads.store(picture_file(), source_url="javascript:alert(1)")
    with pytest.raises(uploads.Refused):
        uploads.store(picture_file(), focal_x=1.5)
    assert not stored_files(default_storage)


def test_what_no_database_takes_is_left_out_of_words():
    image = uploads.store(picture_file(), caption="a\0\ud800b").image
    assert Image.objects.get(pk=image.pk).caption == "ab"


def test_only_known_fields_are_taken():
    with pytest.raises(TypeError, match="sha256"):
        uploads.store(picture_file(), sha256="0")


def test_a_role_without_the_right_adds_nothing(legal):
    with pytest.raises(refusals.NotAllowed):
        uploads.store(picture_file(), by=legal)
    assert not Image.objects.exists()


def test_every_writer_may_add(reporter):
    assert uploads.store(picture_file(), by=reporter).image.uploaded_by == reporter


def test_the_database_keeps_what_must_hold():
    image = make_image()
    for fields in [{"width_px": 0}, {"focal_x": 1.2}, {"format": "tiff"}, {"merged_into": image}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Image.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendition.objects.bulk_create([_copy(image.renditions.first())])


def _copy(rendition: Rendition) -> Rendition:
    rendition.pk = None
    rendition._state.adding = True
    return rendition
