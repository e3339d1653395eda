"""The queue of files: nothing asked for is lost, nothing is drawn twice, nothing half is public."""

import hashlib
import os
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from media.decoding import decoder
from media.library import editing
from media.models import Image, RenditionRequest
from media.renditions import image_files, queue, sizes
from media.renditions.sizes import EVERY_FORMAT, QUICK_FORMATS
from media.rights import leases
from media.storage.stores import renditions_storage
from newsroom.editorial import clock
from newsroom.lib import boxes
from tests.editorial.racing import at_once
from tests.factories import publish_article
from tests.settling import recompile_all

from . import processes
from .factories import make_image

db = pytest.mark.django_db


def without_files(**fields) -> Image:
    """An image whose files are asked for and not made."""
    image = make_image(**fields)
    image_files.delete_files(image)
    image.renditions.all().delete()
    RenditionRequest.objects.filter(image=image).delete()
    image_files.request(image)
    return image


# --- Asking --------------------------------------------------------------------------------------


@db
def test_a_picture_waits_once_however_often_it_is_asked_for():
    image = without_files()
    image_files.request(image)
    image_files.request(image, image)
    assert RenditionRequest.objects.get().number == 4


@db
def test_what_was_asked_in_an_act_that_failed_was_not_asked():
    image = without_files()
    with transaction.atomic():
        image_files.request(image)
        transaction.set_rollback(True)
    assert RenditionRequest.objects.get().number == 1


@db
def test_the_worker_makes_the_files_and_the_stories_that_show_it_get_them():
    image = without_files()
    article = publish_article(lead_image=image)
    assert article.editions.get().document["lead_image"]["src"] == ""
    assert queue.run_due() == 1
    assert queue.run_due() == 0
    image.refresh_from_db()
    assert image_files.is_current(image, image_files.files_key(image))
    recompile_all()
    shown = article.editions.get(live_until=None).document["lead_image"]
    assert shown["src"] in {r.url for r in image.renditions.all()}


@db
def test_what_is_in_order_is_not_drawn_again(monkeypatch):
    image = make_image()
    image_files.make(image)
    image_files.request(image)
    monkeypatch.setattr(image_files, "_each", None)
    assert queue.run_due() == 1
    assert not RenditionRequest.objects.exists()


@db
def test_the_oldest_comes_first():
    first, second = without_files(), without_files()
    RenditionRequest.objects.filter(image=second).update(
        requested_at=clock.now() - timedelta(hours=1)
    )
    queue.run_due()
    assert [r.image_id for r in RenditionRequest.objects.all()] == [first.pk]


# --- While it is drawn ---------------------------------------------------------------------------


@db
def test_a_request_that_comes_while_the_files_are_drawn_is_not_lost():
    image = without_files()
    asked = []

    def beat():
        if not asked:
            asked.append(image_files.request(image))

    image_files.make(image, beat=beat)
    assert RenditionRequest.objects.get().number == 2


@db
def test_a_picture_that_changes_while_it_is_drawn_shows_the_change():
    image = without_files()
    seen = []

    def beat():
        if not seen:
            seen.append(Image.objects.filter(pk=image.pk).update(creator="Ana Ruiz"))

    image_files.make(image, beat=beat)
    with renditions_storage().open(image.renditions.first().file_name) as file:
        assert b"Ana Ruiz" in file.read()


@db
def test_who_lost_the_claim_stops():
    image = without_files()
    claim = queue.claim_oldest()
    with time_machine.travel(clock.now() + timedelta(seconds=31)):
        other = queue.claim_oldest()
        assert other.request_id == claim.request_id
        with pytest.raises(queue.ClaimLost):
            claim.beat()
        other.beat()
    assert not image.renditions.exists()


@db
def test_a_claim_is_kept_as_long_as_the_work_goes_on():
    without_files()
    claim = queue.claim_oldest()
    for _second in range(5):
        with time_machine.travel(claim.until - timedelta(seconds=15)):
            claim.beat()
            assert queue.claim_oldest() is None


# --- What fails ----------------------------------------------------------------------------------


@db
def test_a_failure_keeps_its_sentence_and_waits_longer_each_time(caplog):
    image = without_files()
    original = Path(image.original.path)
    kept = original.read_bytes()
    original.unlink()
    waits = []
    for _time in range(3):
        with time_machine.travel(clock.now() + timedelta(hours=len(waits)), tick=False):
            assert queue.run_due() == 0
            row = RenditionRequest.objects.get()
            waits.append(row.retry_at - clock.now())
            assert queue.run_due() == 0
            assert RenditionRequest.objects.get().failures == len(waits)
    assert waits == sorted(set(waits))
    assert row.error == "The original of this picture is missing. Upload it again."
    original.write_bytes(kept)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert queue.run_due() == 1
    assert image.renditions.exists()


@db
def test_a_fault_of_ours_is_logged_and_the_others_go_on(monkeypatch, caplog):
    broken, other = without_files(), without_files()
    real = decoder.read

    def read(file, *more):
        if broken.uuid.hex in file.name:
            raise ZeroDivisionError("of the decoder")
        return real(file, *more)

    monkeypatch.setattr(decoder, "read", read)
    assert [queue.run_due(), queue.run_due()] == [0, 1]
    assert "Traceback" in caplog.text
    assert RenditionRequest.objects.get().error == "ZeroDivisionError: of the decoder"
    assert other.renditions.exists()


# --- Parts, hiding -------------------------------------------------------------------------------


@db
def test_a_part_that_a_use_asks_for_has_files_of_its_own(django_capture_on_commit_callbacks):
    image = make_image(800, 600)
    with django_capture_on_commit_callbacks(execute=True):
        box = image_files.request_crop(image, "0.5,0,0.5,1")
        assert image_files.request_crop(image, "0.5,0,0.5,1") == box
    assert RenditionRequest.objects.get().number == 1
    queue.run_due()
    part = {r.name: r for r in image.renditions.filter(crop=box, format="jpeg")}
    assert (part["small"].width_px, part["small"].height_px) == (400, 600)
    assert (part["card"].width_px, part["card"].height_px) == (400, 225)
    whole = {r.name: r for r in image.renditions.filter(crop="", format="jpeg")}
    assert whole["small"].width_px == 640
    names = {r.file_name for r in image.renditions.all()}
    assert len(names) == image.renditions.count()
    assert all(sizes.PUBLIC_NAME.fullmatch(name) for name in names)


@db
def test_the_whole_picture_is_no_part_and_nonsense_is_refused():
    image = make_image()
    assert image_files.request_crop(image, "0,0,1,1") == ""
    with pytest.raises(boxes.NotABox):
        image_files.request_crop(image, "0,0,2,2")
    assert not image.crops.exists()


@db
def test_barred_files_are_gone_and_come_back_under_their_names(django_capture_on_commit_callbacks):
    image = make_image()
    names = {r.file_name for r in image.renditions.all()}
    with django_capture_on_commit_callbacks(execute=True):
        lease = leases.add_lease(image, by=None, kind="deny")
    assert not any(renditions_storage().exists(name) for name in names)
    assert {r.file_name for r in image.renditions.all()} == names
    with django_capture_on_commit_callbacks(execute=True):
        leases.dismiss_lease(lease, by=None)
    assert queue.run_due() == 1
    assert {r.file_name for r in image.renditions.all()} == names
    assert all(renditions_storage().exists(name) for name in names)


@db
def test_a_picture_that_may_not_be_shown_has_no_public_file(django_capture_on_commit_callbacks):
    image = without_files()
    ended = (clock.now() - timedelta(minutes=1)).isoformat()
    Image.objects.filter(pk=image.pk).update(windows=[[None, ended]])
    with django_capture_on_commit_callbacks(execute=True):
        assert queue.run_due() == 1
    assert image.renditions.exists()
    assert not any(renditions_storage().exists(r.file_name) for r in image.renditions.all())
    Image.objects.filter(pk=image.pk).update(windows=None)
    image_files.make(image)
    assert all(renditions_storage().exists(r.file_name) for r in image.renditions.all())


# --- Threads and processes -----------------------------------------------------------------------


# In memory, SQLite does not wait for the other threads.
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_picture():
    for _round in range(3):
        without_files()
        without_files()
        claims = at_once(*[queue.claim_oldest] * 4)
        taken = [claim.image_id for claim in claims if claim]
        assert len(taken) == len(set(taken)) == 2
        RenditionRequest.objects.all().delete()


# SQLite has one writer at a time, and in memory it does not even wait for it.
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_correction_and_the_worker_do_not_hang_on_each_other():
    image = without_files()

    def correct():
        other = Image.objects.get(pk=image.pk)
        other.creator = "Ana Ruiz"
        with transaction.atomic():
            image_files.request(other)
            editing.save(other)

    results = at_once(queue.run_due, correct)
    assert not [result for result in results if isinstance(result, Exception)]
    while queue.run_due():
        pass
    image.refresh_from_db()
    assert image_files.is_current(image, image_files.files_key(image))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_is_followed_by_another_and_no_half_file_is_public(tmp_path):
    image = without_files(width=800, height=600)
    public = tmp_path / "files" / image.uuid.hex
    # The processes' clocks are the test's: starting one takes as long as it takes.
    begin = clock.now() + timedelta(seconds=1)
    process = _start(tmp_path, "work", begin.isoformat())
    processes.until(lambda: process.poll() is not None or any(public.glob("[a-z]*")))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    _every_public_file_is_whole(public)
    report = _answer(tmp_path, "report")
    assert report["waiting"] == 1
    assert _answer(tmp_path, "work", (begin + timedelta(seconds=2)).isoformat()) == 0, (
        "the claim still runs"
    )
    assert _answer(tmp_path, "work", (begin + timedelta(minutes=10)).isoformat()) == 1
    report = _answer(tmp_path, "report")
    assert report["waiting"] == 0
    assert report["is_current"]
    assert report["names"]
    _every_public_file_is_whole(public)


def _every_public_file_is_whole(public: Path) -> None:
    for path in public.iterdir():
        if sizes.PUBLIC_NAME.fullmatch(f"{public.name}/{path.name}"):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:20]
            assert digest in path.name


def _start(folder: Path, *arguments: str) -> subprocess.Popen:
    return processes.start(folder, "-m", "tests.media.one_worker", *arguments)


def _answer(folder: Path, *arguments: str):
    return processes.answer(folder, "-m", "tests.media.one_worker", *arguments)


# --- The quick ones first ------------------------------------------------------------------------


@db
def test_a_picture_has_the_quick_formats_at_once_and_the_others_from_the_worker():
    image = without_files()
    image_files.make_all([image], formats=QUICK_FORMATS)
    quick = set(image.renditions.values_list("file_name", flat=True))
    assert set(image.renditions.values_list("format", flat=True)) == set(QUICK_FORMATS)
    assert all(renditions_storage().exists(name) for name in quick)
    assert queue.run_due() == 1
    assert set(image.renditions.values_list("format", flat=True)) == set(EVERY_FORMAT)
    assert quick < set(image.renditions.values_list("file_name", flat=True))
    assert not RenditionRequest.objects.exists()


@db
def test_stories_get_the_other_formats_when_they_are_made():
    image = without_files()
    image_files.make_all([image], formats=QUICK_FORMATS)
    article = publish_article(lead_image=image)
    assert types_of(article) == {"image/webp", "image/jpeg"}
    queue.run_due()
    recompile_all()
    assert types_of(article) == {"image/avif", "image/webp", "image/jpeg"}


def types_of(article) -> set[str]:
    card = article.editions.live(clock.now()).get().card
    assert card["lead_image"]["src"]
    return {one["type"] for one in card["lead_image"]["renditions"]}
