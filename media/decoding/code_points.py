"""The code points by which files name colours: primaries and transfer functions.

Source: ITU-T H.273, tables 2 and 3. Transfer functions are those that browsers show by, which for
video is the curve of a screen (BT.1886), not the camera's.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]


class Primaries(NamedTuple):
    """The chromaticities (x, y) of white, red, green and blue."""

    white: tuple[float, float]
    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]


_D65, _C, _DCI, _E = (0.3127, 0.3290), (0.310, 0.316), (0.314, 0.351), (1 / 3, 1 / 3)
_NTSC_1953 = Primaries(_C, (0.67, 0.33), (0.21, 0.71), (0.14, 0.08))
_BT601_625 = Primaries(_D65, (0.64, 0.33), (0.29, 0.60), (0.15, 0.06))
_BT601_525 = Primaries(_D65, (0.630, 0.340), (0.310, 0.595), (0.155, 0.070))
SRGB = Primaries(_D65, (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
BT2020 = Primaries(_D65, (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
PRIMARIES = {
    1: SRGB,
    4: _NTSC_1953,
    5: _BT601_625,
    6: _BT601_525,
    7: _BT601_525,
    8: Primaries(_C, (0.681, 0.319), (0.243, 0.692), (0.145, 0.049)),
    9: BT2020,
    10: Primaries(_E, (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)),
    11: Primaries(_DCI, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    12: Primaries(_D65, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    22: Primaries(_D65, (0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),
}

#: Light of 1 is white; those of PQ and HLG are in ``high_range``.
Curve = Callable[[float], float]


def power(exponent: float) -> Curve:
    return lambda value: value**exponent


def srgb_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def srgb_value(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _smpte_240(value: float) -> float:
    return value / 4 if value <= 0.0912 else ((value + 0.1115) / 1.1115) ** (1 / 0.45)


CURVES: dict[int, Curve] = {
    **dict.fromkeys((1, 6, 11, 14, 15), power(2.4)),
    4: power(2.2),
    5: power(2.8),
    7: _smpte_240,
    8: power(1),
    **dict.fromkeys((12, 13), srgb_light),
    17: lambda value: 52.37 / 48 * value**2.6,
}
PQ, HLG = 16, 18

# --- From one set of primaries to another --------------------------------------------------------

# Bradford's cones, in which one white is adapted to another. Source: ICC.1, annex E.
_BRADFORD: Matrix = (
    (0.8951, 0.2664, -0.1614),
    (-0.7502, 1.7135, 0.0367),
    (0.0389, -0.0685, 1.0296),
)
_D50: Row = (0.9642, 1.0, 0.8249)


def to_xyz(primaries: Primaries) -> Matrix:
    """From light of these primaries to XYZ under D50, white to white. Raises ZeroDivisionError."""
    columns = [_xyz(*point) for point in primaries[1:]]
    white = _xyz(*primaries.white)
    mixed = _transposed((columns[0], columns[1], columns[2]))
    amounts = applied(inverse(mixed), white)
    unadapted = _rows([[row[i] * amounts[i] for i in range(3)] for row in mixed])
    ours, theirs = applied(_BRADFORD, white), applied(_BRADFORD, _D50)
    scaled = _rows([[theirs[i] / ours[i] * one for one in _BRADFORD[i]] for i in range(3)])
    return product(product(inverse(_BRADFORD), scaled), unadapted)


def _xyz(x: float, y: float) -> Row:
    """Colour of a luminance of 1; of blue at the origin, which has none, its direction."""
    return (x / y, 1.0, (1 - x - y) / y) if y else (x, 0.0, 1 - x)


def applied(matrix: Matrix, row: Row) -> Row:
    red, green, blue = row
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return (
        a * red + b * green + c * blue,
        d * red + e * green + f * blue,
        g * red + h * green + i * blue,
    )


def product(left: Matrix, right: Matrix) -> Matrix:
    columns = _transposed(right)
    return _rows([[sum(map(float.__mul__, row, column)) for column in columns] for row in left])


def inverse(matrix: Matrix) -> Matrix:
    """Raises ZeroDivisionError for one that has none."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    minors = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    determinant = a * minors[0][0] + b * minors[1][0] + c * minors[2][0]
    return _rows([[one / determinant for one in row] for row in minors])


def _transposed(matrix: Matrix) -> Matrix:
    return _rows([list(column) for column in zip(*matrix, strict=True)])


def _rows(lists: list[list[float]]) -> Matrix:
    return tuple(map(tuple, lists))  # type: ignore[return-value]


# --- As a profile ---------------------------------------------------------------------------------


def profile(primaries: Primaries, curve: Curve) -> bytes:
    """An ICC profile of version 2 for these colours, exact at the 256 values of eight bits.

    Source: ICC.1:2001, clauses 6.1 and 6.5. Raises ZeroDivisionError and struct.error for primaries
    that no light has.
    """
    table = [min(65535, round(65535 * curve(value / 255))) for value in range(256)]
    trc = b"curv\0\0\0\0" + struct.pack(">I256H", 256, *table)
    colorants = _transposed(to_xyz(primaries))
    tags = [
        (b"desc", b"desc\0\0\0\0\0\0\0\x05CICP\0" + bytes(78)),
        (b"cprt", b"text\0\0\0\0none\0"),
        (b"wtpt", _xyz_tag(_D50)),
        *zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz_tag, colorants), strict=True),
        *((name, trc) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    at, directory, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags:
        directory += name + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x", at + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ",
        b"acsp", *_fixed(_D50),
    )  # fmt: skip
    return head + struct.pack(">I", len(tags)) + directory + body


def _xyz_tag(xyz: Row) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *_fixed(xyz))


def _fixed(row: Row) -> list[int]:
    return [round(number * 65536) for number in row]
