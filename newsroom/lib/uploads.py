"""What somebody sends, while it is on its way."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessFileUploadHandler(FileUploadHandler):
    """What is too large for memory lies in a file that has no name: it is gone with its process.

    A photograph or a film may say who made it and where, and a process may be killed at any moment.
    """

    file: UploadedFile | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = UploadedFile(
            file=tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR),  # noqa: SIM115
            name=self.file_name,
            content_type=self.content_type,
            size=0,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file is not None:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.file is not None:
            self.file.seek(0)
            self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()
