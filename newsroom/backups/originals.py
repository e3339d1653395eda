"""The private files, from the storage into a backup and back, on disk or in a bucket.

A name is never used for other bytes, so what a backup has under a name needs no second look.
Previews are drawn again when they are missing, and public files when they may be shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage

from media.renditions import previews
from media.storage.stores import is_there

from . import manifest


@dataclass
class Collected:
    """The digests of the files that a backup has, by name, and how many of them were copied."""

    digests: dict[str, str] = field(default_factory=dict)
    copied: int = 0


def names(storage: Storage = default_storage, folder: str = "") -> Iterator[str]:
    """Every private file that belongs into a backup."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (_under(folder, name) for name in files)
    for each in folders:
        if (inner := _under(folder, each)) != previews.FOLDER:
            yield from names(storage, inner)


def new_bytes(before: manifest.Backup | None) -> int:
    """How much of what the storage holds is not in the backup before."""
    known, total = _of_backup(before), 0
    for name in names():
        if name not in known:
            with suppress(FileNotFoundError):
                total += default_storage.size(name)
    return total


def collect(into: Path, collected: Collected, *, before: manifest.Backup | None) -> None:
    """Add what is not there yet: linked to the backup before, else copied."""
    known = _of_backup(before)
    for name in names():
        if name in collected.digests:
            continue
        target = into / name
        if before and name in known and _link(before.originals / name, target):
            collected.digests[name] = known[name]
            continue
        # It may have been deleted since it was listed.
        with suppress(FileNotFoundError), default_storage.open(name) as source:
            collected.digests[name] = manifest.copy(cast(BinaryIO, source), target)
            collected.copied += 1


def bring_back(backup: manifest.Backup) -> int:
    """Put every file into the storage; returns how many were not there."""
    brought = 0
    for name in sorted(_of_backup(backup)):
        path = backup.originals / name
        if is_there(default_storage, name, path.stat().st_size):
            continue
        with path.open("rb") as source:
            default_storage.save(name, File(source))
        brought += 1
    return brought


def _of_backup(backup: manifest.Backup | None) -> dict[str, str]:
    if backup is None:
        return {}
    prefix = f"{manifest.ORIGINALS}/"
    sums = backup.sums().items()
    return {name.removeprefix(prefix): sum_ for name, sum_ in sums if name.startswith(prefix)}


def _link(old: Path, new: Path) -> bool:
    """Whether the file is now in both backups; some file systems have no hard links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def _under(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
