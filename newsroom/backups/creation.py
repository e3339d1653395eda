"""Making a backup: consistent while people write, and whole or not there.

Files first, then the database, then the files that came meanwhile. A file is stored before the
row that names it, so whatever the dumped database names was in the storage at one of the two
times.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from . import databases, manifest, originals, retention
from .manifest import Backup, BackupRefused, Manifest

#: What must be free beyond what the backup takes, so that the machine goes on.
SPARE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A new backup, how many files were copied for it, and the names of those that went."""

    backup: Backup
    copied: int
    deleted: list[str]


def make(
    folder: Path,
    *,
    keep: retention.Keep | None = retention.Keep(),  # noqa: B008
    whole: bool = False,
    say: Callable[[str], None] = lambda sentence: None,
) -> Made:
    """Write a backup into a folder, and delete those that have had their time.

    ``keep=None`` deletes none. With ``whole`` every file is copied again, whatever the backup
    before has. Raises BackupRefused.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone_in(folder):
        for name in _clean_up(folder):
            say(f"Deleted {name}, which a run that was killed had left.")
        existing = manifest.every(folder)
        before = existing[0] if existing and not whole else None
        check_free(folder, databases.bytes_now() + originals.new_bytes(before), "A backup")
        backup, copied = _write(folder, before)
        deleted = _let_go(folder, keep) if keep else []
    return Made(backup, copied, deleted)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """No other run works in this folder meanwhile. Raises BackupRefused."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupRefused(f"Another run works in {folder}. Wait until it has ended.") from error
    else:
        yield
    finally:
        os.close(handle)


def check_free(folder: Path, needed: int, what: str) -> None:
    """Raise BackupRefused where a disk has no room for so many bytes; some always stay free."""
    free = shutil.disk_usage(folder).free
    if needed + SPARE_BYTES > free:
        raise BackupRefused(
            f"{folder} has room for {_megabytes(free)}. {what} needs about {_megabytes(needed)}, "
            f"and {_megabytes(SPARE_BYTES)} stay free. Delete what is old, or choose another disk."
        )


def secret_key_mark() -> str:
    return salted_hmac("newsroom.backups", "mark").hexdigest()[:16]


def newsroom_version() -> str:
    try:
        return version_of("newsroom")
    except PackageNotFoundError:
        return "checkout"


def _write(folder: Path, before: Backup | None) -> tuple[Backup, int]:
    now = datetime.now(UTC)
    name = manifest.stamp(now)
    unfinished, finished = folder / f"{manifest.UNFINISHED}{name}", folder / name
    unfinished.mkdir(mode=0o700)
    files, collected = unfinished / manifest.ORIGINALS, originals.Collected()
    originals.collect(files, collected, before=before)
    database, facts = databases.dump(unfinished)
    originals.collect(files, collected, before=before)
    sums = {f"{manifest.ORIGINALS}/{each}": sum_ for each, sum_ in collected.digests.items()}
    sums[database.name] = manifest.digest_of(database)
    written = Manifest(
        made_at=now.isoformat(timespec="seconds"),
        newsroom=newsroom_version(),
        django=django.get_version(),
        site_url=settings.SITE_URL,
        database={
            "engine": connection.vendor,
            "version": databases.version(),
            "file": database.name,
            "bytes": database.stat().st_size,
        },
        ledger=facts.ledger,
        migrations=facts.migrations,
        tables=facts.tables,
        files=len(collected.digests),
        bytes=sum((unfinished / each).stat().st_size for each in sums),
        secret_key_mark=secret_key_mark(),
        sums=manifest.write_sums(unfinished / manifest.SUMS, sums),
        missing=sorted(facts.file_names - collected.digests.keys()),
    )
    manifest.write(unfinished, written)
    unfinished.rename(finished)
    manifest.sync_folder(folder)
    return Backup(finished, now, written), collected.copied


def _clean_up(folder: Path) -> list[str]:
    left = [each for each in folder.iterdir() if each.name.startswith(manifest.UNFINISHED)]
    for each in left:
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    return [each.name for each in left]


def _let_go(folder: Path, keep: retention.Keep) -> list[str]:
    backups = {backup.made_at: backup for backup in manifest.every(folder)}
    gone = [backups[at].folder for at in retention.expired(list(backups), keep)]
    for each in gone:
        # Renamed first: a kill in between leaves nothing that looks whole.
        leaving = each.with_name(f"{manifest.UNFINISHED}{each.name}")
        each.rename(leaving)
        shutil.rmtree(leaving)
    return sorted(each.name for each in gone)


def _megabytes(count: int) -> str:
    return f"{count / 1024**2:,.0f} MB"
