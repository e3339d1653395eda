"""What is written into public files: credit, rights, words, and statements on machines.

Renditions are made of pixels alone, so this is all the metadata they have: XMP for whoever reads
it, IIM for the trade's older programs (JPEG), EXIF for everything else. Never a position, a device,
a history, an owner. Source: IPTC Photo Metadata Standard, PLUS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PIL import Image as PilImage
from PIL.PngImagePlugin import PngInfo

from media.models import Image

from . import iim, statement, xmp
from .statement import Statement

_DESCRIPTION, _ARTIST, _COPYRIGHT = 0x010E, 0x013B, 0x8298
# EXIF of a JPEG ends at 64 KB; words that are longer are whole in XMP and cut here.
_EXIF_TEXT_BYTES = 4000


@dataclass(frozen=True)
class Carried:
    """The blocks of metadata, each empty when there is nothing to say."""

    xmp: bytes = b""
    exif: bytes = b""
    iim: bytes = b""

    def options(self, format_name: str) -> dict[str, Any]:
        """What Pillow's ``save`` takes for a format: "jpeg", "webp", "avif" or "png"."""
        # Pillow writes the prefix of JPEG into moving WebP too, where it does not belong.
        exif = self.exif.removeprefix(b"Exif\0\0") if format_name == "webp" else self.exif
        found: dict[str, Any] = {"exif": exif} if exif else {}
        if format_name == "png":
            return found | ({"pnginfo": _png_text(self.xmp)} if self.xmp else {})
        if self.xmp:
            found["xmp"] = self.xmp
        if self.iim and format_name == "jpeg":
            found["extra"] = iim.segment(self.iim)
        return found


def of(image: Image) -> Carried:
    """The blocks for an image's files, from what the library says of it now."""
    return carrying(statement.of(image))


def carrying(said: Statement) -> Carried:
    """The blocks that say it."""
    return Carried(xmp.packet(said), _exif(said), iim.block(said))


def _exif(said: Statement) -> bytes:
    """As UTF-8 bytes: a str loses every letter that Latin-1 does not have."""
    block = PilImage.Exif()
    for tag, text in (
        (_DESCRIPTION, said.caption),
        (_ARTIST, said.creator or said.credit),
        (_COPYRIGHT, said.copyright),
    ):
        if text := xmp.storable(text):
            block[tag] = xmp.cut(text, _EXIF_TEXT_BYTES).encode()
    return block.tobytes() if len(block) else b""


def _png_text(packet: bytes) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info
