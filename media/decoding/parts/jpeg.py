"""The segments of a JPEG before its first scan, and its scans. Source: ISO 10918-1 B.1.

Before the first scan it steps as Pillow does, not as the standard wants: markers without a body
are those that Pillow gives none, and the end of the picture ends nothing.
"""

import re

from .bounds import MAX_PARTS, Readable, Tally, TooMany

_END, _SCAN, _COMMENT, _LAST_APP = 0xD9, 0xDA, 0xFE, 0xEF
_APP0, _APP1, _APP13 = 0xE0, 0xE1, 0xED
_BARE = frozenset({0x00, 0xC8, *range(0xD0, 0xDA), *range(0xF0, 0xFE)})
_NOT_FILL = re.compile(rb"[^\xff]")
# Among the pixels of a scan stand escaped bytes and restarts.
_AFTER_PIXELS = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
# Bytes between segments: none, or a few that a camera left.
_MOST_FILL_BYTES = 64 * 1024
# Pillow joins segments of EXIF anew with each, and takes image resources apart one by one.
_MOST_EXIF_BYTES = 2 * 1024 * 1024
_MOST_RESOURCE_BYTES = 4 * 1024 * 1024
# Quantisation and Huffman tables and the frame's head: one kilobyte, in truth.
_MOST_TABLE_BYTES = 64 * 1024


def check(file: Readable) -> None:
    _first_scan(_whole(file))


def scans(file: Readable) -> int:
    """How many scans the picture has; of what follows it, such as a video, nothing is counted."""
    content = _whole(file)
    at = _first_scan(content)
    if not at:
        return 0
    parts = Tally(MAX_PARTS)
    count = 1
    while found := _AFTER_PIXELS.search(content, at):
        parts.take()
        marker, at = found[0][1], found.end()
        if marker == _END:
            break
        count += marker == _SCAN
        at += max(2, int.from_bytes(content[at : at + 2], "big"))
    return count


def colours_of_first_scan(file: Readable) -> int:
    """How many of the colours the first scan holds; what it leaves out has to follow."""
    content = _whole(file)
    at = _first_scan(content)
    return content[at + 2] if 0 < at < len(content) - 2 else 0


def _whole(file: Readable) -> bytes:
    file.seek(0)
    return file.read()


def _first_scan(content: bytes) -> int:
    """The position after the first scan's marker, 0 without one. Raises ``TooMany``."""
    parts, fill = Tally(MAX_PARTS), Tally(_MOST_FILL_BYTES)
    exif, resources = Tally(_MOST_EXIF_BYTES), Tally(_MOST_RESOURCE_BYTES)
    tables = Tally(_MOST_TABLE_BYTES)
    at = 2
    while (start := content.find(b"\xff", at)) >= 0:
        parts.take()
        found = _NOT_FILL.search(content, start, start + _MOST_FILL_BYTES + 2)
        if not found:
            if start + _MOST_FILL_BYTES < len(content):
                raise TooMany
            return 0
        marker = content[found.start()]
        fill.take(found.start() - at - 1)
        at = found.end()
        if marker == _SCAN:
            return at
        if 0 < marker < 0xC0:
            return 0
        if marker in _BARE:
            continue
        size = max(2, int.from_bytes(content[at : at + 2], "big"))
        if marker == _APP1 and content.startswith(b"Exif\0", at + 2):
            exif.take(size)
        elif marker == _APP13:
            resources.take(size)
        elif not _APP0 <= marker <= _LAST_APP and marker != _COMMENT:
            tables.take(size)
        at += size
    if len(content) - at > _MOST_FILL_BYTES:
        raise TooMany
    return 0
