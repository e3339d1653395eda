"""Who sends pictures and videos is killed in the middle: nothing by half, nothing left lying."""

import hashlib
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from media.intake import leftover_files
from media.renditions import sizes
from media.videos import video_files
from newsroom.editorial import clock

from .factories import photo_bytes
from .processes import answer, nothing_is_written, start, until
from .sample_videos import mp4

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.files]

SENDER = ("-m", "tests.media.one_sender")


def files_in(folder: Path) -> set[str]:
    """The names of all files under a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def originals(folder: Path) -> set[str]:
    return {name for name in files_in(folder / "originals") if not name.startswith("previews/")}


def kill(process) -> None:
    assert process.poll() is None, "it was killed in the middle"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def what_is_public_is_whole(folder: Path) -> set[str]:
    """The names that readers could ask for; each is the hash of what is in it."""
    names = set()
    for name in files_in(folder / "files"):
        if sizes.PUBLIC_NAME.fullmatch(name) or video_files.PUBLIC_NAME.fullmatch(name):
            digest = hashlib.sha256((folder / "files" / name).read_bytes()).hexdigest()[:20]
            assert digest in name
            names.add(name)
    return names


def sweep_later(folder: Path) -> list[str]:
    at = clock.now() + leftover_files.PRIVATE_AGE + timedelta(minutes=1)
    return answer(folder, *SENDER, "sweep", at.isoformat())


def only_what_is_known_is_left(folder: Path) -> None:
    report = answer(folder, *SENDER, "report")
    assert report["kept"]
    assert originals(folder) == set(report["kept"])
    assert what_is_public_is_whole(folder) == files_in(folder / "files") == set(report["public"])


@pytest.fixture
def pictures(tmp_path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(photo_bytes(seed=number))
    return folder


def bring_in(tmp_path, pictures):
    return start(tmp_path, "manage.py", "import_images", str(pictures))


def test_an_import_that_is_killed_before_its_row_leaves_one_file_that_goes_in_time(
    tmp_path, pictures
):
    with nothing_is_written(tmp_path):
        process = bring_in(tmp_path, pictures)
        until(lambda: len(list((tmp_path / "originals").glob("[!.]*/**/*.*"))) == 3)
        kill(process)
    (left,) = originals(tmp_path)
    assert answer(tmp_path, *SENDER, "report") == {"kept": [], "public": []}
    assert what_is_public_is_whole(tmp_path) == set()
    out, _err = bring_in(tmp_path, pictures).communicate(timeout=300)
    assert b"3 pictures were added; already there: 0; refused: 0." in out
    assert answer(tmp_path, *SENDER, "sweep", clock.now().isoformat()) == []
    gone = sweep_later(tmp_path)
    assert left in gone
    assert len(gone) == 3, "the original and its two previews"
    only_what_is_known_is_left(tmp_path)
    assert len(originals(tmp_path)) == 3


def test_an_import_that_is_killed_at_any_moment_is_run_again_and_is_whole(tmp_path, pictures):
    for _time in range(3):
        before = files_in(tmp_path / "files")
        process = bring_in(tmp_path, pictures)
        until(lambda p=process, b=before: p.poll() is not None or files_in(tmp_path / "files") - b)
        kill(process)
        what_is_public_is_whole(tmp_path)
    out, _err = bring_in(tmp_path, pictures).communicate(timeout=300)
    assert b"refused: 0." in out
    sweep_later(tmp_path)
    only_what_is_known_is_left(tmp_path)
    assert len(originals(tmp_path)) == 3


@pytest.fixture
def video(tmp_path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(mp4(media_bytes=4 * 1024 * 1024))
    return path


def send(tmp_path, video, *, wait: float = 0.0):
    return start(tmp_path, *SENDER, "video", str(video), str(wait))


@pytest.mark.parametrize("written", ["originals", "files"])
def test_a_video_whose_sender_is_killed_while_it_is_written_is_nowhere_by_half(
    tmp_path, video, written
):
    process = send(tmp_path, video, wait=0.02)
    until(lambda: files_in(tmp_path / written / ".writing"))
    kill(process)
    assert what_is_public_is_whole(tmp_path) == set()
    assert answer(tmp_path, *SENDER, "report") == {"kept": [], "public": []}
    send(tmp_path, video).communicate(timeout=300)
    assert len(what_is_public_is_whole(tmp_path)) == 1
    assert sweep_later(tmp_path)
    only_what_is_known_is_left(tmp_path)


def test_a_video_whose_sender_is_killed_before_its_row_goes_from_both_storages(tmp_path, video):
    with nothing_is_written(tmp_path):
        process = send(tmp_path, video)
        until(lambda: what_is_public_is_whole(tmp_path))
        kill(process)
    (left,) = what_is_public_is_whole(tmp_path)
    assert answer(tmp_path, *SENDER, "report") == {"kept": [], "public": []}
    send(tmp_path, video).communicate(timeout=300)
    assert set(sweep_later(tmp_path)) == {left, f"videos/{left}"}
    only_what_is_known_is_left(tmp_path)
