"""From a file to ``Found``: which blocks it has, what they say, and which of them is believed."""

import re
from typing import Any

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from media.decoding import decoder, raster

from . import exif, gif, iim, jpeg, merge, png, texts, tiff, xmp
from .found import Block, BlockName, Found
from .segments import Segments

# What Pillow leaves: the XMP of a GIF, and what stands after the pixels of a PNG.
_READERS = {"PNG": png.read, "GIF": gif.read}
_SOURCE_CODE = re.compile(r"(?:https?://\S{1,200}/|[a-z]{1,40}:)?([A-Za-z]{2,60})/?")
_DATA_MINING = re.compile(r"(?:https?://ns\.useplus\.org/ldf/vocab/)?(DMI-[A-Z-]{2,60})")


def read(file: decoder.Readable) -> Found:
    """What the file says; nothing of it is decoded. Raises ``decoder.ImageRefused`` only."""
    with decoder.guarded(file) as image:
        segments = _segments(image, file)
        _tell_orientation(image, segments)
        orientation, (width, height) = raster.standing(image)
    blocks = _blocks(segments)
    merged, conflicts = merge.merge(blocks)
    return Found(
        **_usable(merged),
        width=width,
        height=height,
        orientation=orientation,
        has_position=any(block.has_position for block in blocks.values()),
        conflicts=conflicts,
        blocks={name: block.said for name, block in blocks.items()},
    )


def _segments(image: Image.Image, file: decoder.Readable) -> Segments:
    """The blocks in the file, and after them those that its decoder found."""
    found = Segments()
    if isinstance(image, JpegImageFile):
        found = jpeg.read(image.applist)
    elif read_blocks := _READERS.get(image.format or ""):
        position = file.tell()
        file.seek(0)
        found = read_blocks(file.read())
        file.seek(position)
    elif image.format == "TIFF":
        found.exif.append(tiff.Bytes(file))  # type: ignore[arg-type]
    for name, take in (("xmp", found.add_xmp), ("exif", found.add_exif)):
        block = image.info.get(name)
        if isinstance(block, bytes):
            take(block)
    return found


def _tell_orientation(image: Image.Image, segments: Segments) -> None:
    """Give Pillow what may stand after the pixels of a PNG: it would decode them to look."""
    if image.format != "PNG":
        return
    image.info.setdefault("exif", segments.exif[0] if segments.exif else b"")
    if segments.xmp:
        image.info.setdefault("xmp", segments.xmp[0])


def _blocks(segments: Segments) -> dict[BlockName, Block]:
    camera = exif.read(segments.exif)
    for packet in camera.xmp:
        segments.add_xmp(packet)
    for block in camera.iim:
        segments.add_iim(block)
    said_xmp = xmp.read(segments.xmp, segments.extensions)
    return {"xmp": said_xmp, "iim": iim.read(segments.iim), "exif": camera.block}


def _usable(merged: dict[str, Any]) -> dict[str, Any]:
    """The values as the library takes them: addresses that are some, codes without prefixes."""
    source = _SOURCE_CODE.fullmatch(merged.get("digital_source_type", ""))
    mining = _DATA_MINING.fullmatch(merged.get("data_mining", ""))
    return merged | {
        "web_statement": texts.web_address(merged.get("web_statement", "")),
        "licensor_url": texts.web_address(merged.get("licensor_url", "")),
        "digital_source_code": source[1] if source else "",
        "data_mining": mining[1] if mining else "",
    }
