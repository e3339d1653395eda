"""Taking files into the library."""

import hashlib
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image as PilImage
from PIL import ImageChops

from media.decoding.raster import flattened
from media.intake import uploads
from media.models import Image, Rendition, RenditionRequest
from media.renditions import image_files, sizes
from media.storage.stores import renditions_storage
from newsroom.editorial import refusals
from newsroom.editorial.drafts import log
from newsroom.editorial.models import LogEntry

from .factories import draw_picture, make_image, photo_bytes, picture_bytes, picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.files]


def stored_files(storage) -> list[str]:
    folders, names = storage.listdir("") if storage.exists("") else ([], [])
    return names + [n for folder in folders for n in storage.listdir(folder)[1]]


def originals() -> list[str]:
    """The names of what is kept as it came in, without the newsroom's previews."""
    return [name for name in stored_files(default_storage) if "preview" not in name]


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
    assert {r.width_px for r in image.renditions.exclude(name__in=sizes.CROPS)} == {
        320,
        640,
        900,
    }


def test_the_original_is_kept_byte_for_byte_and_privately():
    content = picture_bytes(number=4, comment=b"position")
    image = uploads.store(ContentFile(content, name="x.jpg")).image
    assert default_storage.open(image.original.name).read() == content
    assert originals() == [f"{image.uuid.hex}-{image.sha256[:16]}.jpeg"]
    assert image.original.name == f"{image.uuid.hex[:2]}/{originals()[0]}"


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
    folder, id = image.uuid.hex[:2], image.uuid.hex
    assert image.original.name == f"{folder}/{id}-{image.sha256[:16]}.jpeg"


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
    assert len(originals()) == 1


def test_the_same_bytes_as_a_merged_image_are_the_survivor():
    survivor, merged = make_image(), make_image()
    merged.merged_into = survivor
    merged.save()
    content = default_storage.open(merged.original.name).read()
    assert uploads.store(ContentFile(content, name="a.jpg")) == (survivor, True)


def test_of_two_at_the_same_moment_one_is_stored():
    content = picture_bytes(number=6)
    late = uploads.examine(ContentFile(content, name="late.jpg"))
    first = uploads.store(ContentFile(content, name="first.jpg")).image
    assert uploads.keep(late) == (first, True)
    assert originals() == [f"{first.uuid.hex}-{first.sha256[:16]}.jpeg"]
    assert renditions_storage().listdir("")[0] == [first.uuid.hex]


def test_a_failure_on_the_way_leaves_nothing_behind(monkeypatch):
    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(image_files, "request", fail)
    with pytest.raises(OSError, match="disk full"):
        uploads.store(picture_file())
    assert not Image.objects.exists()
    assert not LogEntry.objects.exists()
    assert not stored_files(default_storage)
    assert not stored_files(renditions_storage())


def test_a_second_row_of_the_same_id_does_not_take_the_first_ones_files_along():
    content = picture_bytes(number=8)
    late = uploads.examine(ContentFile(content))
    first = uploads.store(ContentFile(content), uuid="0b2f4e1c-6a55-4d0e-9a55-7c39a3a0f001").image
    assert uploads.keep(late, uuid=first.uuid) == (first, True)
    assert default_storage.open(first.original.name).read() == content


def test_what_is_kept_waits_for_its_files_and_what_is_stored_has_them(picture_editor):
    kept = uploads.keep(uploads.examine(picture_file()), by=picture_editor).image
    assert not kept.renditions.exists()
    assert RenditionRequest.objects.filter(image=kept).exists()
    again = uploads.store(kept.original)
    assert again == (kept, True)
    assert kept.renditions.exists()


def test_an_upload_is_in_the_log(picture_editor):
    image = uploads.store(picture_file(name="harbour.jpg"), by=picture_editor).image
    entry = log.of(image).get()
    assert (entry.act, entry.by, entry.item_type) == ("add", picture_editor, "image")
    assert entry.data == {"file": "harbour.jpg"}


# --- Protecting a source -------------------------------------------------------------------------


def test_of_a_protected_source_nothing_that_came_in_is_kept():
    content = picture_bytes(300, 200, number=9, comment=b"from Ana", exif=exif(artist="Ana Ruiz"))
    file = ContentFile(content, name="from-ana.jpg")
    image = uploads.store(file, protect_source=True, caption="The plant at night.").image
    assert image.is_source_protected
    assert image.original_name == ""
    assert image.metadata == {}
    assert image.caption == "The plant at night."
    assert image.creator == ""
    stored = default_storage.open(image.original.name).read()
    assert hashlib.sha256(stored).hexdigest() == image.sha256
    assert image.bytes == len(stored)
    came_in = hashlib.sha256(content).hexdigest()
    kept = [default_storage.open(f"{n[:2]}/{n}").read() for n in stored_files(default_storage)]
    for told in (came_in, came_in[:16], "Ana", "from-ana"):
        assert not any(told.encode() in one for one in kept)
        assert not any(told in str(row) for row in rows_about(image))


def test_a_protected_picture_is_as_good_as_the_one_that_came_in():
    for mode, format in [("RGB", "jpeg"), ("RGBA", "webp")]:
        pixels = draw_picture(300, 200, number=11).convert(mode)
        if mode == "RGBA":
            pixels.putalpha(PilImage.linear_gradient("L").resize(pixels.size))
        out = io.BytesIO()
        pixels.save(out, "PNG")
        image = uploads.store(ContentFile(out.getvalue()), protect_source=True).image
        assert (image.format, image.width_px, image.height_px) == (format, 300, 200)
        with image.original.open() as file, PilImage.open(file) as again:
            difference = ImageChops.difference(flattened(again), flattened(pixels))
            worst = max(high for _low, high in difference.getextrema())
        assert worst <= (0 if format == "webp" else 24)


def test_a_protected_source_sent_again_is_found():
    content = photo_bytes()
    first = uploads.store(ContentFile(content), protect_source=True).image
    again = uploads.examine(ContentFile(content))
    assert again.existing is None
    assert [near.image for near in again.near] == [first]
    assert uploads.keep(again, protect_source=True) == (first, True)


def test_what_was_stored_as_it_came_cannot_be_protected_afterwards():
    content = picture_bytes(number=12)
    uploads.store(ContentFile(content))
    with pytest.raises(uploads.ImageRefused, match="cannot be protected"):
        uploads.store(ContentFile(content), protect_source=True)


def exif(*, artist: str) -> bytes:
    block = PilImage.Exif()
    block[0x013B] = artist
    return block.tobytes()


def rows_about(image: Image) -> list[dict]:
    return [*Image.objects.filter(pk=image.pk).values(), *LogEntry.objects.values()]


# --- Refusals ------------------------------------------------------------------------------------


def test_a_refused_file_leaves_nothing_behind():
    with pytest.raises(uploads.ImageRefused):
        uploads.store(ContentFile(b"<svg/>", name="a.jpg"))
    assert not Image.objects.exists()
    assert not stored_files(default_storage)


def test_text_that_does_not_fit_is_refused_with_its_reason():
    with pytest.raises(uploads.ImageRefused, match="500") as caught:
        uploads.store(picture_file(), creator="x" * 501)
    assert caught.value.code == "fields"
    with pytest.raises(uploads.ImageRefused):
        uploads.store(picture_file(), source_url="javascript:alert(1)")
    with pytest.raises(uploads.ImageRefused):
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
    for fields in [{"width_px": 0}, {"focal_x": 1.2}, {"format": "bmp"}, {"merged_into": image}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Image.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendition.objects.bulk_create([_copy(image.renditions.first())])


def _copy(rendition: Rendition) -> Rendition:
    rendition.pk = None
    rendition._state.adding = True
    return rendition
