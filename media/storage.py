"""Files on disk that are whole or not there: written beside their name, then renamed."""

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible


@deconstructible(path="media.storage.WholeFileStorage")
class WholeFileStorage(FileSystemStorage):
    """A file system storage for names that are never used for other bytes.

    A reader or a crash meets the whole file or none. Saving a name again replaces the file, as
    names are made of an id or of a hash of the content.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(temporary, self.file_permissions_mode)
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name.replace("\\", "/")


@deconstructible(path="media.storage.PrivateFileStorage")
class PrivateFileStorage(WholeFileStorage):
    """Files that nothing but our own code reads."""

    def url(self, name: str | None) -> str:
        raise ValueError(f"{name} is private: it has no address.")


def renditions_storage() -> Storage:
    """Where the public files are."""
    return storages["renditions"]
