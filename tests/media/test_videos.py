"""Videos of our own and their captions, from the admin's form to the reader's player."""

import io
import json
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import reverse

from media.document import video_document
from media.library import editing
from media.models import Image, Video
from media.renditions import queue
from media.storage.disk import WholeFileStorage
from media.storage.stores import names_in, renditions_storage
from media.videos import containers, video_files, video_records, webvtt
from newsroom.editorial import refusals
from newsroom.lib import instants
from tests.factories import publish_article

from .factories import make_image, make_own_video, make_video
from .sample_videos import mp4, webm

pytestmark = pytest.mark.django_db

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:04.000\nHere is the worn plate.\n"
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADD = "/admin/media/video/add/"


def new_video(**fields) -> Video:
    return Video(title="How bearings wear out", slug="bearings", **fields)


def stored(video: Video, **files) -> Video:
    video_records.save(video, **files)
    return Video.objects.get(pk=video.pk)


def names(video: Video) -> list[str]:
    """The public files and, as they are always the same, the private ones."""
    public = sorted(names_in(renditions_storage(), video.uuid.hex))
    assert sorted(names_in(default_storage, f"videos/{video.uuid.hex}")) == public
    return public


def read(name: str) -> bytes:
    with renditions_storage().open(name) as file:
        return file.read()


# --- Saving --------------------------------------------------------------------------------------


def test_a_video_is_stored_under_a_name_made_of_what_readers_get():
    video = stored(new_video(), file=io.BytesIO(mp4(width=1280, height=720, seconds=95)))
    folder, last = video.file_name.split("/")
    assert folder == video.uuid.hex
    assert last.startswith("video-")
    assert last.endswith(".mp4")
    assert (video.media_type, video.width_px, video.height_px) == ("video/mp4", 1280, 720)
    assert video.duration_seconds == 95
    assert video.bytes == len(read(video.file_name)) == len(mp4())
    assert b"Harbour Camera" not in read(video.file_name)


def test_a_webm_without_a_length_keeps_the_one_that_was_typed():
    video = stored(new_video(duration_seconds=12), file=io.BytesIO(webm(seconds=None)))
    assert (video.media_type, video.duration_seconds) == ("video/webm", 12)
    assert video.file_name.endswith(".webm")


def test_the_name_before_stays_when_a_video_is_replaced():
    video = stored(new_video(), file=io.BytesIO(mp4()))
    before = video.file_name
    video = stored(video, file=io.BytesIO(mp4(seconds=95)))
    assert video.file_name != before
    assert len(names(video)) == 2
    assert stored(video, file=io.BytesIO(mp4())).file_name == before


def test_captions_are_a_file_too_and_follow_the_text():
    video = stored(new_video(), file=io.BytesIO(mp4()), captions=io.BytesIO(CAPTIONS.encode()))
    assert video.captions == CAPTIONS
    assert read(video.captions_file_name).decode() == CAPTIONS
    before, video.captions = video.captions_file_name, CAPTIONS.replace("plate", "bearing")
    video = stored(video)
    assert b"bearing" in read(video.captions_file_name)
    assert video.captions_file_name != before
    video.captions = ""
    assert stored(video).captions_file_name == ""


def test_a_refused_file_leaves_no_trace():
    for files, refusal in (
        ({"file": io.BytesIO(b"GIF89a")}, containers.VideoRefused),
        ({"file": io.BytesIO(mp4()), "captions": io.BytesIO(b"1\n")}, webvtt.CaptionsRefused),
    ):
        video = new_video()
        with pytest.raises(refusal):
            video_records.save(video, **files)
        assert names(video) == []
    assert not Video.objects.exists()


def test_a_video_that_cannot_be_stored_is_told_in_a_sentence(editor, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WholeFileStorage, "_save", full)
    answer = editor.post(ADD, form(file=upload("film.mp4", mp4())))
    assert answer.status_code == 200
    assert "The video could not be stored" in answer.content.decode()
    assert not Video.objects.exists()


def test_a_video_that_cannot_be_saved_leaves_no_file():
    make_video(slug="bearings")
    video = new_video()
    with pytest.raises(IntegrityError):
        video_records.save(video, file=io.BytesIO(mp4()))
    assert names(video) == []


def test_a_video_is_somewhere():
    with pytest.raises(IntegrityError):
        video_records.save(new_video())


def test_roles_that_may_not_change_the_library_are_refused(legal):
    with pytest.raises(refusals.NotAllowed):
        video_records.save(new_video(), by=legal, file=io.BytesIO(mp4()))
    with pytest.raises(refusals.NotAllowed):
        video_records.remove_files(make_video(), by=legal)


def test_files_are_taken_away_only_where_the_video_is_elsewhere_too(
    django_capture_on_commit_callbacks,
):
    video = stored(new_video(), file=io.BytesIO(mp4()), captions=io.BytesIO(CAPTIONS.encode()))
    with pytest.raises(refusals.NotPossible, match="has no address"):
        video_records.remove_files(video)
    video.url = "https://vimeo.com/1"
    with django_capture_on_commit_callbacks(execute=True):
        video_records.remove_files(video)
    assert names(video) == []
    video.refresh_from_db()
    assert (video.file_name, video.captions_file_name, video.bytes) == ("", "", 0)


def test_who_is_killed_after_taking_a_video_away_has_its_files_deleted_by_the_worker(client):
    video = stored(new_video(url="https://vimeo.com/1"), file=io.BytesIO(mp4()))
    address = f"/files/{video.file_name}"
    # The callbacks of this commit are never run: as after a kill -9 in between.
    video_records.remove_files(video)
    assert client.get(address).status_code == 404
    assert queue.settle_due() == 1
    assert names(video) == []


def test_a_video_that_comes_while_another_is_taken_away_stays(
    monkeypatch, django_capture_on_commit_callbacks
):
    video = stored(new_video(url="https://vimeo.com/1"), file=io.BytesIO(mp4()))
    real = video_files.store_captions

    def taken_away_meanwhile(given, text):
        monkeypatch.undo()
        with django_capture_on_commit_callbacks(execute=True):
            video_records.remove_files(Video.objects.get(pk=given.pk))
        return real(given, text)

    monkeypatch.setattr(video_files, "store_captions", taken_away_meanwhile)
    video.captions = CAPTIONS
    with django_capture_on_commit_callbacks(execute=True):
        video_records.save(video, file=io.BytesIO(mp4(seconds=95)))
    assert len(names(video)) == 2
    assert read(video.file_name)


def test_saving_the_words_of_a_video_takes_back_nothing_that_was_done_meanwhile():
    video, words = make_own_video(), Video.objects.get()
    editing.retire(video)
    publish_article(body=f'<div data-video="{video.uuid}"></div>')
    words.summary = "Steel and time."
    video_records.save(words)
    words.refresh_from_db()
    assert words.is_announced
    assert words.retired_at


def test_a_video_is_never_in_memory_as_a_whole(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(mp4(media_bytes=60 * 1024 * 1024))
    with path.open("rb") as file:
        tracemalloc.start()
        video = stored(new_video(), file=file)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert video.bytes > 60 * 1024 * 1024
    assert most < 8 * 1024 * 1024


# --- The document --------------------------------------------------------------------------------


def test_a_document_of_our_own_video(settings):
    video = stored(
        new_video(transcript="Here.", captions_language="en-GB", url="https://vimeo.com/1"),
        file=io.BytesIO(mp4()), captions=io.BytesIO(CAPTIONS.encode()),
    )  # fmt: skip
    document = json.loads(json.dumps(video_document(video, AT)))
    assert document["file"] == {
        "url": f"{settings.FILES_URL}/{video.file_name}", "type": "video/mp4",
        "bytes": len(mp4()), "width": 640, "height": 360,
    }  # fmt: skip
    assert document["url"] == document["file"]["url"]
    assert document["captions"] == {
        "url": f"{settings.FILES_URL}/{video.captions_file_name}", "language": "en-GB",
    }  # fmt: skip
    assert (document["embed_url"], document["provider"]) == ("", "")
    assert document["transcript"] == "Here."


def test_a_document_of_a_video_elsewhere():
    document = video_document(make_video(url="https://youtu.be/aqz-KE-bpKQ"), AT)
    assert document["embed_url"] == "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"
    assert (document["file"], document["captions"], document["transcript"]) == (None, None, "")
    assert video_document(make_video(), AT)["embed_url"] == ""


def test_a_poster_whose_lease_has_ended_is_left_out():
    poster = make_image()
    Image.objects.filter(pk=poster.pk).update(windows=[[None, instants.to_text(AT)]])
    poster.refresh_from_db()
    video = stored(new_video(poster=poster), file=io.BytesIO(mp4()))
    assert video_document(video, AT - timedelta(seconds=1))["poster"]["id"] == str(poster.uuid)
    assert video_document(video, AT)["poster"] is None


# --- Serving -------------------------------------------------------------------------------------


def test_a_video_and_its_captions_are_served_in_parts(client):
    video = stored(new_video(), file=io.BytesIO(mp4()), captions=io.BytesIO(CAPTIONS.encode()))
    answer = client.get(f"/files/{video.file_name}", headers={"Range": "bytes=4-11"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    assert b"".join(answer.streaming_content) == b"ftypisom"
    answer = client.get(f"/files/{video.captions_file_name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/vtt; charset=utf-8")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b"".join(answer.streaming_content).decode() == CAPTIONS


# --- The admin -----------------------------------------------------------------------------------


@pytest.fixture
def editor(client, picture_editor):
    client.force_login(picture_editor)
    return client


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def form(**more) -> dict:
    return {"title": "How bearings wear out", "slug": "bearings", **more}


def errors(answer) -> dict:
    return answer.context["adminform"].form.errors


def test_a_video_is_uploaded_with_its_captions(editor):
    answer = editor.post(
        ADD,
        form(
            file=upload("holiday.exe", mp4()), captions_file=upload("x.vtt", CAPTIONS.encode()),
            captions_language="en", transcript="Here.", poster=str(make_image().uuid),
        ),
    )  # fmt: skip
    assert answer.status_code == 302, errors(answer)
    video = Video.objects.get()
    assert (video.width_px, video.duration_seconds, video.url) == (640, 94, "")
    page = editor.get(reverse("admin:media_video_change", args=[video.pk])).content.decode()
    assert "640 × 360 px" in page
    assert video.file_url in page


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_database_while_a_video_is_stored(editor, monkeypatch):
    real, seen = WholeFileStorage._save, []

    def save(storage, name, content):
        seen.append(connection.in_atomic_block)
        return real(storage, name, content)

    monkeypatch.setattr(WholeFileStorage, "_save", save)
    assert editor.post(ADD, form(file=upload("film.mp4", mp4()))).status_code == 302
    video = Video.objects.get()
    change = reverse("admin:media_video_change", args=[video.pk])
    answer = editor.post(change, form(file=upload("film.mp4", mp4(seconds=7))))
    assert answer.status_code == 302
    assert seen == [False] * 4


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "url", "Give the video's address, or upload its file."),
        ({"file": upload("film.mp4", b"GIF89a")}, "file", "not a video of a kind we accept"),
        ({"file": upload("film.mp4", mp4(handlers=(b"vide", b"camm")))}, "file", "track of data"),
        (
            {"file": upload("film.mp4", mp4()), "captions_file": upload("x.vtt", b"1\n")},
            "captions_file", "Line 1 of the captions",
        ),
        ({"url": "https://vimeo.com/1", "captions": "WEBVTT\n\nx"}, "captions", "Line 3"),
        (
            {"url": "https://vimeo.com/1", "captions_language": "English!"},
            "captions_language", "is not a known language",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_stands_at_its_field(editor, fields, field, sentence):
    for given in fields.values():
        if hasattr(given, "seek"):
            given.seek(0)
    answer = editor.post(ADD, form(**fields))
    assert answer.status_code == 200
    assert sentence in " ".join(errors(answer)[field])
    assert not Video.objects.exists()


def test_a_video_is_taken_away_again(editor, django_capture_on_commit_callbacks):
    video = stored(new_video(), file=io.BytesIO(mp4()))
    change = reverse("admin:media_video_change", args=[video.pk])
    answer = editor.post(change, form(without_file="on"))
    assert "Give the video's address" in " ".join(errors(answer)["url"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(change, form(without_file="on", url="https://vimeo.com/1"))
    assert answer.status_code == 302
    assert Video.objects.get().file_name == ""
    assert names(video) == []


def test_words_are_changed_without_sending_the_video_again(editor):
    video = stored(new_video(), file=io.BytesIO(mp4()))
    change = reverse("admin:media_video_change", args=[video.pk])
    assert editor.post(change, form(summary="Steel and time.")).status_code == 302
    after = Video.objects.get()
    assert (after.summary, after.file_name) == ("Steel and time.", video.file_name)


def test_while_a_video_was_on_its_way_others_wrote_and_nothing_of_theirs_is_buried():
    video = make_video(title="Old title", captions="", transcript="Old words.")
    opened = Video.objects.get(pk=video.pk)
    Video.objects.filter(pk=video.pk).update(transcript="Mended.", summary="New.")
    opened.title = "New title"
    video_records.save(opened, file=io.BytesIO(mp4()), changed=["title", "file"])
    saved = Video.objects.get(pk=video.pk)
    assert (saved.title, saved.transcript, saved.summary) == ("New title", "Mended.", "New.")
    assert saved.file_name.endswith(".mp4")
    video_records.save(opened, captions=io.BytesIO(CAPTIONS.encode()), changed=["captions_file"])
    saved.refresh_from_db()
    assert saved.captions == webvtt.checked(CAPTIONS)
    assert saved.captions_file_name.endswith(".vtt")
    assert saved.transcript == "Mended."
