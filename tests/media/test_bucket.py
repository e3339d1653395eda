"""Files in a bucket: the whole way of a picture, against a real server that speaks S3."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media.intake import leftover_files, uploads
from media.library import editing
from media.models import Image
from media.renditions import image_files, queue
from media.rights import leases
from media.storage import cache_headers
from media.storage.stores import FOREVER, StoredHeaders, renditions_storage
from media.videos import containers, video_records
from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import takedowns
from newsroom.lib import instants, storage_address
from newsroom.lib.storage_address import storages
from tests.factories import publish_article

from .factories import make_image, make_own_video
from .sample_videos import mp4

pytestmark = pytest.mark.files

pytest.importorskip("storages", reason="The extra s3 is not installed.")
moto_server = pytest.importorskip("moto.server", reason="moto's server is not installed.")

KEY, SECRET = "reader", "s/ecret+of the@harbour"
FILES_URL = "https://cdn.example/paper/files"
EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"


@pytest.fixture(scope="module")
def service():
    """The address of a service of our own on a free port."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client_of(service):
    return boto3.client(
        "s3", endpoint_url=service, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        region_name="eu-north-1",
    )  # fmt: skip


@pytest.fixture
def bucket(service, client_of, settings, tmp_path):
    """The newsroom's files are in the bucket "press" under "paper"."""
    client_of.create_bucket(
        Bucket="press", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    address = (
        f"s3://{quote(KEY, safe='')}:{quote(SECRET, safe='')}@press/paper"
        f"?endpoint={quote(service, safe='')}&region=eu-north-1"
    )
    settings.FILES_URL = FILES_URL
    settings.STORAGES = {
        **settings.STORAGES,
        **storages(address, folder=tmp_path, files_url=FILES_URL),
    }
    yield client_of
    for found in client_of.list_objects_v2(Bucket="press").get("Contents", []):
        client_of.delete_object(Bucket="press", Key=found["Key"])
    client_of.delete_bucket(Bucket="press")


def keys(client, prefix: str = "") -> list[str]:
    found = client.list_objects_v2(Bucket="press", Prefix=prefix)
    return [each["Key"] for each in found.get("Contents", [])]


def public_key(name: str) -> str:
    return f"paper/files/{name}"


@pytest.mark.django_db
def test_a_pictures_public_files_are_there_with_their_headers(bucket):
    image = make_image(700, 500)
    made = list(image.renditions.all())
    assert set(keys(bucket, "paper/files/")) == {public_key(r.file_name) for r in made}
    for rendition in made:
        head = bucket.head_object(Bucket="press", Key=public_key(rendition.file_name))
        assert head["ContentType"] == rendition.media_type
        assert head["CacheControl"] == "public, max-age=31536000, immutable"
        assert head["ContentLength"] == rendition.bytes
        assert rendition.url == f"{FILES_URL}/{rendition.file_name}"
        assert renditions_storage().url(rendition.file_name) == rendition.url


@pytest.mark.django_db
def test_an_original_is_apart_and_nothing_opens_it(bucket):
    image = make_image()
    key = f"paper/originals/{image.original.name}"
    stored = keys(bucket, "paper/originals/")
    assert [one for one in stored if "/previews/" not in one] == [key]
    with pytest.raises(ValueError, match="it has no address"):
        default_storage.url(image.original.name)
    with image.original.open("rb") as original:
        assert len(original.read()) == image.bytes
    for stored in keys(bucket):
        grants = bucket.get_object_acl(Bucket="press", Key=stored)["Grants"]
        assert EVERYBODY not in [grant["Grantee"].get("URI") for grant in grants]


@pytest.mark.django_db
def test_the_same_files_are_made_again_from_the_original(bucket):
    image = make_image()
    before = {r.file_name for r in image.renditions.all()}
    assert {r.file_name for r in image_files.make(image)} == before
    image.creator = "Somebody Else"
    editing.save(image)
    image_files.make(image)
    after = {r.file_name for r in Image.objects.get(pk=image.pk).renditions.all()}
    assert after
    assert not after & before


@pytest.mark.django_db
def test_files_that_are_deleted_are_gone(bucket):
    image, other = make_image(), make_image()
    image_files.delete_files(image)
    assert keys(bucket, f"paper/files/{image.uuid.hex}/") == []
    assert len(keys(bucket, f"paper/files/{other.uuid.hex}/")) == other.renditions.count()
    image_files.delete_files(image)


@pytest.mark.django_db
def test_our_own_server_answers_from_the_bucket_too(bucket, client):
    rendition = make_image().renditions.first()
    address = f"/files/{rendition.file_name}"
    answer = client.get(address)
    whole = b"".join(answer.streaming_content)
    assert (answer.status_code, len(whole)) == (200, rendition.bytes)
    part = client.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, whole[10:20])
    assert client.head(address)["Content-Length"] == str(rendition.bytes)
    renditions_storage().delete(rendition.file_name)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_video_and_its_captions_go_to_the_bucket(
    bucket, client, django_capture_on_commit_callbacks
):
    video = make_own_video(url="https://vimeo.com/1")
    for name, media_type in (
        (video.file_name, "video/mp4"),
        (video.captions_file_name, "text/vtt; charset=utf-8"),
    ):
        head = bucket.head_object(Bucket="press", Key=public_key(name))
        assert (head["ContentType"], head["CacheControl"]) == (media_type, FOREVER)
    part = client.get(f"/files/{video.file_name}", headers={"Range": "bytes=-8"})
    assert b"".join(part.streaming_content) == mp4_end(video)
    with django_capture_on_commit_callbacks(execute=True):
        video_records.remove_files(video)
    assert keys(bucket) == []


@pytest.mark.django_db
def test_the_video_of_a_killed_story_leaves_the_public_part_of_the_bucket_and_comes_back(
    bucket, client, chief
):
    video, other = make_own_video(), make_own_video()
    body = f'<div data-video="{video.uuid}"></div>'
    whole = mp4_end(video)
    article = publish_article(body=body)
    takedowns.kill(article, by=chief, kind="legal", note="Court", confirmation="kill")
    followers.run()
    queue.settle_due()
    assert keys(bucket, f"paper/files/{video.uuid.hex}/") == []
    assert len(keys(bucket, f"paper/originals/videos/{video.uuid.hex}/")) == 2
    assert len(keys(bucket, f"paper/files/{other.uuid.hex}/")) == 2
    assert client.get(f"/files/{video.file_name}").status_code == 404
    publish_article(body=body)
    followers.run()
    queue.settle_due()
    assert mp4_end(video) == whole
    for name in (video.file_name, video.captions_file_name):
        head = bucket.head_object(Bucket="press", Key=public_key(name))
        assert head["CacheControl"] == FOREVER


@pytest.fixture
def away(bucket, settings, tmp_path):
    """A way to let the service be away: nobody answers at its address."""

    @contextmanager
    def for_a_while():
        before = settings.STORAGES
        nowhere = quote("http://127.0.0.1:9", safe="")
        address = f"s3://{KEY}:secret@press/paper?endpoint={nowhere}&region=eu-north-1"
        settings.STORAGES = {
            **before, **storages(address, folder=tmp_path, files_url=FILES_URL),
        }  # fmt: skip
        yield
        settings.STORAGES = before

    return for_a_while


@pytest.mark.django_db
def test_a_service_that_is_away_is_told_to_readers_and_asked_again_for_what_must_go(
    bucket, away, client, chief
):
    image, video = make_image(), make_own_video()
    shown = {"lead_image": image, "body": f'<div data-video="{video.uuid}"></div>'}
    article, address = publish_article(**shown), f"/files/{image.renditions.first().file_name}"
    with away():
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert answer["Retry-After"]
        takedowns.kill(article, by=chief, kind="legal", note="Court", confirmation="kill")
        followers.run()
        with pytest.raises(OSError, match="Could not connect"):
            queue.settle_due()
        with pytest.raises(OSError, match="Could not connect"):
            leftover_files.sweep(private=True)
        with pytest.raises(containers.VideoRefused, match="could not be stored"):
            make_own_video()
        with pytest.raises(uploads.ImageRefused, match="could not be stored"):
            make_image()
    assert keys(bucket, "paper/files/")
    assert queue.settle_due() == 2
    assert keys(bucket, "paper/files/") == []
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_what_no_row_names_leaves_the_bucket_and_nothing_else_does(bucket, monkeypatch):
    make_image(), make_own_video()
    lost, lost_video = make_image(), make_own_video()
    left = {key for key in keys(bucket) if lost.uuid.hex in key or lost_video.uuid.hex in key}
    others = set(keys(bucket)) - left
    Image.objects.filter(pk=lost.pk).delete()
    lost_video.delete()
    assert leftover_files.sweep(private=True) == []
    for age in ("PRIVATE_AGE", "PUBLIC_AGE"):
        # The service's clock is not the test's.
        monkeypatch.setattr(leftover_files, age, -timedelta(minutes=1))
    gone = leftover_files.sweep(private=True)
    assert len(gone) == len(left) > 8
    assert set(keys(bucket)) == others
    assert leftover_files.sweep(private=True) == []


def mp4_end(video) -> bytes:
    with renditions_storage().open(video.file_name) as file:
        return file.read()[-8:]


def test_a_file_under_a_lease_tells_caches_when_it_ends(bucket):
    storage, end = renditions_storage(), datetime(2027, 3, 2, 12, tzinfo=UTC)
    name = f"{'a' * 32}/thumb-64-{'0' * 20}.jpg"
    storage.save_public(name, ContentFile(b"picture"), StoredHeaders("public", end))
    head = bucket.head_object(Bucket="press", Key=public_key(name))
    assert (head["CacheControl"], head["Expires"]) == ("public", end)
    assert head["ContentType"] == "image/jpeg"


def test_what_caches_are_told_follows_a_lease_that_is_changed(bucket):
    storage, end = renditions_storage(), datetime(2027, 3, 2, 12, tzinfo=UTC)
    name = f"{'a' * 32}/thumb-64-{'0' * 20}.webp"
    storage.save_public(name, ContentFile(b"picture"))
    for cache_control, expires in (
        ("public", end),
        ("public", end + timedelta(days=1)),
        (FOREVER, None),
    ):
        storage.set_headers(name, StoredHeaders(cache_control, expires))
        head = bucket.head_object(Bucket="press", Key=public_key(name))
        assert (head["CacheControl"], head.get("Expires")) == (cache_control, expires)
        assert (head["ContentType"], head["ContentLength"]) == ("image/webp", 7)
    with pytest.raises(FileNotFoundError):
        storage.set_headers(name.replace("thumb", "small"), StoredHeaders())
    with pytest.raises(FileNotFoundError):
        storage.part(name.replace("thumb", "small"), first=0, length=1)


@pytest.mark.django_db
def test_all_files_of_a_picture_follow_its_lease(bucket):
    image, end = make_image(), datetime(2027, 3, 2, 12, tzinfo=UTC)
    at = end - timedelta(days=1)
    image.windows = [[None, instants.to_text(end)]]
    cache_headers.tell_storage(image, at=at)
    stored = keys(bucket, "paper/files/")
    heads = [bucket.head_object(Bucket="press", Key=key) for key in stored]
    told = {(head["CacheControl"], head["Expires"]) for head in heads}
    assert told == {("public, must-revalidate", end)}
    image.windows = None
    renditions_storage().delete(image.renditions.first().file_name)
    cache_headers.tell_storage(image, at=at)
    heads = [bucket.head_object(Bucket="press", Key=key) for key in keys(bucket, "paper/files/")]
    assert len(heads) == len(stored) - 1
    assert {(head["CacheControl"], head.get("Expires")) for head in heads} == {(FOREVER, None)}


@pytest.mark.django_db
def test_names_from_before_are_told_the_end_of_a_lease_too(bucket):
    image, end = make_image(), datetime(2027, 3, 2, 12, tzinfo=UTC)
    old = {r.file_name for r in image.renditions.all()}
    image.creator = "Ana Ruiz"
    editing.save(image)
    image_files.make(image)
    assert old - {r.file_name for r in image.renditions.all()}
    image.windows = [[None, instants.to_text(end)]]
    cache_headers.tell_storage(image, at=end - timedelta(days=1))
    for name in old:
        head = bucket.head_object(Bucket="press", Key=public_key(name))
        assert head["Expires"] == end, name


@pytest.mark.django_db
def test_what_the_bucket_could_not_be_told_is_told_by_the_worker(bucket, monkeypatch):
    image, end = make_image(), clock.now() + timedelta(days=1)
    # The callbacks of this commit are never run, as after a kill -9.
    leases.add_lease(image, by=None, kind="allow", ends_at=end)
    image_files.request(image)
    while queue.run_due():
        pass
    stored = keys(bucket, "paper/files/")
    assert stored
    for key in stored:
        head = bucket.head_object(Bucket="press", Key=key)
        assert abs(head["Expires"] - end) < timedelta(seconds=1), key


@pytest.mark.django_db
def test_at_the_end_of_a_lease_all_its_files_leave_the_bucket(bucket):
    image, other = make_image(), make_image()
    leases.add_lease(image, by=None, kind="deny")
    assert queue.settle_due() == 1
    assert keys(bucket, f"paper/files/{image.uuid.hex}/") == []
    assert keys(bucket, f"paper/files/{other.uuid.hex}/")
    assert image.original.storage.exists(image.original.name)


def test_a_large_file_arrives_whole_and_its_source_stays_open(bucket):
    storage, name = renditions_storage(), f"{'b' * 32}/video-{'0' * 20}.mp4"
    content = ContentFile(mp4(media_bytes=20 * 1024 * 1024))
    storage.save_public(name, content)
    assert not content.closed
    assert storage.size(name) == content.size
    content.seek(content.size - 5)
    assert b"".join(storage.part(name, first=content.size - 5, length=5)) == content.read()


def test_a_path_out_of_the_prefix_is_refused(bucket):
    with pytest.raises(Exception, match="denied"):
        renditions_storage().save_public("../originals/x.jpg", ContentFile(b"x"))


# --- The address ---------------------------------------------------------------------------------


def configured(address: str, tmp_path) -> dict:
    return storages(address, folder=tmp_path, files_url=FILES_URL)


def test_without_an_address_files_are_in_the_default_folder(tmp_path):
    found = configured("", tmp_path)
    assert found["default"]["OPTIONS"] == {"location": tmp_path / "originals"}
    assert found["renditions"]["OPTIONS"] == {
        "location": tmp_path / "files", "base_url": f"{FILES_URL}/",
    }  # fmt: skip


def test_a_file_address_is_another_folder(tmp_path):
    found = configured("file:///srv/the%20press", tmp_path)
    assert str(found["default"]["OPTIONS"]["location"]) == "/srv/the press/originals"


def test_key_and_secret_are_decoded(tmp_path):
    options = configured("s3://AKI%2FA:s%2Fe%40c@press", tmp_path)["default"]["OPTIONS"]
    assert (options["access_key"], options["secret_key"]) == ("AKI/A", "s/e@c")
    assert (options["bucket_name"], options["location"]) == ("press", "originals")


def test_without_credentials_the_environment_gives_them(tmp_path):
    options = configured("s3://press/paper?region=eu-north-1", tmp_path)["default"]["OPTIONS"]
    assert "access_key" not in options
    assert options["region_name"] == "eu-north-1"


def test_public_files_may_have_a_bucket_of_their_own(tmp_path):
    found = configured("s3://press/paper?public_bucket=press-public", tmp_path)
    assert found["default"]["OPTIONS"]["bucket_name"] == "press"
    assert found["renditions"]["OPTIONS"]["bucket_name"] == "press-public"
    assert found["renditions"]["OPTIONS"]["location"] == "paper/files"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://press", "begins with file:// or s3://"),
        ("s3:///paper", "names no bucket"),
        ("s3://key@press", "half of the credentials"),
        ("s3://press?acl=public-read", "has no parameter acl"),
        ("s3://press?addressing=sideways", "addressing is path or virtual"),
        ("s3://press?endpoint=minio:9000", "endpoint is an https address"),
        ("s3://key:[secret@press", "is not an address"),
    ],
)
def test_an_address_that_is_wrong_is_told_so_without_its_secret(tmp_path, address, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        configured(address, tmp_path)
    assert "secret" not in str(refusal.value)


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(storage_address, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install newsroom\[s3\]"):
        configured("s3://press", tmp_path)
