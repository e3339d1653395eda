"""A backup is consistent, whole or not there, and copies no file twice."""

import shutil
import subprocess
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from newsroom.backups import creation, manifest
from newsroom.backups.manifest import BackupRefused
from newsroom.editorial.publication import ledger
from tests.factories import publish_article
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_holds_the_database_and_every_original_with_digests_that_sha256sum_reads(tmp_path):
    image = make_image()
    publish_article(lead_image=image)
    made = creation.make(tmp_path / "backups").backup
    told = made.manifest
    assert told.ledger["seq"] == ledger.head()
    assert told.tables["media_image"] == 1
    assert (told.files, told.missing) == (1, [])
    with default_storage.open(image.original.name) as original:
        assert (made.originals / image.original.name).read_bytes() == original.read()
    assert not (made.originals / "previews").exists()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=made.folder, check=True)
    assert {path.name for path in made.folder.iterdir()} == {
        "manifest.json", "SHA256SUMS", "originals", told.database["file"],
    }  # fmt: skip


def test_a_second_one_links_what_the_first_has_and_each_may_be_deleted(tmp_path, monkeypatch):
    old, folder = make_image(), tmp_path / "backups"
    first = creation.make(folder).backup
    new = make_image()
    monkeypatch.setattr(manifest, "stamp", lambda at: "2090-01-01T02-00-00Z")
    second = creation.make(folder, keep=None)
    assert second.copied == 1
    files = second.backup.originals
    name = old.original.name
    assert (files / name).samefile(first.originals / name)
    assert (files / new.original.name).exists()
    shutil.rmtree(first.folder)
    assert (files / name).exists()
    monkeypatch.setattr(manifest, "stamp", lambda at: "2090-01-02T02-00-00Z")
    assert creation.make(folder, whole=True).copied == 2


def test_what_a_killed_run_left_is_no_backup_and_is_deleted_by_the_next(tmp_path):
    folder = tmp_path / "backups"
    killed = folder / ".unfinished-2026-11-29T02-00-00Z" / "originals"
    killed.mkdir(parents=True)
    # A folder whose manifest was never written.
    (folder / "2026-11-28T02-00-00Z").mkdir()
    assert manifest.every(folder) == []
    with pytest.raises(BackupRefused, match="holds none that is whole"):
        manifest.at(folder)
    said = []
    made = creation.make(folder, say=said.append)
    assert not killed.exists()
    assert "killed" in said[0]
    assert [each.folder for each in manifest.every(folder)] == [made.backup.folder]


def test_without_room_nothing_is_begun(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1024))
    with pytest.raises(CommandError, match=r"No backup was made.*has room for 0 MB"):
        call_command("backup", tmp_path / "backups")
    assert not list((tmp_path / "backups").glob("*2*"))


def test_two_runs_do_not_meet_in_one_folder(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    with creation.alone_in(folder), pytest.raises(BackupRefused, match="Another run"):
        creation.make(folder)


def test_an_original_that_is_missing_is_told(tmp_path):
    image = make_image()
    default_storage.delete(image.original.name)
    said, complained = StringIO(), StringIO()
    call_command("backup", tmp_path / "backups", stdout=said, stderr=complained)
    assert "0 files" in said.getvalue()
    assert image.original.name in complained.getvalue()


def test_the_secret_key_is_in_no_backup(tmp_path, settings):
    settings.SECRET_KEY = "a word that must stay here"
    made = creation.make(tmp_path / "backups").backup
    assert "must stay" not in (made.folder / "manifest.json").read_text()
    assert made.manifest.secret_key_mark == creation.secret_key_mark()


def test_without_a_folder_it_says_what_to_do(settings):
    settings.BACKUP_FOLDER = ""
    with pytest.raises(CommandError, match="Name a folder, or set BACKUP_FOLDER"):
        call_command("backup")
