"""A new database on SQLite is a copy of one that was migrated once, which takes five seconds."""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management.commands.migrate import Command
from django.db import connection

PROJECT = Path(__file__).resolve().parents[1]
_FOLDER = PROJECT / ".pytest_cache"
_migrate = Command.handle


def install() -> None:
    """Let ``migrate`` copy, in this process, wherever it meets an empty database."""
    Command.handle = _handle


def _handle(command: Command, *args: Any, **options: Any) -> None:
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        _migrate(command, *args, **options)
        return
    _FOLDER.mkdir(exist_ok=True)
    kept = _FOLDER / f"migrated-{_digest()}.sqlite3"
    with (_FOLDER / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _migrate(command, *args, **options)
            unfinished = kept.with_suffix(".new")
            with closing(sqlite3.connect(unfinished)) as copy:
                connection.connection.backup(copy)
            unfinished.replace(kept)
            return
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)


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
