"""Where files are kept: what every storage of public files offers, and why one refuses."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from newsroom.lib import disks

# A public name is made of the content: what is under it never changes.
FOREVER = "public, max-age=31536000, immutable"

_MEDIA_TYPES = {
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt; charset=utf-8",
}
_CHUNK_BYTES = 64 * 1024


class BucketMissing(OSError):
    """The bucket named in STORAGE_URL does not exist."""


class BucketRefuses(OSError):
    """The bucket refuses our key."""


def what_is_wrong(error: OSError) -> str:
    """Why nothing could be stored, and what to do, in sentences for the person who sent a file."""
    if disks.is_full(error):
        return _(
            "The disk for files is full. Nothing was stored. Tell the people who run "
            "the site. Send it again once there is room."
        )
    if isinstance(error, BucketMissing):
        return _(
            "The bucket for files does not exist. Nothing was stored. Tell the people "
            "who run the site. Send it again once the bucket is there."
        )
    if isinstance(error, BucketRefuses):
        return _(
            "The bucket for files refuses access. Nothing was stored. Tell the people "
            "who run the site. Send it again once its key is right."
        )
    return _(
        "The storage for files does not answer. Nothing was stored. Send it again in a "
        "few minutes; if that does not help, tell the people who run the site."
    )


def media_type(name: str) -> str:
    """The type of a public file, by the suffix that we gave it."""
    return _MEDIA_TYPES[name.rpartition(".")[2]]


@dataclass(frozen=True)
class StoredHeaders:
    """What a storage that answers readers itself repeats to each of them.

    The end of a lease is an instant, ``expires``: a ``max-age`` would start again for every
    reader.
    """

    cache_control: str = FOREVER
    expires: datetime | None = None


class PublicStorage(Storage):
    """What the public files need beside what every storage of Django can do.

    ``answers_readers``: whether readers may get files from it without our own server.
    """

    answers_readers = False

    def save_public(self, name: str, content: File, headers: StoredHeaders | None = None) -> str:
        """``save``, with the headers for caches where the storage itself answers readers."""
        raise NotImplementedError

    def set_headers(self, name: str, headers: StoredHeaders) -> None:
        """Change the headers of a stored file. Raises FileNotFoundError."""
        raise NotImplementedError

    def delete_folder(self, folder: str) -> None:
        """Delete all files directly under ``folder``, and it; nothing there is no error."""
        raise NotImplementedError

    def part(self, name: str, *, first: int, length: int) -> "Part":
        """``length`` bytes from ``first`` on, without the rest. Raises FileNotFoundError."""
        raise NotImplementedError


class Part:
    """Some bytes of an open file, read when they are sent; the file is closed after the last."""

    def __init__(self, source: BinaryIO, length: int) -> None:
        self._source, self._left = source, length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = self._source.read(min(self._left, _CHUNK_BYTES)) if self._left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        self._source.close()


def names_in(storage: Storage, folder: str) -> list[str]:
    """The names of the files directly under a folder; none where there is no such folder."""
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def delete_files_in(storage: Storage, folder: str) -> None:
    """Delete the files directly under a folder, and on a disk the folder. It may be missing."""
    for name in names_in(storage, folder):
        storage.delete(f"{folder}/{name}")
    # Not if somebody writes into it just now.
    with suppress(OSError):
        storage.delete(folder)


def is_there(storage: Storage, name: str, size: int) -> bool:
    """Whether the file is in the storage, whole."""
    return storage.exists(name) and storage.size(name) == size


def renditions_storage() -> PublicStorage:
    """Where the public files are."""
    return cast(PublicStorage, storages["renditions"])
