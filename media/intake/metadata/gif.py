"""The XMP of a GIF. Source: GIF89a; Adobe XMP Specification Part 3, 1.1.2."""

from .segments import Segments

_EXTENSION, _IMAGE = 0x21, 0x2C
_APPLICATION = 0xFF
_XMP = b"\x0bXMP DataXMP"
# After the packet stands a ramp of bytes that leads every reader to the end of the blocks.
_RAMP_BYTES = 257
_MAX_BLOCKS = 300_000


def read(content: bytes) -> Segments:
    found = Segments()
    steps = _MAX_BLOCKS
    at = 13 + _table_bytes(content[10:11])
    while steps > 0 and at < len(content):
        kind = content[at]
        if kind == _EXTENSION:
            is_xmp = content[at + 1 : at + 14] == bytes([_APPLICATION]) + _XMP
            start = at + 14 if is_xmp else at + 2
        elif kind == _IMAGE:
            is_xmp = False
            start = at + 11 + _table_bytes(content[at + 9 : at + 10])
        else:
            break
        at, steps = _after_blocks(content, start, steps - 1)
        if is_xmp:
            found.add_xmp(content[start : max(start, at - 1 - _RAMP_BYTES)])
    return found


def _table_bytes(flags: bytes) -> int:
    """How long the colour table is that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _after_blocks(content: bytes, at: int, steps: int) -> tuple[int, int]:
    """The position after the sub-blocks, each with its length before it, and the steps left."""
    while steps > 0 and at < len(content):
        size = content[at]
        at += 1 + size
        steps -= 1
        if not size:
            break
    return min(at, len(content)), steps
