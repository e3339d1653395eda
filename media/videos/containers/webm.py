"""WebM: the elements of EBML (RFC 8794) and Matroska (RFC 9559), as far as a newsroom must know.

Elements are kept by name; every other (tags, attachments, chapters, dates, titles) becomes void of
the same length. Sizes may be unknown, as in what browsers record.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .shapes import (
    Container,
    Patch,
    Reader,
    check_sides,
    damaged,
    data_track,
    no_picture,
    seconds,
    unplayable,
    unplayable_sound,
)

_SEGMENT, _CLUSTER, _INFO, _TRACKS, _VOID = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xEC
_SEEK_HEAD, _CUES = 0x114D9B74, 0x1C53BB6B
_DOC_TYPE = 0x4282
# A cluster's own elements; they stand beside the clusters where these have no size.
_IN_CLUSTER = frozenset({0xE7, 0xA3, 0xA0, 0xA7, 0xAB, 0xAF, 0x5854})
_IN_SEGMENT = _IN_CLUSTER | {_CLUSTER, _SEEK_HEAD, _CUES}
_TIMESCALE, _DURATION = 0x2AD7B1, 0x4489
_IN_INFO = frozenset({_TIMESCALE, _DURATION, 0x4D80, 0x5741})
_ENTRY, _TRACK_TYPE, _CODEC, _VIDEO, _WIDTH, _HEIGHT = 0xAE, 0x83, 0x86, 0xE0, 0xB0, 0xBA

_PICTURE, _SOUND = 1, 2
_CODECS = frozenset({"V_VP8", "V_VP9", "V_AV1"})
_SOUND_CODECS = frozenset({"A_OPUS", "A_VORBIS"})
_MAX_TEXT = 64


@dataclass(frozen=True)
class Element:
    """``end`` is None where the size is not known."""

    name: int
    start: int
    content: int
    end: int | None


@dataclass
class _Track:
    kind: int = 0
    codec: str = ""
    width: int = 0
    height: int = 0


@dataclass
class _Found:
    patches: list[Patch]
    tracks: list[_Track]
    timescale: int = 1_000_000
    duration: float = 0


def examine(reader: Reader) -> Container:
    """What the video is. Raises ``VideoRefused``."""
    header, *others = _top(reader)
    _check_kind(reader, header)
    found = _Found([], [])
    for segment in others:
        _read_segment(reader, segment, found)
    if any(track.kind not in (_PICTURE, _SOUND) for track in found.tracks):
        raise data_track()
    pictures = [track for track in found.tracks if track.kind == _PICTURE]
    if not pictures:
        raise no_picture()
    for track in pictures:
        if track.codec not in _CODECS:
            raise unplayable(track.codec)
    # Of several languages or mixes, browsers play the first.
    sound = next((track for track in found.tracks if track.kind == _SOUND), None)
    if sound and sound.codec not in _SOUND_CODECS:
        raise unplayable_sound(sound.codec)
    check_sides(pictures[0].width, pictures[0].height)
    return Container(
        media_type="video/webm",
        suffix="webm",
        width_px=pictures[0].width,
        height_px=pictures[0].height,
        duration_seconds=seconds(found.duration * found.timescale / 1e9),
        patches=tuple(sorted(found.patches, key=lambda patch: patch.at)),
    )


def _top(reader: Reader) -> list[Element]:
    """The header and the segment; what browsers would not read is not published."""
    found = list(_elements(reader, 0, reader.size))
    if len(found) != 2 or found[1].name != _SEGMENT or found[0].end is None:
        raise damaged()
    return found


def _check_kind(reader: Reader, header: Element) -> None:
    for inner in _elements(reader, header.content, header.end or 0):
        if inner.name == _DOC_TYPE:
            kind = _text(reader, inner)
            if kind != "webm":
                raise unplayable(kind.capitalize())
            return
    raise damaged()


# --- Elements ------------------------------------------------------------------------------------


def _elements(reader: Reader, at: int, end: int) -> Iterator[Element]:
    while at < end:
        reader.count_part()
        name, content = _number(reader, at, keeps_marker=True)
        size, content = _number(reader, content)
        unknown = size is None
        if unknown and name not in (_SEGMENT, _CLUSTER):
            raise damaged()
        stop = None if size is None else content + size
        if stop is not None and stop > end:
            raise damaged()
        yield Element(name or 0, at, content, stop)
        # A cluster without a size: its elements follow as if they were its neighbours.
        at = stop if stop is not None else end if name == _SEGMENT else content


def _number(reader: Reader, at: int, *, keeps_marker: bool = False) -> tuple[int | None, int]:
    """A number of variable length and what follows it; all ones mean None."""
    first = reader.read(at, 1)[0]
    length = 9 - first.bit_length()
    if length > (4 if keeps_marker else 8):
        raise damaged()
    raw = int.from_bytes(reader.read(at, length), "big")
    if keeps_marker:
        return raw, at + length
    value = raw & ((1 << 7 * length) - 1)
    return (None if value == (1 << 7 * length) - 1 else value), at + length


def _blank(element: Element) -> list[Patch]:
    """The element as void of the same length."""
    length = (element.end or element.content) - element.start
    if length < 9:
        head = bytes([_VOID, 0x80 | (length - 2)])
    else:
        head = bytes([_VOID, 0x01]) + (length - 9).to_bytes(7, "big")
    return [Patch(element.start, length, head)]


# --- What is read --------------------------------------------------------------------------------


def _read_segment(reader: Reader, segment: Element, found: _Found) -> None:
    end = segment.end or reader.size
    for element in _elements(reader, segment.content, end):
        if element.name == _INFO:
            _read_info(reader, element, found)
        elif element.name == _TRACKS:
            for entry in _inner(reader, element):
                if entry.name == _ENTRY:
                    found.tracks.append(_read_track(reader, entry))
        elif element.name not in _IN_SEGMENT:
            found.patches += _blank(element)


def _read_info(reader: Reader, info: Element, found: _Found) -> None:
    for element in _inner(reader, info):
        if element.name == _TIMESCALE:
            found.timescale = _integer(reader, element)
        elif element.name == _DURATION:
            found.duration = _float(reader, element)
        elif element.name not in _IN_INFO:
            found.patches += _blank(element)


def _read_track(reader: Reader, entry: Element) -> _Track:
    track = _Track()
    for element in _inner(reader, entry):
        if element.name == _TRACK_TYPE:
            track.kind = _integer(reader, element)
        elif element.name == _CODEC:
            track.codec = _text(reader, element)
        elif element.name == _VIDEO:
            sides = {e.name: e for e in _inner(reader, element) if e.name in (_WIDTH, _HEIGHT)}
            if len(sides) != 2:
                raise damaged()
            track.width = _integer(reader, sides[_WIDTH])
            track.height = _integer(reader, sides[_HEIGHT])
    return track


def _inner(reader: Reader, element: Element) -> Iterator[Element]:
    return _elements(reader, element.content, element.end or element.content)


def _bytes(reader: Reader, element: Element) -> bytes:
    length = (element.end or element.content) - element.content
    if length > _MAX_TEXT:
        raise damaged()
    return reader.read(element.content, length)


def _integer(reader: Reader, element: Element) -> int:
    return int.from_bytes(_bytes(reader, element), "big")


def _float(reader: Reader, element: Element) -> float:
    raw = _bytes(reader, element)
    if len(raw) not in (4, 8):
        return 0
    return struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0]


def _text(reader: Reader, element: Element) -> str:
    return _bytes(reader, element).rstrip(b"\0").decode("ascii", "replace")
