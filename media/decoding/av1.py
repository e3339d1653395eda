"""The colours that an AV1 stream itself names; they count where an AVIF has no box for them.

Source: AV1 Bitstream & Decoding Process Specification, 5.3 (OBUs) and 5.5 (sequence header).
"""

from __future__ import annotations

from .bits import NOT_SAID, Bits, Colours

_SEQUENCE_HEADER = 1
#: A sequence header has some twenty bytes, and stands first.
ENOUGH_BYTES = 256
_LONGEST_OBU_BYTES, _MOST_OBUS = 128, 4


def colours(data: bytes) -> Colours | None:
    """Those of the first sequence header in the first bytes of a coded image; None without one."""
    at = 0
    for _obu in range(_MOST_OBUS):
        if at >= len(data) or data[at] & 0x80:
            return None
        kind, has_extension, has_size = data[at] >> 3 & 15, data[at] & 4, data[at] & 2
        at += 2 if has_extension else 1
        size, at = _leb128(data, at) if has_size else (len(data) - at, at)
        if kind == _SEQUENCE_HEADER:
            return _of_header(Bits(data[at : at + min(size, _LONGEST_OBU_BYTES)]))
        at += size
    return None


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place] if at + place < len(data) else 0
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return value, at + place + 1
    return len(data), at + 8


def _of_header(bits: Bits) -> Colours | None:
    profile, _is_still, is_reduced = bits.take(3), bits.take(1), bits.take(1)
    if is_reduced:
        bits.take(5)
    else:
        _skip_operating_points(bits)
    widths = bits.take(4) + 1, bits.take(4) + 1
    for width in widths:
        bits.take(width)
    if not is_reduced and bits.take(1):
        bits.take(7)
    bits.take(3)
    if not is_reduced:
        _skip_tools(bits)
    bits.take(3)
    is_deep = bits.take(1)
    if profile == 2 and is_deep:
        bits.take(1)
    is_grey = bool(profile != 1 and bits.take(1))
    primaries, transfer = (bits.take(8), bits.take(8)) if bits.take(1) else (NOT_SAID, NOT_SAID)
    return None if bits.is_short else Colours(primaries, transfer, is_grey)


def _skip_operating_points(bits: Bits) -> None:
    delay_bits = 0
    has_model = False
    if bits.take(1):
        bits.take(64)
        if bits.take(1):
            bits.exp_golomb()
        has_model = bool(bits.take(1))
        if has_model:
            delay_bits = bits.take(5) + 1
            bits.take(42)
    has_delay = bits.take(1)
    for _point in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if has_model and bits.take(1):
            bits.take(2 * delay_bits + 1)
        if has_delay and bits.take(1):
            bits.take(4)


def _skip_tools(bits: Bits) -> None:
    bits.take(4)
    has_order = bits.take(1)
    if has_order:
        bits.take(2)
    forces_screen_content = 2 if bits.take(1) else bits.take(1)
    if forces_screen_content and not bits.take(1):
        bits.take(1)
    if has_order:
        bits.take(3)
