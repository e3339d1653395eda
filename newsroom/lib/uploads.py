"""Uploads while they are being received."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParser

from . import text

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


# --- Names ---------------------------------------------------------------------------------------

# What browsers write in place of the characters that would end the name. Source: HTML Standard,
# multipart/form-data encoding algorithm.
_ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
# Marks that turn the direction of all that follows, in sentences around the name too.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def names_as_sent(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """Middleware: files keep the names that they have where they come from.

    Django reads HTML into them ("Fish&parade.jpg" becomes "Fish¶de.jpg") and drops every space but
    the plain one, which Macs write before "PM", and the joints of emoji.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.parse_file_upload = partial(_parse, request)  # type: ignore[method-assign]
        return get_response(request)

    return middleware


def shown_name(name: str) -> str:
    """A file's name for people to recognise it: the last part of its path, in visible characters.

    Never used as a path. At most 255 characters.
    """
    last = re.split(r"[/\\]", name)[-1].translate(_TURNING)
    return re.sub(r"[\t\n]", "", text.tidy(last))[:255]


def _parse(request: HttpRequest, META: Any, post_data: Any) -> Any:  # noqa: N803
    return _Parser(META, post_data, request.upload_handlers, request.encoding).parse()


class _Parser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str | None:
        for escaped, character in _ESCAPED.items():
            file_name = file_name.replace(escaped, character)
        name = shown_name(file_name)
        return None if name in ("", ".", "..") else name
