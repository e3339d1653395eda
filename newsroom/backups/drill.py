"""A restore drill: the newest backup, brought back beside the newsroom, compared and thrown away.

It is the very command that a real restore takes, in a process with a database and a folder of its
own. Nothing goes out of it: no cache is purged and no worker runs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from . import creation, databases, manifest
from .manifest import Backup, BackupRefused

#: Where a drill works, in the folder of the backups; and the database that it makes.
SCRATCH = f"{manifest.UNFINISHED}drill"
_DATABASE_SUFFIX = "_restore_drill"
RESULT = "last-drill.json"


@dataclass(frozen=True)
class Drilled:
    """``sentence`` is one line; ``at`` is an instant as text."""

    is_well: bool
    sentence: str
    at: str


def drill(folder: Path) -> Drilled:
    """Restore the newest backup of a folder; the result is kept there for ``manage.py health``."""
    began = time.monotonic()
    try:
        with creation.alone_in(folder):
            result = _restore(manifest.at(folder), folder / SCRATCH, began)
    except (BackupRefused, OSError) as error:
        result = _result(is_well=False, sentence=f"FAILED: {' '.join(str(error).split())}")
    if folder.is_dir():
        manifest.write_whole(folder / RESULT, json.dumps(asdict(result), indent=1))
    return result


def last(folder: Path) -> Drilled | None:
    """How the last one in this folder went."""
    try:
        return Drilled(**json.loads((folder / RESULT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _restore(backup: Backup, scratch: Path, began: float) -> Drilled:
    shutil.rmtree(scratch, ignore_errors=True)
    creation.check_free(scratch.parent, 2 * backup.manifest.bytes, "A drill")
    scratch.mkdir(mode=0o700)
    try:
        with _database(scratch) as url:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "django", "restore", str(backup.folder), "--leave-pictures"],
                cwd=settings.BASE_DIR, env=_environment(scratch, url), text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        report = next(scratch.glob("restored-*.json"), None)
        if done.returncode or report is None:
            raise BackupRefused(f"{backup.folder.name}: {done.stdout.strip()[-1500:]}")
        told = json.loads(report.read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return _result(
        is_well=True,
        sentence=(
            f"OK: {backup.folder.name} came back in {time.monotonic() - began:.0f} s: ledger "
            f"number {told['ledger']}, {told['files']} files, all {told['items']} documents equal."
        ),
    )


@contextmanager
def _database(scratch: Path) -> Iterator[str]:
    """The URL of an empty database, which is gone afterwards; one that was left is gone before."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{scratch / 'newsroom.sqlite3'}"
        return
    at = connection.settings_dict
    name = f"{at['NAME']}{_DATABASE_SUFFIX}"
    drop = ("--if-exists", "--force")
    databases.run_program("dropdb", *drop, database=name)
    databases.run_program("createdb", "--template=template0", database=name)
    try:
        login = ":".join(quote(str(at[part]), safe="") for part in ("USER", "PASSWORD") if at[part])
        host = quote(str(at["HOST"]), safe="")
        yield f"postgres://{login}@{host}:{at['PORT'] or 5432}/{name}"
    finally:
        databases.run_program("dropdb", *drop, database=name)


def _environment(scratch: Path, url: str) -> dict[str, str]:
    """Our own settings, but for places, and without anybody to tell."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "newsroom.settings"),
        "DATABASE_URL": url,
        "VAR_DIR": str(scratch),
        "STORAGE_URL": "",
        "CACHE_URL": "locmemcache://",
        "PURGE_URL": "",
        "SECRET_KEY": settings.SECRET_KEY,
        "SITE_URL": settings.SITE_URL,
        "FILES_URL": settings.FILES_URL,
    }


def _result(*, is_well: bool, sentence: str) -> Drilled:
    return Drilled(is_well, sentence, datetime.now(UTC).isoformat(timespec="seconds"))
