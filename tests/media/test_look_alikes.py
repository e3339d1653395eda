"""Copies of a picture are found, other pictures are not, and the search is a few index look-ups."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PilImage
from PIL import ImageEnhance

from media.decoding import decoder
from media.intake import look_alikes, uploads
from media.models import Image
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from tests import corpora
from tests.factories import make_article

from .factories import draw_photo, make_image, photo_file


def pressed(picture, quality: int):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return PilImage.open(out).convert("RGB")


COPIES = {
    "half the size": lambda p: p.resize((p.width // 2, p.height // 2)),
    "a thumbnail": lambda p: p.resize((160, round(160 * p.height / p.width))),
    "pressed hard": lambda p: pressed(p, 35),
    "brightened": lambda p: ImageEnhance.Brightness(p).enhance(1.08),
    "sharpened contrast": lambda p: ImageEnhance.Contrast(p).enhance(1.05),
    "all of it": lambda p: pressed(
        ImageEnhance.Brightness(p.resize((p.width // 3, p.height // 3))).enhance(1.05), 60
    ),
}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("seed", range(1, 9))
def test_a_copy_has_nearly_the_same_hash(copy, seed):
    picture = draw_photo(900, 600, seed)
    left, right = look_alikes.phash(picture), look_alikes.phash(COPIES[copy](picture))
    assert look_alikes.distance(left, right) <= look_alikes.MAX_DISTANCE


def test_different_pictures_have_hashes_far_apart():
    hashes = [look_alikes.phash(draw_photo(seed=seed)) for seed in range(40)]
    apart = [look_alikes.distance(a, b) for a in hashes for b in hashes if a < b]
    assert min(apart) > look_alikes.MAX_DISTANCE + 4


@pytest.mark.parametrize(
    "picture",
    [
        PilImage.new("RGB", (300, 200), "white"),
        PilImage.linear_gradient("L").convert("RGB"),
        PilImage.new("RGBA", (300, 200), (0, 0, 0, 0)),
        PilImage.new("RGB", (1, 1), "black"),
    ],
    ids=["white", "gradient", "transparent", "one pixel"],
)
def test_a_picture_with_little_in_it_looks_like_no_other(picture):
    assert look_alikes.phash(picture) == ""
    assert set(look_alikes.bands("").values()) == {None}


@pytest.mark.parametrize("folder", corpora.folders("images/orientation"))
def test_copies_of_a_photograph_that_were_turned_are_found(folder):
    hashes = {}
    for path in sorted(folder.glob("*.jpg")):
        with path.open("rb") as file:
            hashes[path.name] = look_alikes.phash(decoder.read(file).pixels)
    assert len(hashes) == 8
    assert max(look_alikes.distance(a, b) for a in hashes.values() for b in hashes.values()) <= 2


@pytest.fixture
def photo(db) -> Image:
    return uploads.store(photo_file(seed=3)).image


HASHES = st.integers(0, 2**64 - 1)


@given(HASHES, st.sets(st.integers(0, 63), max_size=3))
def test_the_same_but_for_three_bits_has_a_band_that_is_looked_up(hashed, flips):
    other = hashed
    for bit in flips:
        other ^= 1 << bit
    left, right = (look_alikes.bands(f"{n:016x}") for n in (hashed, other))
    looked_up = {name: look_alikes._neighbours(band) for name, band in left.items()}
    assert any(right[name] in bands for name, bands in looked_up.items())


@pytest.mark.parametrize("flips", [(), (0,), (0, 1, 2), (3, 20, 40), (1, 2, 17, 18, 33, 49)])
def test_hashes_a_few_bits_apart_are_found(photo, flips):
    other = int(photo.phash, 16)
    for bit in flips:
        other ^= 1 << bit
    found = look_alikes.near(f"{other:016x}", photo.width_px, photo.height_px)
    assert [(near.image, near.distance) for near in found] == [(photo, len(flips))]


def test_more_bits_apart_or_of_another_shape_are_not(photo):
    other = int(photo.phash, 16) ^ 0b1111111
    assert look_alikes.near(f"{other:016x}", photo.width_px, photo.height_px) == []
    assert look_alikes.near(photo.phash, photo.height_px, photo.width_px) == []
    assert look_alikes.near(photo.phash, 480, 300) == []
    assert look_alikes.near("", 480, 320) == []


def test_the_most_alike_come_first_and_no_more_than_five(photo):
    second = uploads.store(photo_file(seed=3, quality=60)).image
    Image.objects.filter(pk=second.pk).update(phash=f"{int(photo.phash, 16) ^ 1:016x}")
    found = look_alikes.near(photo.phash, 480, 320)
    assert [near.image for near in found] == [photo, second]
    for quality in (40, 45, 50, 55):
        uploads.store(photo_file(seed=3, quality=quality))
    assert len(look_alikes.near(photo.phash, 480, 320)) == 5


def test_an_upload_names_the_pictures_that_look_the_same(photo):
    out = io.BytesIO()
    draw_photo(240, 160, seed=3).save(out, "PNG")
    examined = uploads.examine(ContentFile(out.getvalue()))
    assert examined.existing is None
    assert [near.image for near in examined.near] == [photo]
    assert uploads.examine(photo_file(seed=4)).near == []


def test_a_search_reads_four_indexes_and_not_the_library(photo, django_assert_num_queries):
    with django_assert_num_queries(2):
        look_alikes.near(photo.phash, 480, 320)
    if connection.vendor == "sqlite":
        plan = look_alikes.candidates(photo.phash).values_list("pk", "phash").explain()
        assert [line.split()[-2] for line in plan.splitlines() if "SEARCH" in line] == [
            f"image_phash_{band}" for band in range(4)
        ]
        assert "SCAN" not in plan


def test_where_a_picture_is_used_is_a_sentence(desk):
    image = make_image()
    assert look_alikes.where(image) == "not used yet"
    for number, headline in enumerate(["Bridge opens", "Harbour closes", "Tram stops"]):
        article = make_article(headline=headline, lead_image=image)
        revisions.save(article, by=desk)
        publishing.publish(article, by=desk)
        told = look_alikes.where(image)
        if number == 0:
            assert told == "used in “Bridge opens”"
        if number == 1:
            assert told == "used in “Harbour closes” and 1 other"
    assert told == "used in “Tram stops” and 2 others"
