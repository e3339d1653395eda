"""The newsroom's own small pictures: private, for staff who may see the library, always there."""

import io
import os
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from PIL import Image as PilImage

from media.decoding import decoder
from media.renditions import previews

from .factories import draw_picture, make_image

pytestmark = pytest.mark.django_db


def shown(answer) -> PilImage.Image:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    return PilImage.open(io.BytesIO(answer.content))


@pytest.mark.parametrize(("size", "sides"), [(320, (320, 160)), (1280, (1280, 640))])
def test_staff_see_a_preview_that_no_cache_shares(client, picture_editor, size, sides):
    image = make_image(1400, 700)
    previews.write(image, draw_picture(1400, 700))
    client.force_login(picture_editor)
    answer = client.get(previews.url(image, size))
    assert shown(answer).size == sides
    assert answer["Cache-Control"].startswith("private, max-age=")


def test_a_preview_that_is_missing_is_drawn_from_the_original_once(client, picture_editor):
    image = make_image(400, 300)
    previews.delete(image)
    client.force_login(picture_editor)
    assert shown(client.get(previews.url(image))).size == (320, 240)
    os.unlink(image.original.path)
    assert shown(client.get(previews.url(image))).size == (320, 240)


def test_without_preview_and_original_there_is_nothing(client, picture_editor):
    image = make_image()
    os.unlink(image.original.path)
    previews.delete(image)
    client.force_login(picture_editor)
    assert client.get(previews.url(image)).status_code == 404


def test_nobody_else_sees_it(client, django_user_model):
    image = make_image()
    address = previews.url(image)
    assert client.get(address).status_code == 302
    reader = django_user_model.objects.create_user(username="reader", is_staff=True)
    client.force_login(reader)
    assert client.get(address).status_code == 404


def test_only_the_two_sizes_exist_and_only_for_pictures(client, picture_editor):
    image = make_image()
    client.force_login(picture_editor)
    address = previews.url(image)
    assert client.get(address.replace("/320/", "/321/")).status_code == 404
    assert client.get(address.replace(str(image.uuid), str(uuid4()))).status_code == 404
    assert client.post(address).status_code == 405


def test_previews_say_nothing_and_have_no_public_address(client):
    image = make_image()
    with image.original.open() as original:
        previews.write(image, decoder.read(original).pixels)
    name = f"previews/{image.uuid.hex}/{image.sha256[:16]}-320.webp"
    with default_storage.open(name) as file:
        picture = PilImage.open(file)
        assert not {"exif", "xmp", "icc_profile"} & picture.info.keys()
    assert client.get(f"/files/{name}").status_code == 404


def test_the_admin_shows_previews(client, picture_editor):
    image = make_image()
    client.force_login(picture_editor)
    page = client.get("/admin/media/image/").content.decode()
    assert previews.url(image).split("?")[0] in page
    assert "/files/" not in page


def test_a_replaced_file_has_another_address():
    image = make_image()
    before = previews.url(image)
    image.sha256 = "0" * 64
    assert previews.url(image) != before
