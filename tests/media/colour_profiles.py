"""ICC profiles of version 2, written by the numbers.

Sources: ICC.1 (profiles), IEC 61966-2-1 (sRGB), SMPTE EG 432-1 (P3).
"""

import struct

# The colorants in XYZ under D50, red, green and blue.
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
WHITE = (0.96420, 1.0, 0.82491)


def profile(space: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    """An ICC profile of version 2 for screens."""
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags:
        content += b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content
    head = struct.pack(
        ">I4sI4s4s4s12s4s28s", at + len(body), b"test", 0x02400000, b"mntr", space, b"XYZ ",
        b"\0" * 12, b"acsp", b"\0" * 28,
    )  # fmt: skip
    head += struct.pack(">iii", *(round(its * 65536) for its in WHITE))
    return head + b"\0" * (128 - len(head)) + struct.pack(">I", len(tags)) + table + body


def named(tags: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    words = b"Wide\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + b"\0" * 78
    return [(b"desc", text), (b"wtpt", xyz(WHITE)), (b"cprt", b"text\0\0\0\0none\0"), *tags]


def xyz(numbers: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">iii", *(round(its * 65536) for its in numbers))


def curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def of_rgb(colorants: tuple[tuple[float, ...], ...], gamma: float) -> bytes:
    columns = list(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(xyz, colorants), strict=True))
    curves = [(name, curve(gamma)) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return profile(b"RGB ", named([*columns, *curves]))
