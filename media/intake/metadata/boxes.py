"""The metadata items of AVIF and HEIC. Source: ISO/IEC 14496-12, 8.11 (iinf, iloc, idat)."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from .segments import MAX_BLOCK_BYTES, MAX_BLOCKS, Segments, number

_MAX_STEPS = 20_000
_RDF = b"application/rdf+xml"


class _Box(NamedTuple):
    kind: bytes
    body: bytes


class _Item(NamedTuple):
    number: int
    kind: bytes
    content_type: bytes


def read(content: bytes) -> Segments:
    found = Segments()
    meta = next((box.body for box in _boxes(content) if box.kind == b"meta"), b"")
    parts = {box.kind: box.body for box in _boxes(meta[4:])}
    items = islice(_items(parts.get(b"iinf", b"")), 2 * MAX_BLOCKS)
    wanted = {item.number: item for item in items}
    if not wanted:
        return found
    for item, body in _bodies(parts.get(b"iloc", b""), wanted, content, parts.get(b"idat", b"")):
        if item.kind == b"Exif":
            # The first four bytes say how much stands before the TIFF structure.
            found.add_exif(body[4 + number(body, 0) :])
        else:
            found.add_xmp(body)
    return found


def _boxes(data: bytes) -> Iterator[_Box]:
    at = 0
    for _step in range(_MAX_STEPS):
        size, kind, head = number(data, at), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = number(data, at + 8, 8), 16
        end = at + size if size else len(data)
        if len(kind) < 4 or end < at + head:
            return
        # Pixels are not copied to look past them.
        yield _Box(kind, b"" if kind == b"mdat" else data[at + head : end])
        at = end


def _items(iinf: bytes) -> Iterator[_Item]:
    """The entries that are EXIF or XMP."""
    count_bytes = 2 if iinf[:1] == b"\0" else 4
    for box in _boxes(iinf[4 + count_bytes :]):
        version, body = number(box.body, 0, 1), box.body
        if box.kind != b"infe" or version not in (2, 3):
            continue
        id_bytes = 2 if version == 2 else 4
        kind, at = body[6 + id_bytes : 10 + id_bytes], 10 + id_bytes
        content_type = body[at:].split(b"\0", 2)[1:2]
        item = _Item(number(body, 4, id_bytes), kind, b"".join(content_type))
        if kind == b"Exif" or (kind == b"mime" and item.content_type == _RDF):
            yield item


class _Cursor:
    """Reads numbers one after another."""

    def __init__(self, data: bytes, at: int):
        self.data, self.at = data, at

    def take(self, size: int) -> int:
        self.at += size
        return number(self.data, self.at - size, size)

    @property
    def is_at_end(self) -> bool:
        return self.at >= len(self.data)


def _bodies(
    iloc: bytes, wanted: dict[int, _Item], content: bytes, idat: bytes
) -> Iterator[tuple[_Item, bytes]]:
    version = number(iloc, 0, 1)
    sizes = number(iloc, 4, 2)
    offset_bytes, length_bytes, base_bytes = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_bytes = sizes & 15 if version in (1, 2) else 0
    id_bytes = 4 if version == 2 else 2
    cursor = _Cursor(iloc, 6)
    steps = _MAX_STEPS
    for _item in range(cursor.take(id_bytes)):
        item = wanted.pop(cursor.take(id_bytes), None)
        method = cursor.take(2) & 15 if version in (1, 2) else 0
        cursor.take(2)
        base = cursor.take(base_bytes)
        body = bytearray()
        for _extent in range(cursor.take(2)):
            cursor.take(index_bytes)
            start, length = base + cursor.take(offset_bytes), cursor.take(length_bytes)
            if item and method in (0, 1) and len(body) <= MAX_BLOCK_BYTES:
                source = idat if method else content
                body += source[start : start + min(length, MAX_BLOCK_BYTES + 1)]
            steps -= 1
            if steps < 0 or cursor.is_at_end:
                break
        if item and body:
            yield item, bytes(body)
        steps -= 1
        if steps < 0 or cursor.is_at_end:
            return
