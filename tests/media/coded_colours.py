"""Strips of patches whose colours are told by code points, gamma or chromaticities; and by whom."""

import io
import struct
import zlib

from PIL import Image as PilImage

GREYS = [(value,) * 3 for value in range(0, 256, 15)]
PATCHES = [
    *GREYS, (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (200, 60, 60), (60, 160, 60),
    (60, 60, 200), (180, 140, 120), (90, 130, 160), (230, 200, 60), (120, 30, 200), (30, 200, 220),
]  # fmt: skip
SIDE = 8


def strip() -> PilImage.Image:
    picture = PilImage.new("RGB", (SIDE * len(PATCHES), SIDE))
    for place, patch in enumerate(PATCHES):
        picture.paste(patch, (SIDE * place, 0, SIDE * place + SIDE, SIDE))
    return picture


def patches_of(picture: PilImage.Image) -> list[tuple[int, ...]]:
    middle = SIDE // 2
    return [picture.getpixel((SIDE * n + middle, middle))[:3] for n in range(len(PATCHES))]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    """The strip, with these chunks before its pixels."""
    out = io.BytesIO()
    strip().save(out, "PNG")
    content = out.getvalue()
    return content[:33] + b"".join(chunks) + content[33:]


def cicp(primaries: int, transfer: int, matrix: int = 0, full: int = 1) -> bytes:
    return chunk(b"cICP", bytes([primaries, transfer, matrix, full]))


def gama(gamma: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(gamma * 100_000)))


def chrm(*points: float) -> bytes:
    """White, red, green, blue."""
    return chunk(b"cHRM", struct.pack(">8I", *(round(point * 100_000) for point in points)))


def iccp(profile: bytes) -> bytes:
    return chunk(b"iCCP", b"wide\0\0" + zlib.compress(profile))


def coded_by_av1(primaries: int, transfer: int) -> bytes:
    """The strip in an AVIF without a box for colours, whose coding says them."""
    content = coded(1, 13)
    said = int.from_bytes(content, "big")
    length = 8 * len(content)
    start = 8 * content.index(b"mdat")
    for at in range(start, start + 8 * 64):
        # What Pillow writes: BT.709, sRGB and the matrix of BT.601.
        if said >> length - at - 24 & 0xFFFFFF == 0x010D06:
            said ^= (0x010D ^ primaries << 8 ^ transfer) << length - at - 16
            return said.to_bytes(len(content), "big").replace(b"colrnclx", b"freenclx")
    raise LookupError("No code points stand in the coding.")


def coded_by_hevc(primaries: int, transfer: int) -> bytes:
    """The strip in a HEIC without a box for colours, whose coding says them."""
    out = io.BytesIO()
    strip().save(
        out, "HEIF", quality=100, chroma=444, save_nclx_profile=True, color_primaries=primaries,
        transfer_characteristics=transfer, matrix_coefficients=6, full_range_flag=1,
    )  # fmt: skip
    return out.getvalue().replace(b"colrnclx", b"freenclx")


def coded(primaries: int, transfer: int, *, format: str = "AVIF", **options) -> bytes:
    """The strip in an AVIF or HEIC whose box says so; what is decoded stays the same."""
    out = io.BytesIO()
    options = {"subsampling": "4:4:4"} if format == "AVIF" else {"chroma": 444}
    strip().save(out, format, quality=100, **options)
    content = out.getvalue()
    at = content.index(b"nclx") + 4
    return content[:at] + struct.pack(">HH", primaries, transfer) + content[at + 4 :]
