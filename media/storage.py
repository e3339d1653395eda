"""Files on disk that are whole or not there: written elsewhere, then renamed."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible
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
_ATTEMPTS = 5


class BucketMissing(OSError):
    """The bucket named in STORAGE_URL does not exist."""


class BucketRefuses(OSError):
    """The bucket refuses our key."""


def what_is_wrong(error: OSError) -> str:
    """Why nothing could be stored, and what to do, in sentences for the person who sent a file."""
    if disks.is_full(error):
        return _(
            "The disk for files is full. Nothing of it was kept. Tell whoever runs the site. "
            "Send it again once there is room."
        )
    if isinstance(error, BucketMissing):
        return _(
            "The bucket for files does not exist. Nothing of it was kept. Tell whoever runs the "
            "site. Send it again once the bucket is there."
        )
    if isinstance(error, BucketRefuses):
        return _(
            "The bucket for files does not let the newsroom in. Nothing of it was kept. Tell "
            "whoever runs the site. Send it again once its key is right."
        )
    return _(
        "The storage for files does not answer. Nothing of it was kept. Send it again in a few "
        "minutes; if that does not help, tell whoever runs the site."
    )


def media_type(name: str) -> str:
    """The type of a public file, by the suffix that we gave it."""
    return _MEDIA_TYPES[name.rpartition(".")[2]]


class PublicStorage(Storage):
    """What the public files need beside what every storage of Django can do.

    ``answers_readers``: whether readers may get files from it without our own server.
    """

    answers_readers = False

    def save_public(
        self,
        name: str,
        content: File,
        *,
        cache_control: str = FOREVER,
        expires: datetime | None = None,
    ) -> str:
        """``save`` with the headers that caches get, where the storage itself answers readers.

        ``expires`` is an instant that no cache keeps the file past. It is not a number of seconds
        because the storage repeats what it was told: a ``max-age`` would begin anew whenever
        somebody fetches the file.
        """
        raise NotImplementedError

    def set_cache_control(
        self, name: str, cache_control: str, *, expires: datetime | None = None
    ) -> None:
        """Change these headers of a stored file. Raises FileNotFoundError."""
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


@deconstructible(path="media.storage.WholeFileStorage")
class WholeFileStorage(FileSystemStorage):
    """A file system storage for names that are never used for other bytes.

    A reader or a crash meets the whole file or none. Saving a name again replaces the file, as
    names are made of an id or of a hash of the content. What is being written lies in a folder of
    its own.
    """

    WRITING = ".writing"

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target, writing = Path(self.path(name)), Path(self.path(self.WRITING))
        writing.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=writing)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(temporary, self.file_permissions_mode)
            _rename(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name.replace("\\", "/")

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        folders, names = super().listdir(path)
        return [folder for folder in folders if folder != self.WRITING], names

    def forget_unfinished(self, *, before: datetime) -> list[str]:
        """Delete what was last written to before then and is not whole; returns the names."""
        gone = []
        for last in names_in(self, self.WRITING):
            name = f"{self.WRITING}/{last}"
            with contextlib.suppress(FileNotFoundError):
                if self.get_modified_time(name) < before:
                    self.delete(name)
                    gone.append(name)
        return gone


def _rename(temporary: str, target: Path) -> None:
    """Into its folder, which somebody may be deleting just now as it is empty."""
    for _attempt in range(_ATTEMPTS):
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.replace(temporary, target)
            return
    raise FileNotFoundError(str(target))


@deconstructible(path="media.storage.PrivateFileStorage")
class PrivateFileStorage(WholeFileStorage):
    """Files that nothing but our own code reads."""

    def url(self, name: str | None) -> str:
        raise ValueError(f"{name} is private: it has no address.")


@deconstructible(path="media.storage.PublicFileStorage")
class PublicFileStorage(WholeFileStorage, PublicStorage):
    """The public files on disk. ``media.views`` answers readers and makes the headers itself."""

    def save_public(
        self,
        name: str,
        content: File,
        *,
        cache_control: str = FOREVER,
        expires: datetime | None = None,
    ) -> str:
        return self.save(name, content)

    def set_cache_control(
        self, name: str, cache_control: str, *, expires: datetime | None = None
    ) -> None:
        if not self.exists(name):
            raise FileNotFoundError(name)

    def delete_folder(self, folder: str) -> None:
        for name in names_in(self, folder):
            self.delete(f"{folder}/{name}")
        # Not if somebody writes into it just now.
        with contextlib.suppress(OSError):
            self.delete(folder)

    def part(self, name: str, *, first: int, length: int) -> Part:
        source = cast(BinaryIO, self.open(name))
        source.seek(first)
        return Part(source, length)


def names_in(storage: Storage, folder: str) -> list[str]:
    """The names of the files directly under a folder; none where there is no such folder."""
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def renditions_storage() -> PublicStorage:
    """Where the public files are."""
    return cast(PublicStorage, storages["renditions"])
