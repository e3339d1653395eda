"""The metadata segments of a JPEG. Source: ISO 10918-1 B.1, Adobe XMP Specification Part 3."""

import re
from collections.abc import Iterator

from .segments import MAX_BLOCK_BYTES, Segments, iim_of, number

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_RESOURCES = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
_APP1, _APP13 = 0xE1, 0xED
_END, _SCAN = 0xD9, 0xDA
# Markers that stand alone: restarts, the start, and one for private use.
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_MAX_SEGMENTS = 5000
_NOT_FILL = re.compile(rb"[^\xff]")

# GUID → (length of the whole, offset of the part, part).
_Parts = dict[str, list[tuple[int, int, bytes]]]


def read(content: bytes) -> Segments:
    """What stands before the first scan; of the images that may follow nothing is read."""
    found = Segments()
    resources: list[bytes] = []
    parts: _Parts = {}
    for marker, body in _segments(content):
        if marker == _APP1 and body.startswith(b"Exif\0"):
            found.add_exif(body)
        elif marker == _APP1 and body.startswith(_XMP):
            found.add_xmp(body[len(_XMP) :])
        elif marker == _APP1 and body.startswith(_XMP_EXTENSION):
            _keep_part(parts, body[len(_XMP_EXTENSION) :])
        elif marker == _APP13:
            # A resource that is too long for one segment goes on in the next.
            resources += [body[len(name) :] for name in _RESOURCES if body.startswith(name)]
    found.add_iim(iim_of(b"".join(resources)))
    found.extensions = {guid: _joined(its) for guid, its in parts.items()}
    return found


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    for _step in range(_MAX_SEGMENTS):
        # Any number of 0xFF may fill the space before a marker; other bytes are junk of a writer.
        at = content.find(b"\xff", at)
        found = _NOT_FILL.search(content, at) if at >= 0 else None
        if not found:
            return
        marker, at = found[0][0], found.end()
        if marker in (_SCAN, _END):
            return
        if marker in _BARE or marker == 0:
            continue
        size = number(content, at, 2)
        yield marker, content[at + 2 : at + size]
        at += max(size, 2)


def _keep_part(parts: _Parts, body: bytes) -> None:
    guid = body[:32].decode("latin-1")
    whole = number(body, 32)
    if whole <= MAX_BLOCK_BYTES:
        parts.setdefault(guid, []).append((whole, number(body, 36), body[40:]))


def _joined(parts: list[tuple[int, int, bytes]]) -> bytes:
    """The parts in their order, as far as none is missing."""
    joined = bytearray()
    whole = parts[0][0]
    for _whole, offset, part in sorted(parts, key=lambda its: its[1]):
        if offset == len(joined):
            joined += part
    return bytes(joined[:whole])
