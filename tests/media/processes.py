"""Processes of the newsroom for tests that kill them, with the test's files and its database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from tests.requirements import PROJECT


def start(folder: Path, *command: str) -> subprocess.Popen:
    """Run python with these arguments; ``folder`` is where the test's files are."""
    return subprocess.Popen(
        [sys.executable, *command], cwd=PROJECT, stdout=subprocess.PIPE,
        env=os.environ | {"VAR_DIR": str(_var(folder)), "DATABASE_URL": _database(folder)},
    )  # fmt: skip


def answer(folder: Path, *command: str):
    """What it prints, as JSON."""
    out, _err = start(folder, *command).communicate(timeout=300)
    return json.loads(out)


def until(condition: Callable[[], object], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@contextmanager
def nothing_is_written(folder: Path) -> Iterator[None]:
    """The processes may read the database, and wait with whatever they would write to it."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(_var(folder) / "newsroom.sqlite3", isolation_level=None) as copy:
            copy.execute("PRAGMA journal_mode=WAL")
            copy.execute("BEGIN IMMEDIATE")
            yield
            copy.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE media_image, media_video IN SHARE ROW EXCLUSIVE MODE")
        yield


def _var(folder: Path) -> Path:
    var = folder / "var"
    if not var.exists():
        var.mkdir()
        # Where the processes look for the files of this test.
        (var / "uploads").symlink_to(folder)
        if connection.vendor == "sqlite":
            with sqlite3.connect(var / "newsroom.sqlite3") as copy:
                connection.connection.backup(copy)
    return var


def _database(folder: Path) -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{_var(folder)}/newsroom.sqlite3"
    at = f"{settings['HOST'] or ''}:{settings['PORT'] or 5432}"
    login = ":".join(filter(None, (settings["USER"], settings["PASSWORD"])))
    return f"postgres://{login}@{at}/{settings['NAME']}"
