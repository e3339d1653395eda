"""The colours that the coding of HEVC names itself, which count where a HEIC has no box for them.

Source: ITU-T H.265, 7.3.1 (NAL units), 7.3.2.2 (sequence parameter set) and E.2.1 (VUI);
ISO/IEC 14496-15, 8.3.3.1 (the box ``hvcC``, which holds the sequence parameter set).
"""

from __future__ import annotations

from collections.abc import Iterator

from .bits import NOT_SAID, Bits, Colours

#: A box has the parameter sets alone, some hundred bytes.
ENOUGH_BYTES = 4096
_ARRAYS_AT = 22
_SEQUENCE_PARAMETER_SET = 33
# What the standard allows.
_MOST_SETS, _MOST_PICTURES, _MOST_LONG_TERM = 64, 16, 32
_NO_SUBSAMPLING, _GREY, _EXTENDED_ASPECT = 3, 0, 255


def colours(box: bytes) -> Colours | None:
    """Those of the first sequence parameter set in the body of ``hvcC``; None without one."""
    unit = next(_units(box), None)
    # The coder puts a 3 after two zeros; it is not part of the data.
    return _of_set(Bits(unit[2:].replace(b"\0\0\3", b"\0\0"))) if unit else None


def _units(box: bytes) -> Iterator[bytes]:
    """The sequence parameter sets."""
    arrays, at = box[_ARRAYS_AT : _ARRAYS_AT + 1], _ARRAYS_AT + 1
    for _array in range(arrays[0] if arrays else 0):
        kind = box[at] & 63 if at < len(box) else 0
        count, at = int.from_bytes(box[at + 1 : at + 3], "big"), at + 3
        for _unit in range(count):
            size, at = int.from_bytes(box[at : at + 2], "big"), at + 2
            if at + size > len(box):
                return
            if kind == _SEQUENCE_PARAMETER_SET:
                yield box[at : at + size]
            at += size


def _of_set(bits: Bits) -> Colours | None:
    bits.take(4)
    layers = bits.take(3)
    bits.take(1)
    _skip_profile(bits, layers)
    bits.exp_golomb()
    chroma = bits.exp_golomb()
    if chroma == _NO_SUBSAMPLING:
        bits.take(1)
    _skip_numbers(bits, 2)
    if bits.take(1):
        _skip_numbers(bits, 4)
    _skip_numbers(bits, 2)
    order_bits = bits.exp_golomb() + 4
    _skip_numbers(bits, 3 * (layers + 1 if bits.take(1) else 1))
    _skip_numbers(bits, 6)
    if bits.take(1) and bits.take(1):
        _skip_scaling_lists(bits)
    bits.take(2)
    if bits.take(1):
        bits.take(8)
        _skip_numbers(bits, 2)
        bits.take(1)
    _skip_sets_of_pictures(bits)
    if bits.take(1):
        for _picture in range(min(bits.exp_golomb(), _MOST_LONG_TERM)):
            bits.take(order_bits + 1)
    bits.take(2)
    codes = _of_usability(bits) if bits.take(1) else (NOT_SAID, NOT_SAID)
    return None if bits.is_short else Colours(*codes, is_grey=chroma == _GREY)


def _of_usability(bits: Bits) -> tuple[int, int]:
    """Source: E.2.1, as far as the colours."""
    if bits.take(1) and bits.take(8) == _EXTENDED_ASPECT:
        bits.take(32)
    if bits.take(1):
        bits.take(1)
    if not bits.take(1):
        return NOT_SAID, NOT_SAID
    bits.take(4)
    return (bits.take(8), bits.take(8)) if bits.take(1) else (NOT_SAID, NOT_SAID)


def _skip_numbers(bits: Bits, count: int) -> None:
    for _number in range(count):
        bits.exp_golomb()


def _skip_profile(bits: Bits, layers: int) -> None:
    bits.take(96)
    told = [(bits.take(1), bits.take(1)) for _layer in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for has_profile, has_level in told:
        bits.take(88 * has_profile + 8 * has_level)


def _skip_scaling_lists(bits: Bits) -> None:
    """Source: 7.3.4."""
    for size in range(4):
        for _matrix in range(2 if size == 3 else 6):
            if not bits.take(1):
                bits.exp_golomb()
            else:
                _skip_numbers(bits, (size > 1) + min(64, 1 << 4 + 2 * size))


def _skip_sets_of_pictures(bits: Bits) -> None:
    """Source: 7.3.7. Of a set that is told by the one before, the length depends on that one's."""
    pictures = 0
    for place in range(min(bits.exp_golomb(), _MOST_SETS)):
        if place and bits.take(1):
            bits.take(1)
            bits.exp_golomb()
            pictures = sum(bits.take(1) or bits.take(1) for _each in range(pictures + 1))
            continue
        pictures = min(bits.exp_golomb() + bits.exp_golomb(), _MOST_PICTURES)
        for _picture in range(pictures):
            bits.exp_golomb()
            bits.take(1)
