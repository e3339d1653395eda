"""What takes seconds and is always the same: a migrated database, and the static files."""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management.commands import flush, migrate
from django.db import connection

from newsroom.lib import static_files

from . import kept_rows

PROJECT = Path(__file__).resolve().parents[1]
_FOLDER = PROJECT / ".pytest_cache"
_migrate, _flush = migrate.Command.handle, flush.Command.handle


def install() -> None:
    """Let ``migrate`` copy a database, in this process, where it meets an empty one in SQLite, and
    ``flush``, which ends each test that commits, bring back what ``migrate`` has made.

    Django's own would empty every table, lose the rows of migrations, and write permissions and
    roles anew: a second of work after each of those tests.
    """
    migrate.Command.handle = _handle
    flush.Command.handle = _bring_back


def collect_static_files() -> None:
    """Have them in ``STATIC_ROOT``, which is a link to a folder that all tests share."""
    (shared := _FOLDER / "static").mkdir(parents=True, exist_ok=True)
    Path(settings.STATIC_ROOT).symlink_to(shared)
    with _alone():
        static_files.collect()


@contextmanager
def _alone() -> Iterator[None]:
    _FOLDER.mkdir(exist_ok=True)
    with (_FOLDER / "made_once.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _handle(command: migrate.Command, *args: Any, **options: Any) -> None:
    if connection.vendor != "sqlite":
        kept_rows.wait_for_no_disk()
        _migrate(command, *args, **options)
        kept_rows.keep()
        return
    if connection.introspection.table_names():
        _migrate(command, *args, **options)
        return
    kept = _kept()
    with _alone():
        if not kept.exists():
            _migrate(command, *args, **options)
            unfinished = kept.with_suffix(".new")
            with closing(sqlite3.connect(unfinished)) as copy:
                connection.connection.backup(copy)
            unfinished.replace(kept)
            return
    _copy(kept)


def _bring_back(command: flush.Command, **options: Any) -> None:
    connection.ensure_connection()
    if connection.vendor == "sqlite" and _kept().exists():
        _copy(_kept())
    elif not kept_rows.bring_back():
        _flush(command, **options)


def _copy(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)


def _kept() -> Path:
    return _FOLDER / f"migrated-{_digest()}.sqlite3"


@cache
def _digest() -> str:
    """Of whatever decides what ``migrate`` makes: code, apps, libraries."""
    files = (
        (str(path), status.st_size, status.st_mtime_ns)
        for app in ("newsroom", "articles", "feed", "media", "docs/examples")
        for path in sorted((PROJECT / app).rglob("*.py"))
        for status in [path.stat()]
    )
    lock = (PROJECT / "requirements-dev.lock").read_bytes()
    known = [*files, lock, settings.INSTALLED_APPS, django.VERSION]
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]
