"""Replacing a picture's file from its page: told where it is shown, done everywhere."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from media.models import Image
from tests.admin.pages import text_of
from tests.factories import publish_article

from .factories import make_image, picture_bytes, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def url_of(image: Image) -> str:
    return reverse("admin:media_image_replace", args=[image.pk])


def test_the_stories_are_named_and_the_new_file_takes_the_old_ones_place(editor):
    image = make_image(64, 48, title="Cranes")
    publish_article(headline="Cranes return", lead_image=image)
    page = text_of(editor.get(url_of(image)))
    assert "Cranes return" in page
    assert "64 × 48 px" in page
    answer = editor.post(url_of(image), {"file": picture_file(128, 96)}, follow=True)
    assert "The file was replaced everywhere." in text_of(answer)
    image.refresh_from_db()
    assert (image.width_px, image.title, image.creator) == (128, "Cranes", "Jon Reyes")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<svg xmlns='x'></svg>", "SVG drawings can contain programs"), (b"", "empty")],
)
def test_a_file_that_is_not_taken_is_an_error_of_its_field(editor, content, sentence):
    image = make_image()
    answer = editor.post(url_of(image), {"file": ContentFile(content, name="a.jpg")})
    assert sentence in answer.context["form"].errors["file"][0]
    before = image.sha256
    image.refresh_from_db()
    assert image.sha256 == before


def test_a_file_that_is_another_picture_is_pointed_at(editor):
    content = picture_bytes(number=99)
    image = make_image()
    other = make_image(title="Heron")
    answer = editor.post(url_of(image), {"file": ContentFile(content, name="new.jpg")})
    assert answer.status_code == 302
    again = editor.post(url_of(other), {"file": ContentFile(content, name="new.jpg")})
    assert "already in the library" in again.context["form"].errors["file"][0]


def test_who_keeps_no_rights_replaces_nothing(client, reporter):
    image = make_image()
    client.force_login(reporter)
    assert client.get(url_of(image)).status_code == 403
    assert "Replace the file" not in text_of(
        client.get(reverse("admin:media_image_change", args=[image.pk]))
    )
