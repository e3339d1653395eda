"""``manage.py health``: one line for each thing that is wrong, and an exit code."""

import json
import shutil
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from newsroom.backups import creation, manifest
from newsroom.delivery.heartbeats import Heart
from newsroom.editorial import clock
from newsroom.lib import planner_statistics
from tests.delivery.receivers import receiving

pytestmark = pytest.mark.django_db(transaction=True)


def findings(*options: str) -> list[str]:
    said, code = StringIO(), 0
    try:
        call_command("health", *options, stdout=said)
    except SystemExit as end:
        code = int(str(end.code))
    lines = said.getvalue().splitlines()
    assert (code == 0) == (lines == ["All is well."])
    return [] if code == 0 else lines


@pytest.fixture
def folder(tmp_path, settings):
    """Where backups are, with one of just now; and a worker that works. What earlier tests deleted
    may have left big tables."""
    planner_statistics.gather()
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    creation.make(tmp_path / "backups")
    Heart().beat()
    return tmp_path / "backups"


def test_a_newsroom_that_is_well_has_no_findings(folder):
    assert findings() == []


def test_a_missing_worker_is_told_in_the_words_of_healthz(folder):
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert any(line.startswith("workers (") for line in findings())


def test_an_old_backup_is_told_and_so_is_none(folder, settings):
    assert findings("--backup-hours", "-1")[0].startswith("backup: The newest is 0 hours old")
    shutil.rmtree(manifest.at(folder).folder)
    assert "holds none that is whole" in findings()[0]
    settings.BACKUP_FOLDER = ""
    assert "Set BACKUP_FOLDER" in findings()[0]
    assert findings("--no-backups") == []


def test_a_drill_that_failed_is_told(folder):
    told = {"is_well": False, "sentence": "FAILED: x", "at": "2026-11-30T02:00:00+00:00"}
    (folder / "last-drill.json").write_text(json.dumps(told))
    assert findings() == ["restore drill of 2026-11-30T02:00:00+00:00: FAILED: x"]


def test_a_full_disk_is_told_once_for_each_disk(folder):
    huge = str(10**9)
    found = findings("--free-mb", huge)
    assert found
    assert all(line.startswith("disk: ") and huge in line for line in found)
    assert len({line.split()[1] for line in found}) == len(found)


def test_a_site_that_does_not_answer_is_told(folder):
    with receiving(lambda received: 503) as server:
        assert findings("--url", server.url) == [f"site: {server.url} answers 503."]
    assert "does not answer" in findings("--url", server.url)[0]
