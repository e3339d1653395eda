"""The boxes of an AVIF or HEIC. Source: ISO/IEC 14496-12, 4.2 and 8.11.

libavif finds an item by looking through all of them, for each entry of each table: what a table
costs grows with the square of its length.
"""

from collections.abc import Iterator

from .bounds import MAX_PARTS, Readable, Tally, length_of, read_at

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
_MOST_TABLE_BYTES = 64 * 1024


# Where the coding of AV1 says that its samples have ten or twelve bits.
_DEEP = 0x40


def check(file: Readable) -> None:
    parts, tables = Tally(MAX_PARTS), Tally(_MOST_TABLE_BYTES)
    for kind, _at, size in _boxes(file):
        parts.take()
        if kind in _TABLES:
            tables.take(size)


def is_deep(file: Readable) -> bool:
    """Whether any picture in an AVIF has more than eight bits a sample: it is decoded in twice
    the bytes. Source: AV1 Codec ISO Media File Format Binding, 2.3.3.
    """
    return any(
        kind == b"av1C" and any(byte & _DEEP for byte in read_at(file, at + 2, 1))
        for kind, at, _size in _boxes(file)
    )


def _boxes(file: Readable) -> Iterator[tuple[bytes, int, int]]:
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
