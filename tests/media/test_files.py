"""``/files/``: renditions and nothing else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media.models import Image
from media.storage.stores import renditions_storage

from .factories import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.files]


@pytest.mark.parametrize(("format", "media_type"), [("webp", "image/webp"), ("jpeg", "image/jpeg")])
def test_a_rendition_is_served_for_ever(client, format, media_type, django_assert_num_queries):
    rendition = make_image().renditions.filter(format=format).first()
    with django_assert_num_queries(1):
        answer = client.get(f"/files/{rendition.file_name}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert content == renditions_storage().open(rendition.file_name).read()
    assert answer["Content-Type"] == media_type
    assert answer["Content-Length"] == str(rendition.bytes) == str(len(content))
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert "Set-Cookie" not in answer


def test_the_address_in_documents_is_where_it_is_served(client, settings):
    rendition = make_image().renditions.first()
    assert rendition.url.startswith(f"{settings.FILES_URL}/")
    path = rendition.url.removeprefix(settings.SITE_URL)
    assert client.get(path).status_code == 200


def test_head_tells_the_same_without_the_file(client):
    rendition = make_image().renditions.first()
    got = client.get(f"/files/{rendition.file_name}")
    told = client.head(f"/files/{rendition.file_name}")
    assert told.status_code == 200
    assert told.content == b""
    for name in ("Content-Type", "Content-Length", "Cache-Control", "X-Content-Type-Options"):
        assert told[name] == got[name]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "..",
        "../originals/{original}",
        "%2e%2e/originals/{original}",
        "..%2foriginals%2f{original}",
        "{folder}",
        "{folder}/",
        "{folder}/../{folder}/{name}",
        "{folder}//{name}",
        "/{folder}/{name}",
        "{folder}/{name}/",
        "{folder}/{name}%0a",
        "{folder}/{name}.html",
        "{folder}/.writing-abc",
        "{original}",
        "etc/passwd",
        "/etc/passwd",
        "{folder}/video-00000000000000000000.html",
        "{folder}/captions-0000.vtt",
    ],
)
def test_nothing_else_has_an_address(client, path, django_assert_num_queries):
    image = make_image()
    folder, name = image.renditions.first().file_name.split("/")
    path = path.format(folder=folder, name=name, original=image.original.name)
    with django_assert_num_queries(0):
        assert client.get(f"/files/{path}").status_code == 404
        assert client.head(f"/files/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "{folder}/thumb-64-00000000000000000000.webp",
        "00000000000000000000000000000000/thumb-64-00000000000000000000.webp",
        "{folder}/video-00000000000000000000.mp4",
        "{folder}/captions-00000000000000000000.vtt",
    ],
)
def test_a_name_without_a_file_is_not_there_and_not_remembered(client, path):
    path = path.format(folder=make_image().uuid.hex)
    answer = client.get(f"/files/{path}")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_a_file_that_vanished_from_the_storage_is_not_there(client):
    rendition = make_image().renditions.first()
    renditions_storage().delete(rendition.file_name)
    assert client.get(f"/files/{rendition.file_name}").status_code == 404


def test_a_picture_whose_row_is_gone_is_not_there(client):
    image = make_image()
    name = image.renditions.first().file_name
    image.renditions.all().delete()
    Image.objects.filter(pk=image.pk).delete()
    assert renditions_storage().exists(name)
    assert client.get(f"/files/{name}").status_code == 404


def test_a_foreign_file_among_the_public_ones_is_not_served(client):
    image = make_image()
    name = renditions_storage().save(f"{image.uuid.hex}/note.txt", ContentFile(b"secret"))
    assert client.get(f"/files/{name}").status_code == 404


def test_originals_have_no_address(client):
    image = make_image()
    with pytest.raises(ValueError, match="it has no address"):
        default_storage.url(image.original.name)
    for path in (image.original.name, f"originals/{image.original.name}"):
        assert client.get(f"/files/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_files_can_only_be_read(client, method):
    rendition = make_image().renditions.first()
    assert getattr(client, method)(f"/files/{rendition.file_name}").status_code == 405
