"""Files that no row names are deleted in time, and no other file is."""

import io
import os
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from media.intake import leftover_files, replacement, uploads
from media.intake.leftover_files import PRIVATE_AGE, PUBLIC_AGE
from media.library import editing
from media.models import Image, Video
from media.renditions import previews, queue
from media.storage.disk import WholeFileStorage
from media.storage.stores import renditions_storage
from media.videos import video_records
from newsroom.editorial import clock

from .factories import make_image, make_own_video, photo_bytes, picture_file
from .sample_videos import mp4

pytestmark = [pytest.mark.django_db, pytest.mark.files]
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def everything() -> set[str]:
    """The names of all files in both storages."""
    return {
        os.path.relpath(os.path.join(path, name), storage.path(""))
        for storage in (default_storage, renditions_storage())
        for path, _folders, names in os.walk(storage.path(""))
        for name in names
    }


def sweep_after(age: timedelta) -> set[str]:
    with time_machine.travel(clock.now() + age, tick=False):
        return set(leftover_files.sweep(private=True))


@pytest.fixture
def known():
    """The names of all files of a library in which everything that is rare has happened."""
    image, merged, retired, replaced = (make_image() for _ in range(4))
    editing.give_way(merged, into=image)
    editing.retire(retired)
    make_own_video()
    for number in (1, 2):
        replacement.replace(replaced, ContentFile(photo_bytes(seed=number), name="x.jpg"))
    uploads.store(picture_file(), protect_source=True)
    default_storage.save("README.txt", ContentFile(b"Not ours"))
    return everything()


def crash(*args, **kwargs):
    """In the place of what would tidy up: nobody does after a kill -9."""


@pytest.fixture
def killed(monkeypatch, known):
    """An upload, a replacement and a video that ended between their files and their rows."""
    image, video = make_image(), make_own_video()
    before = everything()
    with monkeypatch.context() as broken:
        broken.setattr(Image, "save", _interrupted)
        broken.setattr(uploads, "_forget_files", crash)
        broken.setattr(replacement, "_forget_files", crash)
        with pytest.raises(KeyboardInterrupt):
            uploads.store(picture_file())
        with pytest.raises(KeyboardInterrupt):
            replacement.replace(image, ContentFile(photo_bytes(seed=9), name="x.jpg"))
    Video.objects.filter(pk=video.pk).delete()
    left = everything() - before | {f"videos/{n}" for n in _of(video)} | set(_of(video))
    return left, everything() - left


def _interrupted(*args, **kwargs):
    raise KeyboardInterrupt


def _of(video) -> list[str]:
    return [video.file_name, video.captions_file_name]


def test_what_was_left_by_the_killed_goes_in_time_and_nothing_else(killed):
    left, others = killed
    assert len(left) == 3 + 3 + 2 + 2
    public = {name for name in left if renditions_storage().exists(name)}
    assert sweep_after(PUBLIC_AGE - SECOND) == set()
    assert sweep_after(PUBLIC_AGE) == public
    assert sweep_after(PRIVATE_AGE - SECOND) == set()
    assert sweep_after(PRIVATE_AGE) == left - public
    assert everything() == others


def test_the_worker_deletes_no_private_file_whatever_its_age(killed):
    """After an older database was restored it may be the only copy of somebody's picture."""
    left, others = killed
    public = {name for name in left if renditions_storage().exists(name)}
    with time_machine.travel(clock.now() + timedelta(days=10_000), tick=False):
        assert leftover_files.run() == len(public)
    assert everything() == others | (left - public)


def test_everything_that_a_row_names_or_named_stays_for_ever(known):
    assert sweep_after(timedelta(days=10_000)) == set()
    assert everything() == known


def test_a_file_that_is_put_into_its_place_meanwhile_stays(killed, monkeypatch):
    """What a replacement left is sent again while the sweep is under way."""
    image = Image.objects.order_by("-pk").first()
    real = leftover_files.find

    def found_and_then_sent_again(**asked):
        found = real(**asked)
        replacement.replace(image, ContentFile(photo_bytes(seed=9), name="x.jpg"))
        return found

    monkeypatch.setattr(leftover_files, "find", found_and_then_sent_again)
    sweep_after(PRIVATE_AGE)
    image.refresh_from_db()
    assert default_storage.exists(image.original.name)
    assert all(map(default_storage.exists, previews.names(image.uuid.hex, image.sha256[:16])))


def drawn(image) -> set[str]:
    while queue.run_due():
        pass
    return set(image.renditions.values_list("file_name", flat=True))


def test_the_public_files_of_a_replaced_file_go_a_day_later(client):
    image = make_image(600, 400)
    before = drawn(image)
    replacement.replace(image, ContentFile(photo_bytes(seed=1), name="x.jpg"))
    assert sweep_after(2 * PUBLIC_AGE) == set(), "the new ones are not drawn yet"
    after = drawn(image)
    assert sweep_after(PUBLIC_AGE - HOUR) == set()
    assert sweep_after(PUBLIC_AGE + HOUR) == before - after
    assert client.get(f"/files/{min(before)}").status_code == 404
    assert all(map(renditions_storage().exists, after))
    # A corrected credit is no other picture: pages in caches and feed readers still show these.
    image.refresh_from_db()
    image.creator = "Ana Ruiz"
    editing.save(image)
    assert after - drawn(image)
    assert sweep_after(10 * PUBLIC_AGE) == set()


def test_a_file_that_is_given_back_keeps_its_public_files():
    image = make_image(600, 400)
    before, content = drawn(image), image.original.open().read()
    replacement.replace(image, ContentFile(photo_bytes(seed=1), name="x.jpg"))
    between = drawn(image)
    replacement.replace(image, ContentFile(content, name="x.jpg"))
    assert drawn(image) == before
    assert sweep_after(PUBLIC_AGE + HOUR) == between - before
    assert all(map(renditions_storage().exists, before))


def test_a_video_that_was_replaced_is_public_for_a_day_and_kept():
    video = make_own_video()
    old = video.file_name
    video_records.save(video, file=io.BytesIO(mp4(seconds=7)))
    assert sweep_after(PUBLIC_AGE - HOUR) == set()
    assert sweep_after(PUBLIC_AGE + HOUR) == {old}
    assert default_storage.exists(f"videos/{old}")
    assert renditions_storage().exists(video.file_name)


def test_what_is_half_written_goes_after_a_day():
    for storage in (default_storage, renditions_storage()):
        assert isinstance(storage, WholeFileStorage)
        # As a kill leaves it: written to, never renamed.
        storage.save(f"{storage.WRITING}/abc", ContentFile(b"half"))
        assert storage.listdir("") == ([], [])
    assert sweep_after(PUBLIC_AGE - SECOND) == set()
    assert sweep_after(PUBLIC_AGE + SECOND) == {".writing/abc"}
    assert everything() == set()


def test_files_of_another_database_are_left_alone(caplog):
    for _number in range(leftover_files._FEW + 1):
        make_image()
    before = everything()
    Image.objects.all().delete()
    with time_machine.travel(clock.now() + PRIVATE_AGE, tick=False):
        with pytest.raises(
            leftover_files.NotOurs, match="Is this the database that belongs to these files"
        ):
            leftover_files.sweep(private=True)
        assert leftover_files.run() == 0
        with pytest.raises(CommandError, match="Nothing was deleted"):
            call_command("sweep_files")
    assert "Nothing was deleted" in caplog.text
    assert everything() == before


def test_the_command_says_what_it_would_delete_and_deletes_it(killed):
    left, others = killed
    with time_machine.travel(clock.now() + PRIVATE_AGE, tick=False):
        for arguments, last, is_there in (
            (["--dry-run"], "10 files are left over.", True),
            ([], "10 files were deleted.", False),
            ([], "There are no leftover files.", False),
        ):
            out = StringIO()
            call_command("sweep_files", *arguments, stdout=out)
            *names, told = out.getvalue().splitlines()
            assert told == last
            assert (set(names) == left) is (last != "There are no leftover files.")
            assert (everything() == others) is not is_there


def test_a_folder_whose_last_file_is_new_stays():
    storage, folder = renditions_storage(), "a" * 32
    for name, age in (("old", PUBLIC_AGE), ("new", PUBLIC_AGE / 2)):
        storage.save(f"{folder}/{name}", ContentFile(b"x"))
        at = (clock.now() - age - SECOND).timestamp()
        os.utime(storage.path(f"{folder}/{name}"), (at, at))
    assert leftover_files.sweep(private=True) == []
    assert len(sweep_after(PUBLIC_AGE / 2)) == 2
    assert storage.listdir("") == ([], [])
