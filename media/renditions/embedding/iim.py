"""Writing IIM, the metadata that the trade's older programs read: one APP13 segment of a JPEG.

Each text has its length in the standard and is cut between characters; XMP has it whole.
Source: IPTC-NAA Information Interchange Model 4.2; Photoshop's image resource blocks.
"""

from __future__ import annotations

import struct

from . import xmp
from .statement import Statement

_UTF_8 = b"\x1b%G"
_IPTC_RESOURCE = 0x0404


def block(statement: Statement) -> bytes:
    """The data sets, with their character set first; empty when there is nothing to say."""
    sets = [
        _text(80, statement.creator, 32),
        _text(110, statement.credit, 32),
        _text(115, statement.source, 32),
        _text(116, statement.copyright, 128),
        _text(120, statement.caption, 2000),
    ]
    said = b"".join(sets)
    return _data_set(1, 90, _UTF_8) + _data_set(2, 0, b"\0\x04") + said if said else b""


def segment(content: bytes) -> bytes:
    """The block as the APP13 segment that Pillow's JPEG writer takes as ``extra``."""
    resource = b"8BIM" + struct.pack(">HHI", _IPTC_RESOURCE, 0, len(content)) + content
    payload = b"Photoshop 3.0\0" + resource + b"\0" * (len(content) % 2)
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


def _text(number: int, text: str, most_bytes: int) -> bytes:
    # A data set has one line: older programs end a text at a line's end.
    content = xmp.cut(" ".join(xmp.storable(text).split()), most_bytes).strip().encode()
    return _data_set(2, number, content) if content else b""


def _data_set(record: int, number: int, content: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(content)) + content
