"""An upload that cannot be stored says what is wrong, and what was typed with it comes back."""

from urllib.parse import quote

import boto3
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from media.models import Image, Video
from media.storage.disk import PrivateFileStorage
from newsroom.editorial.admin.unsaved import attempts
from newsroom.lib.storage_address import storages
from tests.admin.pages import text_of
from tests.failing import failing, full

from .factories import picture_bytes, picture_file
from .sample_videos import mp4

pytestmark = pytest.mark.django_db

PAGE = "/admin/media/image/upload/"
JSON = {"Accept": "application/json"}
FILES_URL = "https://cdn.example/paper/files"


@pytest.fixture(scope="module")
def service():
    pytest.importorskip("storages", reason="The extra s3 is not installed.")
    moto_server = pytest.importorskip("moto.server", reason="moto's server is not installed.")
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def store_in_bucket(settings, service: str, tmp_path) -> None:
    address = f"s3://key:secret@nowhere/paper?endpoint={quote(service, safe='')}&region=eu-north-1"
    settings.STORAGES = {
        **settings.STORAGES, **storages(address, folder=tmp_path, files_url=FILES_URL),
    }  # fmt: skip


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def full_disk(monkeypatch) -> None:
    def full(storage, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PrivateFileStorage, "_save", full)


def video(name: str = "deck.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, mp4(), content_type="video/mp4")


def video_fields() -> dict:
    return {"title": "Under the deck", "slug": "under-the-deck", "transcript": "Word for word."}


def test_an_absent_bucket_is_named_to_whoever_sends_a_picture(editor, settings, service, tmp_path):
    store_in_bucket(settings, service, tmp_path)
    answer = editor.post(PAGE, {"file": picture_file()}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["code"] == "not_stored"
    assert "The bucket for files does not exist." in answer.json()["message"]
    page = editor.post(PAGE, {"file": picture_file(), "credit": "Ana Ruiz/Harbour Wire"})
    assert "The bucket for files does not exist." in text_of(page)
    assert "Ana Ruiz/Harbour Wire" in page.content.decode()
    assert not Image.objects.exists()


def test_an_absent_bucket_is_named_on_the_form_of_a_video(editor, settings, service, tmp_path):
    store_in_bucket(settings, service, tmp_path)
    page = editor.post("/admin/media/video/add/", {**video_fields(), "file": video()})
    assert "The bucket for files does not exist." in text_of(page)
    assert "Word for word." in page.content.decode()
    assert not Video.objects.exists()


def test_a_bucket_that_is_there_again_takes_what_it_did_not(editor, settings, service, tmp_path):
    store_in_bucket(settings, service, tmp_path)
    content = picture_bytes(number=7)
    sent = SimpleUploadedFile("pier.jpg", content)
    assert editor.post(PAGE, {"file": sent}, headers=JSON).status_code == 422
    s3 = boto3.client(
        "s3", endpoint_url=service, aws_access_key_id="key", aws_secret_access_key="secret",
        region_name="eu-north-1",
    )  # fmt: skip
    s3.create_bucket(
        Bucket="nowhere", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    sent = SimpleUploadedFile("pier.jpg", content)
    assert editor.post(PAGE, {"file": sent}, headers=JSON).json()["status"] == "accepted"
    for found in s3.list_objects_v2(Bucket="nowhere").get("Contents", []):
        s3.delete_object(Bucket="nowhere", Key=found["Key"])
    s3.delete_bucket(Bucket="nowhere")


def test_a_full_disk_is_named_with_what_to_do(editor, monkeypatch):
    full_disk(monkeypatch)
    said = editor.post(PAGE, {"file": picture_file()}, headers=JSON).json()["message"]
    assert "The disk for files is full." in said
    assert "Tell the people who run the site." in said
    page = editor.post("/admin/media/video/add/", {**video_fields(), "file": video()})
    assert "The disk for files is full." in text_of(page)
    assert "Word for word." in page.content.decode()


@pytest.fixture
def full_database(monkeypatch):
    """There is no room for rows of pictures and videos."""
    monkeypatch.setattr(attempts, "LIMIT_SECONDS", 0)

    with failing(full, begins=('INSERT INTO "media_image"', 'INSERT INTO "media_video"')):
        yield


@pytest.mark.usefixtures("full_database")
def test_where_only_the_row_of_a_picture_cannot_be_written_the_dialog_says_so(editor, tmp_path):
    answer = editor.post(PAGE, {"file": picture_file()}, headers=JSON)
    assert answer.status_code == 503
    assert answer.json()["status"] == "failed"
    assert "disk is full" in answer.json()["message"]
    kept = [path for path in (tmp_path / "originals").rglob("*") if path.is_file()]
    assert kept == [], "the file of a row that was not written goes too"
    page = editor.post(PAGE, {"file": [picture_file(), picture_file()], "credit": "Ana Ruiz"})
    assert text_of(page).count("disk is full") == 2
    assert "Ana Ruiz" in page.content.decode()


@pytest.mark.usefixtures("full_database")
def test_where_only_the_row_of_a_video_cannot_be_written_the_form_comes_back(editor):
    page = editor.post("/admin/media/video/add/", {**video_fields(), "file": video()})
    assert page.status_code == 503
    assert "disk is full" in text_of(page)
    assert 'name="transcript" value="Word for word."' in page.content.decode()
    assert "deck.mp4" in text_of(page)
