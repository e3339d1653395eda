"""From an uploaded logo to the files that readers get: drawn once, when it is saved.

What shows through becomes white, so that the logo can be seen on light and on dark. Pixels alone
are kept: the files say nothing of the camera or the program that made the upload.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from PIL import Image

from media.decoding import decoder
from media.decoding.decoder import ImageRefused

#: A smaller picture would be blurred on the start screens of telephones.
LEAST_SIDE_PX = 192
_MOST_SIDE_PX = 1024
_WHITE = (255, 255, 255)
#: Icons by name, with their side and the part of it that the logo fills. Telephones cut the
#: ``maskable`` one to a shape of theirs, at most to a circle of 80 % (W3C App Manifest, 2.6).
ICONS = {"touch": (180, 0.9), "192": (192, 1.0), "512": (512, 1.0), "maskable": (512, 0.56)}
_SIDES_OF_ICO = [(16, 16), (32, 32), (48, 48)]


@dataclass(frozen=True)
class Drawn:
    """``values`` is what the settings hold of the picture, ``files`` what it names, by name."""

    values: Mapping[str, Any]
    files: Mapping[str, bytes]


def read(file: decoder.Readable, *, with_icons: bool) -> Drawn:
    """Draw the files of an upload. Raises ``ImageRefused``."""
    decoder.check_bytes(file)
    decoded = decoder.read(file)
    if min(decoded.width_px, decoded.height_px) < LEAST_SIDE_PX:
        said = _(
            "The picture has %(width)s × %(height)s pixels. Choose one that has at least "
            "%(least)s on each side."
        )
        values = {
            "width": decoded.width_px, "height": decoded.height_px, "least": LEAST_SIDE_PX,
        }  # fmt: skip
        raise ImageRefused(said % values, code="too_small")
    return _drawn(decoded.pixels, with_icons=with_icons)


@cache
def usual() -> Drawn:
    """The logo that comes with the program."""
    file = finders.find("site/logo.png")
    return _drawn(Image.open(io.BytesIO(Path(str(file)).read_bytes())), with_icons=True)


def named(content: bytes, ending: str) -> str:
    """A name that says what is in the file."""
    return f"{hashlib.sha256(content).hexdigest()[:24]}.{ending}"


def _drawn(pixels: Image.Image, *, with_icons: bool) -> Drawn:
    opaque = _on_white(pixels)
    opaque.thumbnail((_MOST_SIDE_PX, _MOST_SIDE_PX), Image.Resampling.LANCZOS)
    files: dict[str, bytes] = {}
    values: dict[str, Any] = {
        "file": _put(files, _png(opaque), "png"), "width": opaque.width, "height": opaque.height,
    }  # fmt: skip
    if with_icons:
        icons = {
            name: _put(files, _png(_square(opaque, side, part)), "png")
            for name, (side, part) in ICONS.items()
        }
        values["icons"] = {**icons, "ico": _put(files, _ico(opaque), "ico")}
    return Drawn(values, files)


def _put(files: dict[str, bytes], content: bytes, ending: str) -> str:
    name = named(content, ending)
    files[name] = content
    return name


def _on_white(pixels: Image.Image) -> Image.Image:
    seen = pixels.convert("RGBA")
    paper = Image.new("RGBA", seen.size, (*_WHITE, 255))
    return Image.alpha_composite(paper, seen).convert("RGB")


def _square(logo: Image.Image, side: int, part: float) -> Image.Image:
    """The whole logo in the middle of a white square, filling this part of its side."""
    most = round(side * part)
    scale = most / max(logo.size)
    size = (max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
    square = Image.new("RGB", (side, side), _WHITE)
    small = logo.resize(size, Image.Resampling.LANCZOS)
    square.paste(small, ((side - size[0]) // 2, (side - size[1]) // 2))
    return square


def _png(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "PNG", optimize=True)
    return out.getvalue()


def _ico(logo: Image.Image) -> bytes:
    out = io.BytesIO()
    _square(logo, 48, 1.0).save(out, "ICO", sizes=_SIDES_OF_ICO)
    return out.getvalue()
