"""A video as readers get it: the file that was sent, with its patches laid over it."""

import io
from bisect import bisect_right

from .shapes import Patch, Readable


class Cleaned(io.RawIOBase):
    """Reads like the file, of the same length; nothing is copied, the file itself stays as it is.

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
