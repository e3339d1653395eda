"""MP4: the boxes of ISO/IEC 14496-12, as far as a newsroom must know them.

Boxes are kept by name; every other becomes free space of the same length. So go user data (©xyz,
loci), QuickTime's keys (com.apple.quicktime.location and the camera's name), XMP, and what makers
append. The instants of creation and the names of tracks and coders are blanked too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import mp4_sound
from .shapes import (
    Container,
    Patch,
    Reader,
    VideoRefused,
    check_sides,
    damaged,
    data_track,
    no_picture,
    seconds,
    unplayable,
    unplayable_sound,
)

_KEPT = {
    b"": b"ftyp styp moov mdat moof mfra sidx ssix pdin prft",
    b"moov": b"mvhd iods trak mvex",
    b"trak": b"tkhd edts tref mdia",
    b"mdia": b"mdhd hdlr elng minf",
    b"minf": b"vmhd smhd nmhd gmhd hdlr dinf stbl",
    b"moof": b"mfhd traf",
    b"traf": b"tfhd tfdt trun sdtp sbgp sgpd subs saiz saio senc",
    b"stbl": b"stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh sdtp stdp padb"
    b" sbgp sgpd subs saiz saio",
}
_KEPT_KINDS = {parent: frozenset(kinds.split()) for parent, kinds in _KEPT.items()}

# Kinds of track, by their handler: picture, sound, time codes. All others carry data or text.
_TRACKS = frozenset({b"vide", b"soun", b"tmcd"})
_CODECS = frozenset({b"avc1", b"avc3", b"av01", b"vp08", b"vp09"})
_CODEC_NAMES = {b"hvc1": "HEVC", b"hev1": "HEVC", b"mp4v": "MPEG-4", b"encv": "encrypted"}

_STILLS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
# Where a coder's name stands in a visual sample entry, after its header.
_CODER_NAME_AT, _CODER_NAME_BYTES = 42, 32
_HANDLER_NAME_AT = 24


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    content: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.content


@dataclass
class _Track:
    handler: bytes = b""
    codec: bytes = b""
    #: Of sound: the coding that not every browser plays.
    unplayed: str = ""
    sides: tuple[int, int] = (0, 0)
    coded_sides: tuple[int, int] = (0, 0)


@dataclass
class _Found:
    patches: list[Patch] = field(default_factory=list)
    tracks: list[_Track] = field(default_factory=list)
    duration: float = 0
    timescale: int = 0


def examine(reader: Reader) -> Container:
    """What the video is. Raises ``VideoRefused``."""
    _check_brand(reader)
    found = _Found()
    _walk(reader, Box(b"", 0, 0, reader.size), found)
    if any(track.handler not in _TRACKS for track in found.tracks):
        raise data_track()
    pictures = [track for track in found.tracks if track.handler == b"vide"]
    if not pictures:
        raise no_picture()
    for track in pictures:
        if track.codec not in _CODECS:
            name = _CODEC_NAMES.get(track.codec) or track.codec.decode("latin-1")
            raise unplayable(name)
    # Of several languages or mixes, browsers play the first.
    sound = next((track for track in found.tracks if track.handler == b"soun"), _Track())
    if sound.unplayed:
        raise unplayable_sound(sound.unplayed)
    width, height = pictures[0].sides if all(pictures[0].sides) else pictures[0].coded_sides
    check_sides(width, height)
    return Container(
        media_type="video/mp4",
        suffix="mp4",
        width_px=width,
        height_px=height,
        duration_seconds=seconds(found.duration / found.timescale) if found.timescale else None,
        patches=tuple(sorted(found.patches, key=lambda patch: patch.at)),
    )


def quicktime() -> VideoRefused:
    return VideoRefused(
        _("This is a QuickTime video, which not every browser plays. Export it as MP4 (H.264)."),
        code="unknown_format",
    )


def _check_brand(reader: Reader) -> None:
    brand = reader.read(8, 4)
    if brand == b"qt  ":
        raise quicktime()
    if brand in _STILLS:
        raise VideoRefused(
            _("This is a picture, not a video. Add it to the pictures instead."),
            code="unknown_format",
        )


# --- Boxes ---------------------------------------------------------------------------------------


def _walk(reader: Reader, parent: Box, found: _Found) -> None:
    """Read what is known inside a box and blank what is not."""
    kept = _KEPT_KINDS[parent.kind]
    for box in _boxes(reader, parent):
        if box.kind not in kept:
            found.patches += _blank(box)
        elif box.kind in _KEPT_KINDS:
            if box.kind == b"trak":
                found.tracks.append(_Track())
            _walk(reader, box, found)
        elif read := _READ.get(box.kind):
            read(reader, box, found)


def _boxes(reader: Reader, parent: Box) -> Iterator[Box]:
    at = parent.content
    while at < parent.end:
        reader.count_part()
        head = reader.read(at, 8)
        length, header = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, header = int.from_bytes(reader.read(at + 8, 8), "big"), 16
        elif length == 0 and not parent.kind:
            length = parent.end - at
        if length < header or at + length > parent.end:
            raise damaged()
        yield Box(head[4:], at, at + header, at + length)
        at += length


def _blank(box: Box) -> list[Patch]:
    """The box as free space: its name, then its content."""
    return [Patch(box.start + 4, 4, b"free"), Patch(box.content, box.length)]


# --- What is read --------------------------------------------------------------------------------


def _movie_header(reader: Reader, box: Box, found: _Found) -> None:
    times, rest = _times(reader, box, found)
    found.timescale = int.from_bytes(reader.read(rest, 4), "big")
    found.duration = _duration(reader.read(rest + 4, times), found.duration)


def _extends(reader: Reader, box: Box, found: _Found) -> None:
    """A video in fragments tells its length here."""
    for inner in _boxes(reader, box):
        if inner.kind == b"mehd":
            width = 8 if reader.read(inner.content, 1) == b"\1" else 4
            found.duration = _duration(reader.read(inner.content + 4, width), found.duration)


def _duration(raw: bytes, before: float) -> float:
    """All ones mean that it is not known."""
    return before if raw.strip(b"\xff") == b"" else max(before, int.from_bytes(raw, "big"))


def _track_header(reader: Reader, box: Box, found: _Found) -> None:
    times, rest = _times(reader, box, found)
    # Track, reserved, duration, reserved, layer to volume: then the matrix and the sides.
    matrix_at = rest + 8 + times + 16
    matrix = reader.read(matrix_at, 36)
    width, height = (int.from_bytes(reader.read(matrix_at + at, 2), "big") for at in (36, 40))
    is_turned = not any(matrix[:4]) and any(matrix[4:8])
    _track(found).sides = (height, width) if is_turned else (width, height)


def _media_header(reader: Reader, box: Box, found: _Found) -> None:
    _times(reader, box, found)


def _times(reader: Reader, box: Box, found: _Found) -> tuple[int, int]:
    """Blank when it was made and changed; how wide its times are, and what follows these two."""
    times = 8 if reader.read(box.content, 1) == b"\1" else 4
    if box.length < 4 + 2 * times:
        raise damaged()
    found.patches.append(Patch(box.content + 4, 2 * times))
    return times, box.content + 4 + 2 * times


def _handler(reader: Reader, box: Box, found: _Found) -> None:
    if box.length < _HANDLER_NAME_AT:
        raise damaged()
    track = _track(found)
    # QuickTime has a second one, for its data references, which comes later.
    track.handler = track.handler or reader.read(box.content + 8, 4)
    if box.length > _HANDLER_NAME_AT:
        start = box.content + _HANDLER_NAME_AT
        found.patches.append(Patch(start, box.end - start))


def _sample_descriptions(reader: Reader, box: Box, found: _Found) -> None:
    track = _track(found)
    entries = Box(b"stsd", box.start, box.content + 8, box.end)
    if track.handler == b"soun":
        for entry in _boxes(reader, entries):
            content = reader.read(entry.content, min(entry.length, mp4_sound.MOST_BYTES))
            track.unplayed = track.unplayed or mp4_sound.unplayed(entry.kind, content)
    if track.handler != b"vide":
        return
    for entry in _boxes(reader, entries):
        if entry.length < _CODER_NAME_AT + _CODER_NAME_BYTES:
            raise damaged()
        track.codec = entry.kind if entry.kind not in _CODECS else track.codec or entry.kind
        sides = reader.read(entry.content + 24, 4)
        track.coded_sides = int.from_bytes(sides[:2], "big"), int.from_bytes(sides[2:], "big")
        found.patches.append(Patch(entry.content + _CODER_NAME_AT, _CODER_NAME_BYTES))


def _track(found: _Found) -> _Track:
    if not found.tracks:
        raise damaged()
    return found.tracks[-1]


_READ = {
    b"mvhd": _movie_header,
    b"mvex": _extends,
    b"tkhd": _track_header,
    b"mdhd": _media_header,
    b"hdlr": _handler,
    b"stsd": _sample_descriptions,
}
