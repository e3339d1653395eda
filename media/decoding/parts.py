"""Whether an image file has so few parts that reading its header stays cheap.

Pillow and libavif walk the parts of a file before they know its size in pixels, some of them in
time that grows with the square. An ordinary image has a dozen parts; a file of 40 MB may have
millions that are empty. Nothing here decodes, and nothing reads more than the heads of parts.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files.base import File

Readable = BinaryIO | File

#: Parts that hold no pixels; photographs with every kind of metadata have fewer than a hundred.
MAX_PARTS = 2000
#: Parts with pixels are larger than this on average, past the first ``MAX_PARTS``.
LEAST_BYTES_OF_PIXELS = 256


class TooMany(Exception):
    """The file has more parts than an image needs, or parts that no reader copes with."""


class Tally:
    """Counts down; raises ``TooMany`` below nothing."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise TooMany


def pixel_parts(file: Readable) -> Tally:
    """How many parts with pixels a file of its size may have."""
    return Tally(MAX_PARTS + length_of(file) // LEAST_BYTES_OF_PIXELS)


def length_of(file: Readable) -> int:
    return file.seek(0, io.SEEK_END)


def read_at(file: Readable, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def check(file: Readable) -> None:
    """Raise ``TooMany`` for a file that asks for endless work; leaves the position at the start.

    What is no image, or a broken one, passes: its reader finds that out. The blocks of a GIF are
    bounded as they are read, by ``Rationed``.
    """
    file.seek(0)
    head = file.read(12)
    if head.startswith(b"\xff\xd8"):
        _first_scan(_whole(file))
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_png(file)
    elif head.startswith(b"RIFF"):
        _check_riff(file)
    elif head[4:8] == b"ftyp":
        _check_boxes(file)
    elif is_tiff(file):
        _check_tiff(file)
    file.seek(0)


# Past these, a part has to have so many bytes on average. Blocks of a GIF have 256 in two reads.
_FREE_READS = 100_000
_LEAST_BYTES = 48


class Rationed:
    """Reads like the file it is given; raises ``TooMany`` for a reader that takes endless crumbs.

    A reader in Python spends about a microsecond on each read. This bounds what a file may cost in
    formats that have no walker of their own, and where one was misled.
    """

    def __init__(self, file: Readable) -> None:
        self._read = file.read
        self._reads = self._bytes = 0
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        data = self._read(size)
        self._reads += 1
        self._bytes += len(data)
        if self._reads > _FREE_READS and self._reads > _FREE_READS + self._bytes // _LEAST_BYTES:
            raise TooMany
        return data


# --- JPEG -----------------------------------------------------------------------------------------

# Its segments before the first scan, and its scans. Before the first scan the walk steps as Pillow
# does, not as the standard wants: markers without a body are those that Pillow gives none, and the
# end of the image ends nothing. Source: ISO 10918-1 B.1.
_END, _SCAN, _COMMENT, _LAST_APP = 0xD9, 0xDA, 0xFE, 0xEF
_APP0, _APP1, _APP13 = 0xE0, 0xE1, 0xED
_BARE = frozenset({0x00, 0xC8, *range(0xD0, 0xDA), *range(0xF0, 0xFE)})
_NOT_FILL = re.compile(rb"[^\xff]")
# Among the pixels of a scan stand escaped bytes and restarts.
_AFTER_PIXELS = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
# Bytes between segments: none, or a few that a camera left.
_MOST_FILL_BYTES = 64 * 1024
# Pillow joins all EXIF segments again for each one, and parses image resources one by one.
_MOST_EXIF_BYTES = 2 * 1024 * 1024
_MOST_RESOURCE_BYTES = 4 * 1024 * 1024
# Quantisation and Huffman tables and the frame's head: one kilobyte, in truth.
_MOST_JPEG_TABLE_BYTES = 64 * 1024


def scans(file: Readable) -> int:
    """How many scans the image has; of what follows it, such as a video, nothing is counted."""
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
    tables = Tally(_MOST_JPEG_TABLE_BYTES)
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


# --- PNG ------------------------------------------------------------------------------------------

# Its chunks, before and after the pixels. Source: PNG third edition, 5.3.
_PIXELS = frozenset({b"IDAT", b"fdAT", b"fcTL"})
# Each may swell to megabytes when it is read; an image has one.
_MOST_PROFILES = 4


def _check_png(file: Readable) -> None:
    parts, pixels, profiles = Tally(MAX_PARTS), pixel_parts(file), Tally(_MOST_PROFILES)
    at = 8
    while len(head := read_at(file, at, 8)) == 8:
        kind = head[4:]
        if kind == b"IEND":
            return
        (pixels if kind in _PIXELS else parts).take()
        if kind == b"iCCP":
            profiles.take()
        at += 12 + int.from_bytes(head[:4], "big")


# --- WebP -----------------------------------------------------------------------------------------

# Its chunks, and those within its frames. Source: RFC 9649, 2.3 and 2.7.
_FRAME = b"ANMF"
_FRAME_HEAD_BYTES = 16


def _check_riff(file: Readable) -> None:
    parts = Tally(MAX_PARTS)
    end = length_of(file)
    at = 12
    while at < end and len(head := read_at(file, at, 8)) == 8:
        parts.take()
        size = int.from_bytes(head[4:], "little")
        # The chunks of a frame are stepped through like those beside it.
        at += 8 + (_FRAME_HEAD_BYTES if head[:4] == _FRAME else size + size % 2)


# --- AVIF and HEIC --------------------------------------------------------------------------------

# Their boxes. libavif finds an item by looking through all of them, for each entry of each table:
# what a table costs grows with the square of its length. Source: ISO/IEC 14496-12, 4.2 and 8.11.
# What they hold before their boxes, in bytes.
_HOLDS_BOXES = {
    b"meta": 4, b"iprp": 0, b"ipco": 0, b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0,
    b"stbl": 0, b"edts": 0,
}  # fmt: skip
_TABLES = frozenset(
    {
        b"ftyp", b"iinf", b"iloc", b"iref", b"ipma", b"grpl", b"stts", b"stsc", b"stsz", b"stz2",
        b"stco", b"co64", b"stss", b"stsd", b"ctts", b"elst", b"tref",
    }
)  # fmt: skip
# A photograph of 200 tiles has 8 kB of tables.
MOST_TABLE_BYTES = 64 * 1024
# Where the coding of AV1 says that its samples have ten or twelve bits.
_DEEP = 0x40


def _check_boxes(file: Readable) -> None:
    parts, tables = Tally(MAX_PARTS), Tally(MOST_TABLE_BYTES)
    for kind, _at, size in boxes(file):
        parts.take()
        if kind in _TABLES:
            tables.take(size)


def is_deep(file: Readable) -> bool:
    """Whether any image in an AVIF has more than eight bits a sample: it is decoded in twice
    the bytes. Source: AV1 Codec ISO Media File Format Binding, 2.3.3.
    """
    return any(
        kind == b"av1C" and any(byte & _DEEP for byte in read_at(file, at + 2, 1))
        for kind, at, _size in boxes(file)
    )


def boxes(file: Readable) -> Iterator[tuple[bytes, int, int]]:
    """The kind of each box, where its body begins, and how long it says that it is."""
    end = length_of(file)
    at = 0
    while at < end and len(head := read_at(file, at, 16)) >= 8:
        size, kind, head_bytes = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, head_bytes = int.from_bytes(head[8:16], "big"), 16
        yield kind, at + head_bytes, size or end - at
        if kind in _HOLDS_BOXES:
            # Its boxes are stepped through like those beside it.
            at += head_bytes + _HOLDS_BOXES[kind]
        elif size < head_bytes:
            # The last box reaches to the end of the file; any other length is a lie.
            return
        else:
            at += size


# --- TIFF -----------------------------------------------------------------------------------------

# Its directories, which may name each other in a circle, and what their entries hold. BigTIFF is
# for files of more than four gigabytes. Source: TIFF 6.0, section 2.
_TIFF_HEADS = (b"II*\0", b"MM\0*")
_ENTRY_BYTES = 12
# Offsets of strips, a profile, XMP; scanners and Photoshop add previews and layers of megabytes.
_MOST_ENTRY_BYTES = 24 * 1024 * 1024
_ITEM_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}


def is_tiff(file: Readable) -> bool:
    return read_at(file, 0, 4) in _TIFF_HEADS


def _check_tiff(file: Readable) -> None:
    order: Any = "little" if read_at(file, 0, 2) == b"II" else "big"
    entries, held = Tally(MAX_PARTS), Tally(_MOST_ENTRY_BYTES)
    at = int.from_bytes(read_at(file, 4, 4), order)
    while at:
        count = int.from_bytes(read_at(file, at, 2), order)
        entries.take(count + 1)
        directory = read_at(file, at + 2, count * _ENTRY_BYTES + 4)
        for start in range(0, count * _ENTRY_BYTES, _ENTRY_BYTES):
            kind = int.from_bytes(directory[start + 2 : start + 4], order)
            items = int.from_bytes(directory[start + 4 : start + 8], order)
            held.take(items * _ITEM_BYTES.get(kind, 1))
        at = int.from_bytes(directory[count * _ENTRY_BYTES :], order)
