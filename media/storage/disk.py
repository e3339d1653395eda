"""Files on disk that are whole or not there: written elsewhere, then renamed."""

import contextlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from .stores import Part, PublicStorage, StoredHeaders, delete_files_in, names_in

_ATTEMPTS = 5


@deconstructible(path="media.storage.disk.WholeFileStorage")
class WholeFileStorage(FileSystemStorage):
    """A file system storage for names that are never used for other bytes.

    A reader or a crash meets the whole file or none. Saving a name again replaces the file: names
    are made of an id or a hash. Unfinished files lie in a folder of their own.
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


@deconstructible(path="media.storage.disk.PrivateFileStorage")
class PrivateFileStorage(WholeFileStorage):
    """Files that nothing but our own code reads."""

    def url(self, name: str | None) -> str:
        raise ValueError(f"{name} is private: it has no address.")


@deconstructible(path="media.storage.disk.PublicFileStorage")
class PublicFileStorage(WholeFileStorage, PublicStorage):
    """The public files on disk. ``media.views`` answers readers and makes the headers itself."""

    def save_public(self, name: str, content: File, headers: StoredHeaders | None = None) -> str:
        return self.save(name, content)

    def set_headers(self, name: str, headers: StoredHeaders) -> None:
        if not self.exists(name):
            raise FileNotFoundError(name)

    def delete_folder(self, folder: str) -> None:
        delete_files_in(self, folder)

    def part(self, name: str, *, first: int, length: int) -> Part:
        source = cast(BinaryIO, self.open(name))
        source.seek(first)
        return Part(source, length)
