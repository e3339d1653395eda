"""The database as one file, consistent while people write; and back, whole or not at all.

PostgreSQL's own programs do the work (pg_dump, pg_restore, psql), and SQLite's backup API.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from .manifest import BackupRefused

#: A restore gives up where something still uses the tables.
_LOCK_SECONDS = 10
#: Columns that name private files, and the folder in front of them.
_FILE_COLUMNS = (
    ("media_image", "original", ""),
    ("media_video", "file_name", "videos/"),
    ("media_video", "captions_file_name", "videos/"),
)


@dataclass
class Facts:
    """What is in a database at one instant."""

    ledger: dict[str, Any] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    file_names: set[str] = field(default_factory=set)


def dump(folder: Path) -> tuple[Path, Facts]:
    """Write the database into a folder; returns the file, and what exactly is in it."""
    return _dump_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgres(folder)


def load(source: Path) -> None:
    """Put a dumped database into the place of the present one, in one transaction.

    Raises BackupRefused; whatever was there before is there still, then.
    """
    empty = is_empty()
    connection.close()
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _load_postgres(source, empty=empty)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def bytes_now() -> int:
    """About how much the database takes."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return Path(name).stat().st_size if Path(name).exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def version() -> str:
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    return ".".join(str(part) for part in connection.get_database_version())


def facts(database: BaseDatabaseWrapper) -> Facts:
    """Counts every row, so its work grows with the archive: for backups and restores only."""
    found = Facts()
    names = sorted(database.introspection.table_names())
    with database.cursor() as cursor:
        found.tables = {name: _count(cursor, database, name) for name in names}
        if MigrationRecorder.Migration._meta.db_table in names:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            found.migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
        if "editorial_ledgerhead" in names:
            found.ledger = _ledger(cursor)
        for table, column, folder in _FILE_COLUMNS:
            if table in names:
                cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608
                found.file_names |= {f"{folder}{name}" for (name,) in cursor.fetchall()}
    return found


@contextmanager
def other(config: dict[str, Any], alias: str = "other") -> Iterator[str]:
    """Another database for a while, under an alias for ``using``."""
    entry = connections.configure_settings({"default": {}, alias: config})[alias]
    connections[alias] = load_backend(entry["ENGINE"]).DatabaseWrapper(entry, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


def _count(cursor: Any, database: BaseDatabaseWrapper, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {database.ops.quote_name(table)}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _ledger(cursor: Any) -> dict[str, Any]:
    cursor.execute("SELECT seq, plans FROM editorial_ledgerhead WHERE id = 1")
    seq, plans = cursor.fetchone() or (0, 0)
    cursor.execute("SELECT type, uuid FROM editorial_ledgerentry ORDER BY seq DESC LIMIT 1")
    newest = cursor.fetchone()
    named = f"{newest[0]}:{str(newest[1]).replace('-', '')}" if newest else ""
    return {"seq": seq, "plans": plans, "newest": named}


# --- SQLite --------------------------------------------------------------------------------------


def _dump_sqlite(folder: Path) -> tuple[Path, Facts]:
    target = folder / "database.sqlite3"
    connection.ensure_connection()
    with _closing(sqlite3.connect(target)) as copy:
        # All pages in one step: it reads one snapshot, and writers go on (WAL).
        cast(sqlite3.Connection, connection.connection).backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        _check(copy)
    with other({"ENGINE": connection.settings_dict["ENGINE"], "NAME": str(target)}) as alias:
        return target, facts(connections[alias])


def _load_sqlite(source: Path) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        _closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as backup,
        _closing(sqlite3.connect(target, timeout=_LOCK_SECONDS)) as live,
    ):
        _check(backup)
        try:
            backup.backup(live)
        except sqlite3.OperationalError as error:
            raise BackupRefused(f"The database is in use ({error}). End what uses it.") from error
        live.execute("PRAGMA journal_mode=WAL")


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupRefused(f"SQLite's own check of the file fails: {found}")


@contextmanager
def _closing(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield database
    finally:
        database.close()


# --- PostgreSQL ----------------------------------------------------------------------------------


def _dump_postgres(folder: Path) -> tuple[Path, Facts]:
    target = folder / "database.dump"
    with transaction.atomic(), connection.cursor() as cursor:
        # The counts and the dump are of one instant.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        found = facts(connection)
        run_program(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={target}",
        )  # fmt: skip
    _sync(target)
    return target, found


def _load_postgres(source: Path, *, empty: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Written first, so that psql never meets half a script.
        script = Path(folder) / "database.sql"
        _run(
            [_program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments",
             f"--file={script}", str(source)], {},
        )  # fmt: skip
        begin = f"SET lock_timeout = '{_LOCK_SECONDS}s'"
        if not empty:
            begin += "; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        run_program(
            "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
            "--output=/dev/null", f"--command={begin}", f"--file={script}",
        )  # fmt: skip


def run_program(name: str, *options: str, database: str = "") -> None:
    """Run one of PostgreSQL's programs on our database, or on another of the same server."""
    arguments, env = cast(Any, connection).client_class.settings_to_cmd_args_env(
        {**connection.settings_dict, **({"NAME": database} if database else {})}, []
    )
    *server, last = arguments[1:]
    _run([_program(name), *server, *options, last], env or {})


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise BackupRefused(f"{name} is not installed: it comes with PostgreSQL's client.")
    return path


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **env}, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused(f"{Path(command[0]).name} failed: {done.stderr.strip()[-2000:]}")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
