"""EXIF: what cameras write. Source: CIPA DC-008 (EXIF 3.0), TIFF 6.0, Microsoft's XP tags."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from . import dates, texts
from .found import Block
from .segments import iim_of

# --- Directories of a TIFF structure. Source: TIFF 6.0, section 2 --------------------------------

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
        """The directory of the image itself (IFD0)."""
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


# --- What they say --------------------------------------------------------------------------------

_DESCRIPTION, _ARTIST, _COPYRIGHT = 0x010E, 0x013B, 0x8298
_XMP, _IIM, _RESOURCES = 0x02BC, 0x83BB, 0x8649
_EXIF, _GPS = 0x8769, 0x8825
_ORIGINAL, _ORIGINAL_OFFSET = 0x9003, 0x9011
_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_KEYWORDS, _XP_SUBJECT = range(0x9C9B, 0x9CA0)
# Latitude and longitude, those of the destination, and the name of the area.
_POSITION = (2, 4, 20, 22, 28)


@dataclass
class Exif:
    """What EXIF says, and the XMP and IIM that some programs put into it."""

    block: Block = field(default_factory=Block)
    xmp: list[bytes] = field(default_factory=list)
    iim: list[bytes] = field(default_factory=list)


def read(structures: Iterable[bytes]) -> Exif:
    """The first structure that has a directory."""
    for structure in structures:
        tiff = Tiff(structure)
        if first := tiff.first():
            return _read(tiff, first)
    return Exif()


def _read(tiff: Tiff, first: dict[int, Entry]) -> Exif:
    camera = tiff.below(first.get(_EXIF))
    gps = tiff.below(first.get(_GPS))
    said: dict[str, str | list[str]] = {
        "caption": texts.caption(_caption(first)),
        "creators": _creators(first),
        "copyright": _copyright(first.get(_COPYRIGHT)),
        "keywords": texts.lines(_wide(first.get(_XP_KEYWORDS)).split(";")),
        "date_created": dates.from_exif(
            _text(camera.get(_ORIGINAL)), _text(camera.get(_ORIGINAL_OFFSET))
        ),
    }
    return Exif(
        Block(said, has_position=any(tag in gps and any(gps[tag].raw) for tag in _POSITION)),
        xmp=[first[_XMP].raw] if _XMP in first else [],
        iim=[first[_IIM].raw] if _IIM in first else _iim_in_resources(first.get(_RESOURCES)),
    )


def _iim_in_resources(entry: Entry | None) -> list[bytes]:
    return [iim_of(entry.raw)] if entry else []


def _caption(first: dict[int, Entry]) -> str:
    wide = (_wide(first.get(tag)) for tag in (_XP_TITLE, _XP_SUBJECT, _XP_COMMENT))
    return _unspoilt(_text(first.get(_DESCRIPTION)), *wide)


def _unspoilt(text: str, *others: str) -> str:
    """The text, or that of which it is a copy with "?" for the letters Windows could not write."""
    if "?" not in text:
        return text
    is_nothing = not any(c.isalnum() for c in text)
    others = tuple(filter(None, (other.strip() for other in others)))
    for other in others:
        pairs = zip(text.strip(), other, strict=False)
        is_longer = len(other) >= len(text.strip())
        if other != text and is_longer and all(a == b or a == "?" for a, b in pairs):
            return other
    return next(iter(others), "") if is_nothing else text


def _creators(first: dict[int, Entry]) -> list[str]:
    wide = _wide(first.get(_XP_AUTHOR))
    artist = _unspoilt(_text(first.get(_ARTIST)), wide) or wide
    return texts.lines(artist.split(";"))


def _copyright(entry: Entry | None) -> str:
    """The photographer's notice, and the editor's on a line of its own."""
    if not entry:
        return ""
    parts = entry.raw[: texts.MAX_CHARACTERS].split(b"\0")[:2]
    return texts.block("\n".join(filter(None, (texts.line(texts.decoded(p)) for p in parts))))


def _text(entry: Entry | None) -> str:
    """The text up to its NUL."""
    raw = entry.raw[: 4 * texts.MAX_CHARACTERS] if entry else b""
    return texts.decoded(raw.partition(b"\0")[0])


def _wide(entry: Entry | None) -> str:
    raw = entry.raw[: 4 * texts.MAX_CHARACTERS] if entry else b""
    return raw.decode("utf-16-le", errors="replace").partition("\0")[0]
