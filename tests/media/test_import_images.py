"""A folder of pictures comes in from the shell: a result a file, again and again the same."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from media.intake import folders, uploads
from media.models import Collection, Image
from tests import corpora
from tests.analysed import analysed_tables
from tests.requirements import PROJECT, need

from .factories import make_agency, photo_bytes, picture_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.files]


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two pictures, one of them below, and what is no picture."""
    root = tmp_path / "pictures"
    (root / "day two").mkdir(parents=True)
    (root / "b.jpg").write_bytes(photo_bytes(seed=1))
    (root / "day two" / "a.jpg").write_bytes(photo_bytes(seed=2))
    (root / "notes.txt").write_bytes(b"Notes")
    return root


def told(*args) -> list[dict]:
    out = StringIO()
    call_command("import_images", *map(str, args), "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_file_has_one_result_in_order(folder):
    first, notes, second = told(folder)
    assert [line["file"] for line in (first, notes, second)] == [
        "b.jpg", "notes.txt", "day two/a.jpg",
    ]  # fmt: skip
    assert next(iter(first)) == "file"
    image = Image.objects.get(uuid=first["id"])
    assert first == {
        "file": "b.jpg", "result": "accepted", "id": str(image.uuid), "credit": "",
        "duplicates": [], "proposed_rights": [], "notes": [],
    }  # fmt: skip
    assert notes["result"] == "refused"
    assert notes["refused"].startswith("This is not a picture")
    assert notes["code"] == "unknown_format"
    assert image.original_name == "b.jpg"
    assert image.uploaded_by is None
    assert image.renditions.exists()


def test_it_ends_with_statistics_of_what_it_filled(folder):
    need("postgres")
    told(folder)
    assert {"media_image", "media_rendition"} <= analysed_tables()


def test_a_second_run_says_duplicate_and_changes_nothing(folder):
    ids = [line.get("id") for line in told(folder)]
    again = told(folder)
    assert [line["result"] for line in again] == ["duplicate", "refused", "duplicate"]
    assert [line.get("id") for line in again] == ids
    assert again[0]["duplicates"] == [
        {"id": ids[0], "name": "b.jpg", "kind": "exact", "distance": 0, "use": "not used yet"}
    ]
    assert Image.objects.count() == 2


def test_a_copy_in_another_size_is_told(folder):
    (folder / "small.jpg").write_bytes(photo_bytes(240, 160, seed=1))
    lines = {line["file"]: line for line in told(folder)}
    assert lines["small.jpg"]["result"] == "accepted"
    (near,) = lines["small.jpg"]["duplicates"]
    assert (near["id"], near["kind"]) == (lines["b.jpg"]["id"], "near")


def test_they_are_put_into_a_collection_in_order_once(folder):
    told(folder, "--collection", "Monday")
    told(folder, "--collection", "Monday")
    collection = Collection.objects.get(name="Monday")
    names = [entry.image.original_name for entry in collection.entries.all()]
    assert names == ["b.jpg", "a.jpg"]


def test_hidden_files_and_links_that_lead_out_are_left_alone(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.jpg").write_bytes(picture_bytes(number=51))
    (folder / "link.jpg").symlink_to(outside / "secret.jpg")
    (folder / "linked").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "inside.jpg").symlink_to(folder / "b.jpg")
    (folder / ".hidden.jpg").write_bytes(picture_bytes(number=52))
    (folder / ".git").mkdir()
    (folder / ".git" / "x.jpg").write_bytes(picture_bytes(number=53))
    os.mkfifo(folder / "pipe.jpg")
    shown = [str(path.relative_to(folder)) for path in folders.files(folder)]
    assert shown == ["b.jpg", "inside.jpg", "notes.txt", "day two/a.jpg"]


def test_a_name_that_no_terminal_prints_is_told(folder):
    name = os.fsencode(folder) + b"/\xff\n.jpg"
    Path(os.fsdecode(name)).write_bytes(picture_bytes(number=54))
    assert [line["result"] for line in told(folder)].count("accepted") == 3
    out = StringIO()
    call_command("import_images", str(folder), stdout=out)
    out.getvalue().encode()


def test_a_file_that_cannot_be_read_stops_nothing(folder, monkeypatch):
    real = Path.open

    def fail(self, *args, **kwargs):
        if self.name == "b.jpg":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", fail)
    assert [line["result"] for line in told(folder)] == ["refused", "refused", "accepted"]


def test_the_text_says_it_in_words(folder):
    out = StringIO()
    call_command("import_images", str(folder), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("b.jpg: accepted; ")
    assert lines[1].startswith("notes.txt: refused. This is not a picture")
    assert lines[-1] == "2 pictures were added; already there: 0; refused: 1."


def test_nothing_usable_is_a_failure(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("import_images", str(tmp_path / "nowhere"))
    with pytest.raises(CommandError, match="no files"):
        call_command("import_images", str(tmp_path))
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(CommandError, match="None of the files"):
        told(tmp_path)


def test_one_that_was_kept_without_its_files_gets_them(folder):
    with (folder / "b.jpg").open("rb") as file:
        kept = uploads.keep(uploads.examine(file)).image
    assert not kept.renditions.exists()
    assert told(folder)[0]["result"] == "duplicate"
    assert kept.renditions.exists()


KILLED_IN_THE_MIDDLE = """
import os, sys, django
django.setup()
from pathlib import Path
from media.renditions import image_files
from django.core.management import call_command
from tests import made_once
made_once.install()
call_command("migrate", verbosity=0)
real, seen = image_files.make, []
def make(image):
    seen.append(image)
    if len(seen) == 2 and sys.argv[2] == "kill":
        os.kill(os.getpid(), 9)
    return real(image)
image_files.make = make
call_command("import_images", sys.argv[1], "--json")
"""


def test_killed_in_the_middle_and_run_again_it_completes(folder, tmp_path):
    environment = {
        **os.environ, "VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}", "PYTHONPATH": str(PROJECT),
    }  # fmt: skip
    runs = [
        subprocess.run(
            [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(folder), how],
            env=environment, cwd=PROJECT, capture_output=True, text=True, check=False,
        )
        for how in ("kill", "go on")
    ]  # fmt: skip
    assert runs[0].returncode == -9
    assert [json.loads(line)["result"] for line in runs[0].stdout.splitlines()] == [
        "accepted", "refused",
    ]  # fmt: skip
    assert runs[1].returncode == 0, runs[1].stderr
    assert [json.loads(line)["result"] for line in runs[1].stdout.splitlines()] == [
        "duplicate", "refused", "duplicate",
    ]  # fmt: skip
    count = subprocess.run(
        [sys.executable, "-c",
         "import django; django.setup(); from media.models import Image\n"
         "print([image.renditions.exists() for image in Image.objects.all()])"],
        env=environment, cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert count.stdout.strip() == "[True, True]"


@pytest.mark.filterwarnings("ignore:Invalid APNG")
@pytest.mark.parametrize("hostile", corpora.folders("images/hostile/hostile"))
def test_hostile_files_are_refused_or_taken_and_stop_nothing(hostile):
    lines = told(hostile)
    assert len(lines) == len(list(folders.files(hostile)))
    results = {line["result"] for line in lines}
    assert results <= {"accepted", "duplicate", "refused"}
    assert all(line["refused"].endswith(".") for line in lines if line["result"] == "refused")


@pytest.mark.parametrize("folder", corpora.folders("images/metadata"))
def test_pictures_come_in_with_what_they_say(folder):
    make_agency("Getty Images", kind="supplier")
    lines = told(folder)
    assert {line["result"] for line in lines} <= {"accepted", "duplicate", "refused"}
    assert sum(line["result"] == "accepted" for line in lines) > 5
