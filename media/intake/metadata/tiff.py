"""Directories of a TIFF structure, as EXIF blocks are. Source: TIFF 6.0, section 2."""

from collections.abc import Iterator
from typing import NamedTuple

# Bytes of one value by its type; 129 is the UTF-8 of EXIF 3.0.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_ENTRY_BYTES = 12
_MAX_ENTRIES = 1000


class Entry(NamedTuple):
    """A value where it lies: many entries may name the same bytes, so none is copied unasked."""

    kind: int
    data: bytes
    at: int
    length: int

    @property
    def raw(self) -> bytes:
        return self.data[self.at : self.at + self.length]


class Tiff:
    """A structure whose numbers are big- or little-endian as its first bytes say."""

    def __init__(self, data: bytes):
        self._data = data
        self._order = "little" if data.startswith(b"II") else "big"

    def first(self) -> dict[int, Entry]:
        """The directory of the picture itself (IFD0)."""
        return self.directory(self._number(4, 4))

    def below(self, entry: Entry | None) -> dict[int, Entry]:
        """The directory to which an entry points; empty without an entry."""
        return self.directory(self.value(entry)) if entry else {}

    def directory(self, at: int) -> dict[int, Entry]:
        return dict(self._entries(at)) if at else {}

    def value(self, entry: Entry) -> int:
        """The first number of an entry with whole numbers."""
        size = _SIZES[entry.kind]
        return self._number(entry.at, size)

    def _entries(self, at: int) -> Iterator[tuple[int, Entry]]:
        """An entry whose values lie outside of the block is left out: its length lies."""
        for place in range(min(self._number(at, 2), _MAX_ENTRIES)):
            start = at + 2 + place * _ENTRY_BYTES
            if start + _ENTRY_BYTES > len(self._data):
                return
            tag, kind = self._number(start, 2), self._number(start + 2, 2)
            length = self._number(start + 4, 4) * _SIZES.get(kind, 0)
            values = start + 8 if length <= 4 else self._number(start + 8, 4)
            if length and values + length <= len(self._data):
                yield tag, Entry(kind, self._data, values, length)

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._data[at : at + size], self._order)  # type: ignore[arg-type]
