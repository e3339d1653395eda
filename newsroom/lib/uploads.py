"""What somebody sends, while it is on its way."""

from __future__ import annotations

import logging
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def unreceived(request: HttpRequest) -> list[tuple[str, str]]:
    """Files that our disk had no room for during the upload: field and name of each."""
    return [
        named
        for handler in request.upload_handlers
        if isinstance(handler, NamelessFileUploadHandler)
        for named in handler.unreceived
    ]


class NamelessFileUploadHandler(FileUploadHandler):
    """An upload too large for memory goes to a file without a name, which ends with its process.

    A photograph or a video may say who made it and where, and a process may be killed at any
    moment. A file that the disk has no room for is left out, and ``unreceived`` names it; the rest
    of its form is still read to the end.
    """

    file: UploadedFile[Any] | None = None

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.unreceived: list[tuple[str, str]] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = None
        try:
            temporary = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        except OSError:
            self._leave_out()
            return
        self.file = UploadedFile(
            file=temporary,
            name=self.file_name,
            content_type=self.content_type,
            size=0,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is None:
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self._leave_out()

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if self.file is None:
            return None
        try:
            # The rest of the file's buffer is written here.
            self.file.seek(0)
        except OSError:
            self._leave_out()
            return None
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()

    def _leave_out(self) -> None:
        logger.exception("A file that was sent could not be received.")
        self.file = None
        self.unreceived.append((self.field_name or "", self.file_name or ""))
