"""What is known of a video, and how its file is read: a few bytes here and there."""

import io
from bisect import bisect_right
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import File
from django.utils.translation import gettext as _

from newsroom.editorial import refusals

# A file from an upload form, from a storage or from disk, at whatever position.
Readable = BinaryIO | File

# An hour in fragments of a second has some thirty thousand parts.
_MAX_PARTS = 400_000
MAX_SIDE_PX = 16_384
_MAX_SECONDS = 7 * 24 * 3600


class VideoRefused(refusals.Refused):
    """A video that is not taken; the message says why and what to do."""

    code = "broken"


@dataclass(frozen=True)
class Patch:
    """``length`` bytes of the file, from ``at`` on, that readers get as ``head`` and then zeros."""

    at: int
    length: int
    head: bytes = b""

    @property
    def end(self) -> int:
        return self.at + self.length


@dataclass(frozen=True)
class Container:
    """A video file that is taken. ``patches`` are in order and do not overlap."""

    media_type: str
    suffix: str
    width_px: int
    height_px: int
    duration_seconds: int | None
    patches: tuple[Patch, ...]


class Reader:
    """Reads pieces of a file and counts its parts, so that no file can ask for endless work."""

    def __init__(self, file: Readable, size: int) -> None:
        self._file, self.size = file, size
        self._parts = 0

    def read(self, at: int, length: int) -> bytes:
        """Exactly these bytes; a file that ends before is refused."""
        self._file.seek(at)
        found = self._file.read(length)
        if len(found) != length:
            raise damaged()
        return found

    def count_part(self) -> None:
        self._parts += 1
        if self._parts > _MAX_PARTS:
            raise VideoRefused(
                _("The video is cut into too many pieces. Export it again."), code="too_many_parts"
            )


class Cleaned(io.RawIOBase):
    """The video as readers get it: the file that was sent, with its patches laid over it.

    It reads like the file, of the same length; nothing is copied, the file itself stays as it is.

    Closing it leaves the file open.
    """

    def __init__(self, file: Readable, patches: tuple[Patch, ...]) -> None:
        self._file, self._patches = file, patches
        self._ends = [patch.end for patch in patches]
        self.size = file.seek(0, io.SEEK_END)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, length: int = -1) -> bytes:
        self._file.seek(self._at)
        found = bytearray(self._file.read(length if length >= 0 else -1))
        first, end = self._at, self._at + len(found)
        place = bisect_right(self._ends, first)
        while place < len(self._patches) and self._patches[place].at < end:
            _lay(self._patches[place], found, first)
            place += 1
        self._at = end
        return bytes(found)


def _lay(patch: Patch, found: bytearray, first: int) -> None:
    """Overwrite what a chunk that begins at ``first`` shares with the patch."""
    start, end = max(patch.at, first), min(patch.end, first + len(found))
    head = patch.head[start - patch.at : end - patch.at]
    found[start - first : end - first] = head.ljust(end - start, b"\0")


def seconds(duration: float) -> int | None:
    """A length in whole seconds; None where the file gives none that can be true."""
    return max(1, round(duration)) if 0 < duration < _MAX_SECONDS else None


def check_sides(width: int, height: int) -> None:
    if not (0 < width <= MAX_SIDE_PX and 0 < height <= MAX_SIDE_PX):
        raise damaged()


def damaged() -> VideoRefused:
    return VideoRefused(
        _("The video is damaged or incomplete. Export it again, or upload it again."), code="broken"
    )


def no_picture() -> VideoRefused:
    return VideoRefused(
        _("There is no picture in this file, only sound or data. Choose the video."),
        code="no_picture",
    )


def data_track() -> VideoRefused:
    return VideoRefused(
        _(
            "The video carries a track of data or text, in which cameras and drones write where "
            "they were. Export it with picture and sound alone; captions are a file of their own."
        ),
        code="data_track",
    )


def unplayable(codec: str) -> VideoRefused:
    return VideoRefused(
        _("Not every browser can play this video (%(codec)s). Export it as MP4 with H.264.")
        % {"codec": codec},
        code="unplayable",
    )


def unplayable_sound(codec: str) -> VideoRefused:
    return VideoRefused(
        _(
            "Not every browser can play the sound of this video (%(codec)s). Export it as MP4 with "
            "H.264 and AAC."
        )
        % {"codec": codec},
        code="unplayable",
    )
