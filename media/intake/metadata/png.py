"""The metadata chunks of a PNG, before and after its pixels. Source: PNG third edition, 11.3."""

import binascii
import re
import zlib
from collections.abc import Iterator
from itertools import islice

from .segments import MAX_BLOCK_BYTES, Segments, iim_of, number

_XMP = b"XML:com.adobe.xmp\0"
_PROFILE = b"Raw profile type "
_MAX_CHUNKS = 100_000
# Each of these may swell to the size of a block.
_MAX_TEXTS = 16
_SPACES = re.compile(rb"\s+")


def read(content: bytes) -> Segments:
    """``iTXt`` with XMP, ``eXIf``, and the hexadecimal profiles that ImageMagick writes."""
    found = Segments()
    for kind, body in islice(filter(_is_wanted, _chunks(content)), _MAX_TEXTS):
        keyword, _nul, rest = body.partition(b"\0")
        if kind == b"eXIf":
            found.add_exif(body)
        elif kind == b"iTXt":
            found.add_xmp(_international(rest))
        else:
            text = rest if kind == b"tEXt" else _inflated(rest[1:])
            _take_profile(found, keyword.removeprefix(_PROFILE).lower(), _from_hex(text))
    return found


def _is_wanted(chunk: tuple[bytes, bytes]) -> bool:
    kind, body = chunk
    if kind == b"iTXt":
        return body.startswith(_XMP)
    return kind == b"eXIf" or (kind in (b"tEXt", b"zTXt") and body.startswith(_PROFILE))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    for _step in range(_MAX_CHUNKS):
        size, kind = number(content, at), content[at + 4 : at + 8]
        if len(kind) < 4 or kind == b"IEND":
            return
        if kind != b"IDAT":
            yield kind, content[at + 8 : at + 8 + size]
        at += size + 12


def _international(body: bytes) -> bytes:
    """The text of an ``iTXt`` after its keyword; the language is passed over."""
    text = body[2:].partition(b"\0")[2].partition(b"\0")[2]
    return _inflated(text) if body[:1] == b"\1" else text


def _inflated(data: bytes) -> bytes:
    """As much as a block may have; what was whole before the damage where there is some."""
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(data, MAX_BLOCK_BYTES + 1)
    except zlib.error:
        return b""


def _from_hex(text: bytes) -> bytes:
    """The bytes of a raw profile: a name, a length and hexadecimal digits on lines."""
    _name, _space, rest = text.lstrip(b"\n").partition(b"\n")
    length, _space, digits = rest.lstrip().partition(b"\n")
    if not length.strip().isdigit() or len(length) > 12:
        return b""
    digits = _SPACES.sub(b"", digits)
    try:
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])[: int(length)]
    except binascii.Error:
        return b""


def _take_profile(found: Segments, name: bytes, profile: bytes) -> None:
    if profile.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
        found.add_xmp(profile.partition(b"\0")[2])
    elif name == b"xmp":
        found.add_xmp(profile)
    elif name in (b"exif", b"app1"):
        found.add_exif(profile)
    elif name in (b"iptc", b"8bim"):
        profile = profile.removeprefix(b"Photoshop 3.0\0")
        is_bare = profile.startswith(b"\x1c")
        found.add_iim(profile if is_bare else iim_of(profile))
