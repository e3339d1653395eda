"""Where a file names the code points of its colours.

A PNG has a chunk, an AVIF and a HEIC a box; without one they say it in their coding. Source: ITU-T
H.273 (the code points).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from . import av1, hevc
from .parts import MOST_TABLE_BYTES, Readable, boxes, read_at


def found_in(file: Readable) -> tuple[int, int] | None:
    """The image's primaries and transfer function; None where the file says nothing of them."""
    head = read_at(file, 0, 12)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_png(file)
    return _of_boxes(file) if head[4:8] == b"ftyp" else None


def _of_png(file: Readable) -> tuple[int, int] | None:
    """Only full range and no other matrix are allowed. Source: PNG third edition, 11.3.2.6."""
    at = 8
    while len(head := read_at(file, at, 8)) == 8 and head[4:] not in (b"IDAT", b"IEND"):
        if head == b"\0\0\0\4cICP":
            primaries, transfer, matrix, is_full = (*read_at(file, at + 8, 4), 0, 0, 0, 0)[:4]
            return (primaries, transfer) if (matrix, is_full) == (0, 1) else None
        at += 12 + int.from_bytes(head[:4], "big")
    return None


#: Properties that say something of colours, and how much of each is read.
_READ = {b"colr": 8, b"hvcC": hevc.ENOUGH_BYTES, b"av1C": 4}


class _Boxes(NamedTuple):
    """``properties`` are kind and body of those in ``_READ``, empty for others; ``places`` is the
    table ``iloc`` that says where items stand.
    """

    primary: int
    owners: bytes
    properties: list[tuple[bytes, bytes]]
    places: bytes


def _of_boxes(file: Readable) -> tuple[int, int] | None:
    """Of the primary image: others are thumbnails, alpha, gain maps."""
    read = _read(file)
    own = [
        read.properties[place - 1]
        for place in _properties_of(read.primary, read.owners)
        if 0 < place <= len(read.properties)
    ]
    for _kind, body in own:
        if body.startswith(b"nclx") and len(body) == 8:
            return int.from_bytes(body[4:6], "big"), int.from_bytes(body[6:], "big")
    if any(kind == b"av1C" for kind, _body in read.properties):
        return _of_av1(file, read)
    return _of_hevc(own, read.properties)


def _read(file: Readable) -> _Boxes:
    """Source: ISO/IEC 23008-12, 9.3; 14496-12, 8.11.4 and 12.1.5."""
    primary, owners, places, past = 0, b"", b"", -1
    properties: list[tuple[bytes, bytes]] = []
    for kind, at, size in boxes(file):
        if kind == b"pitm":
            body = read_at(file, at, 8)
            primary = int.from_bytes(body[4 : 8 if body[:1] == b"\1" else 6], "big")
        elif kind == b"ipco":
            past = at + size
        elif kind == b"ipma":
            owners += read_at(file, at, min(size, MOST_TABLE_BYTES)) if not owners else b""
        elif kind == b"iloc":
            places = places or read_at(file, at, min(size, MOST_TABLE_BYTES))
        elif at - 8 < past:
            most = min(size, _READ.get(kind, 0))
            properties.append((kind, read_at(file, at, most) if most else b""))
    return _Boxes(primary, owners, properties, places)


def _of_hevc(*found: list[tuple[bytes, bytes]]) -> tuple[int, int] | None:
    """As the primary image is coded, which of these come first; an image of tiles as the first
    of them that is no grey."""
    for place, properties in enumerate(found):
        bodies = [body for kind, body in properties if kind == b"hvcC"][:_MOST_TRIED]
        for coded in filter(None, map(hevc.colours, bodies)):
            if not place or not coded.is_grey:
                return coded.primaries, coded.transfer
    return None


def _of_av1(file: Readable, read: _Boxes) -> tuple[int, int] | None:
    """As the primary image is coded; an image of tiles as the first of them, as browsers do."""
    places = dict(_places(read.places))
    own = [places.pop(read.primary)] if read.primary in places else []
    for at in (own + list(places.values()))[:_MOST_TRIED]:
        found = av1.colours(read_at(file, at, av1.ENOUGH_BYTES))
        # Grey is what shows through.
        if found and (at in own or not found.is_grey):
            return found.primaries, found.transfer
    return None


_MOST_TRIED = 4


def _places(table: bytes) -> Iterator[tuple[int, int]]:
    """Where the bytes of each item begin, of those that stand in the file's own part.

    Source: ISO/IEC 14496-12, 8.11.3.
    """
    if len(table) < 8:
        return
    version = table[0]
    offset_bytes, length_bytes = table[4] >> 4, table[4] & 15
    base_bytes, index_bytes = table[5] >> 4, table[5] & 15 if version else 0
    id_bytes = 4 if version == 2 else 2
    at = 6 + id_bytes

    def number(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(table[at - size : at], "big")

    while at < len(table):
        item = number(id_bytes)
        is_in_file = not version or not number(2) & 15
        number(2)
        base, extents = number(base_bytes), number(2)
        if not extents:
            continue
        number(index_bytes)
        first = base + number(offset_bytes)
        at += length_bytes + (extents - 1) * (index_bytes + offset_bytes + length_bytes)
        if is_in_file:
            yield item, first


def _properties_of(item: int, owners: bytes) -> Iterator[int]:
    """The places of an image's properties, from 1, by the box ``ipma``."""
    id_bytes = 2 if owners[:1] == b"\0" else 4
    place_bytes = 2 if len(owners) > 3 and owners[3] & 1 else 1
    at = 8
    while at + id_bytes < len(owners):
        is_its = int.from_bytes(owners[at : at + id_bytes], "big") == item
        count, at = owners[at + id_bytes], at + id_bytes + 1
        if is_its:
            for start in range(at, at + count * place_bytes, place_bytes):
                place = int.from_bytes(owners[start : start + place_bytes], "big")
                yield place & (0x7FFF if place_bytes == 2 else 0x7F)
            return
        at += count * place_bytes
