"""The segments of a JPEG before its first scan. Source: ISO 10918-1 B.1.

Steps as Pillow does, not as the standard wants: markers without a body are those that Pillow gives
none, and the end of the picture ends nothing. Scans are counted elsewhere (``opening``).
"""

import re

from .bounds import MAX_PARTS, Readable, Tally, TooMany

_SCAN, _COMMENT, _LAST_APP = 0xDA, 0xFE, 0xEF
_APP0, _APP1, _APP13 = 0xE0, 0xE1, 0xED
_BARE = frozenset({0x00, 0xC8, *range(0xD0, 0xDA), *range(0xF0, 0xFE)})
_NOT_FILL = re.compile(rb"[^\xff]")

# Bytes between segments: none, or a few that a camera left.
_MOST_FILL_BYTES = 64 * 1024
# Pillow joins segments of EXIF anew with each, and takes image resources apart one by one.
_MOST_EXIF_BYTES = 2 * 1024 * 1024
_MOST_RESOURCE_BYTES = 4 * 1024 * 1024
# Quantisation and Huffman tables and the frame's head: one kilobyte, in truth.
_MOST_TABLE_BYTES = 64 * 1024


def check(file: Readable) -> None:
    file.seek(0)
    content = file.read()
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
            return
        marker = content[found.start()]
        fill.take(found.start() - at - 1)
        at = found.end()
        if marker == _SCAN or 0 < marker < 0xC0:
            return
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
