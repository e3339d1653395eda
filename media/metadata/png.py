"""The metadata chunks of a PNG, before and after its pixels. Source: PNG third edition, 11.3."""

import binascii
import re
import zlib
from collections.abc import Iterator

from . import photoshop
from .segments import MAX_BLOCK_BYTES, Segments, number

_XMP = b"XML:com.adobe.xmp"
_PROFILE = b"Raw profile type "
_MAX_CHUNKS = 100_000
_SPACES = re.compile(rb"\s+")


def read(content: bytes) -> Segments:
    """``iTXt`` with XMP, ``eXIf``, and the hexadecimal profiles that ImageMagick writes."""
    found = Segments()
    for kind, body in _chunks(content):
        if kind == b"eXIf":
            found.add_exif(body)
        elif kind == b"iTXt":
            keyword, text = _international(body)
            if keyword == _XMP:
                found.add_xmp(text)
        elif kind in (b"tEXt", b"zTXt"):
            keyword, _nul, rest = body.partition(b"\0")
            if keyword.startswith(_PROFILE):
                text = rest if kind == b"tEXt" else _inflated(rest[1:])
                _take_profile(found, keyword.removeprefix(_PROFILE).lower(), _from_hex(text))
    return found


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    for _step in range(_MAX_CHUNKS):
        size, kind = number(content, at), content[at + 4 : at + 8]
        if len(kind) < 4 or kind == b"IEND":
            return
        if kind in (b"eXIf", b"iTXt", b"tEXt", b"zTXt"):
            yield kind, content[at + 8 : at + 8 + size]
        at += size + 12


def _international(body: bytes) -> tuple[bytes, bytes]:
    """Keyword and text of an ``iTXt``; language and translated keyword are passed over."""
    keyword, _nul, rest = body.partition(b"\0")
    is_compressed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.partition(b"\0")[2].partition(b"\0")[2]
    return keyword, _inflated(text) if is_compressed else text


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
        found.add_iim(profile if is_bare else photoshop.iim_of(profile))
