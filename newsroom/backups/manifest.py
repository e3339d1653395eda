"""What a backup is: a folder named after its instant, whole or not there.

2026-11-30T02-00-00Z/
    manifest.json       versions, sizes, the ledger's number; says that the backup is whole
    SHA256SUMS          the digest of every other file, as ``sha256sum --check`` reads them
    database.dump       or database.sqlite3
    originals/…         the private files, hard-linked to those of the backup before
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
ORIGINALS = "originals"
#: Folders that are being written or deleted begin like this; a killed run leaves them behind.
UNFINISHED = ".unfinished-"
_STAMP = "%Y-%m-%dT%H-%M-%SZ"
_CHUNK_BYTES = 1024 * 1024


class BackupRefused(Exception):
    """It cannot be done; the sentence says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """``tables`` counts the rows of each table; ``bytes`` is the size of everything."""

    made_at: str
    newsroom: str
    django: str
    site_url: str
    #: The engine, the server's version, the file's name and its size.
    database: dict[str, Any]
    #: ``seq``, ``plans``, and the newest entry as "type:uuid", empty before the first.
    ledger: dict[str, Any]
    migrations: list[str]
    tables: dict[str, int]
    files: int
    bytes: int
    #: Tells whether a SECRET_KEY is the one the newsroom had, without giving it away.
    secret_key_mark: str
    #: The SHA-256 of SHA256SUMS.
    sums: str
    #: Names that a row of the database has and the storage did not.
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT


@dataclass(frozen=True)
class Backup:
    """A whole backup."""

    folder: Path
    made_at: datetime
    manifest: Manifest

    @property
    def database(self) -> Path:
        return self.folder / str(self.manifest.database["file"])

    @property
    def originals(self) -> Path:
        return self.folder / ORIGINALS

    def sums(self) -> dict[str, str]:
        """The digest of each file by its path in the folder."""
        return read_sums(self.folder / SUMS)


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_STAMP)


def every(folder: Path) -> list[Backup]:
    """The whole backups in a folder, the newest first."""
    if not folder.is_dir():
        return []
    found = [_read(each, made_at) for each in folder.iterdir() if (made_at := _instant(each.name))]
    return sorted(filter(None, found), key=lambda backup: backup.made_at, reverse=True)


def at(folder: Path) -> Backup:
    """The backup that a folder is, or the newest of those that it holds. Raises BackupRefused."""
    if (folder / MANIFEST).is_file():
        manifest = _manifest(folder)
        return Backup(folder, datetime.fromisoformat(manifest.made_at), manifest)
    if backups := every(folder):
        return backups[0]
    raise BackupRefused(f"{folder} is no backup and holds none that is whole.")


def write(folder: Path, manifest: Manifest) -> None:
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")


def write_sums(path: Path, sums: dict[str, str]) -> str:
    """Write them as ``sha256sum`` does; returns the digest of the file itself."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    write_whole(path, text)
    return hashlib.sha256(text.encode()).hexdigest()


def read_sums(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _space, name in (line.partition("  ") for line in lines)}


def copy(source: BinaryIO, target: Path) -> str:
    """Copy what is left of an open file onto the disk; returns its SHA-256."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there with all of the text, or not at all."""
    unfinished = path.with_name(f"{UNFINISHED}{path.name}")
    with unfinished.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _instant(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _read(folder: Path, made_at: datetime) -> Backup | None:
    try:
        return Backup(folder, made_at, _manifest(folder))
    except BackupRefused:
        return None


def _manifest(folder: Path) -> Manifest:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise BackupRefused(f"{folder} was made by a newer release: restore it with that one.")
        return Manifest(**found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"{folder} holds no manifest that can be read: {error}") from error
