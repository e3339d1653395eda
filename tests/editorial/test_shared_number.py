"""The number of what is public, which the processes of a machine share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
WRITE = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'newsroom.settings'; django.setup();"
    "from newsroom.editorial.publication import shared_number as shared;"
    "before = shared.read(); shared.write(before + 7); print(before, shared.read())"
)


@pytest.mark.parametrize(("database", "before"), [("file.sqlite3", 7), (":memory:", 0)])
def test_processes_with_one_database_share_it_and_those_in_memory_do_not(
    tmp_path, database, before
):
    address = database if database == ":memory:" else str(tmp_path / database)
    env = {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{address}"}
    for seen in (0, before):
        done = subprocess.run(
            [sys.executable, "-c", WRITE], cwd=PROJECT, env=env, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
        assert done.stdout.split() == [str(seen), str(seen + 7)]
