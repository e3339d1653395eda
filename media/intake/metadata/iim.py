"""IIM, the older block of agencies. Source: IPTC-NAA Information Interchange Model 4.2."""

from collections.abc import Iterable, Iterator

from . import dates, texts
from .found import IIM_LIMITS, Block
from .segments import number

_MARK = 0x1C
_MAX_DATASETS = 5000
_CHARSET = (1, 90)
_UTF8 = (b"\x1b%G", b"\x1b%/G", b"\x1b%/H", b"\x1b%/I")
_DATE, _TIME = (2, 55), (2, 60)

_LINES = {
    "title": (2, 5),
    "headline": (2, 105),
    "creator_job": (2, 85),
    "credit_line": (2, 110),
    "source": (2, 115),
    "city": (2, 90),
    "location": (2, 92),
    "region": (2, 95),
    "country_code": (2, 100),
    "country": (2, 101),
    "job_id": (2, 103),
    "caption_writer": (2, 122),
}
_BLOCKS = {"copyright": (2, 116), "instructions": (2, 40)}
_LISTS = {"creators": (2, 80), "keywords": (2, 25)}

_Datasets = dict[tuple[int, int], list[bytes]]


def read(blocks: Iterable[bytes]) -> Block:
    """What the blocks say, the earlier before the later."""
    said: dict[str, str | list[str]] = {}
    for block in blocks:
        for name, its in _fields(_collected(block)).items():
            said[name] = said.get(name) or its
    return Block(said)


def _collected(block: bytes) -> _Datasets:
    found: _Datasets = {}
    for key, value in _datasets(block):
        found.setdefault(key, []).append(value)
    return found


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Up to the first that is not whole: after a length that lies nothing can be found."""
    at = 0
    for _step in range(_MAX_DATASETS):
        if number(block, at, 1) != _MARK:
            return
        key = (number(block, at + 1, 1), number(block, at + 2, 1))
        length, at = number(block, at + 3, 2), at + 5
        if length & 0x8000:
            # An extended dataset: these are the bytes in which the length stands.
            size = length & 0x7FFF
            if size > 4:
                return
            length, at = number(block, at, size), at + size
        if at + length > len(block):
            return
        yield key, block[at : at + length]
        at += length


def _fields(found: _Datasets) -> dict[str, str | list[str]]:
    is_utf8 = any(charset.startswith(_UTF8) for charset in found.get(_CHARSET, []))

    def decoded(name: str, key: tuple[int, int]) -> list[str]:
        return [
            _decoded(raw, IIM_LIMITS.get(name, 0), is_utf8=is_utf8) for raw in found.get(key, [])
        ]

    def first(name: str, key: tuple[int, int]) -> str:
        return next((text for text in decoded(name, key) if text.strip(" \0")), "")

    said: dict[str, str | list[str]] = {"caption": texts.caption(first("caption", (2, 120)))}
    for name, key in _LINES.items():
        said[name] = texts.line(first(name, key))
    for name, key in _BLOCKS.items():
        said[name] = texts.block(first(name, key))
    for name, key in _LISTS.items():
        said[name] = texts.lines(decoded(name, key))
    said["date_created"] = dates.from_iim(first("", _DATE), first("", _TIME))
    return said


def _decoded(raw: bytes, limit: int, *, is_utf8: bool) -> str:
    """Decode as the block declares; undeclared text is UTF-8 where valid, else Latin.

    Writers cut at the limit, even inside a letter: the rest of such a letter is dropped.
    """
    raw = raw[: 4 * texts.MAX_CHARACTERS]
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        ends_in_letter = error.reason == "unexpected end of data" and error.end == len(raw)
        is_cut = ends_in_letter and (is_utf8 or limit - 3 <= len(raw) <= limit)
        return raw[: error.start].decode() if is_cut else texts.decoded(raw)
