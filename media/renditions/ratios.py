"""Choosing one file of an image by its shape, from the image's document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from media.shapes import ImageDocument, Rendition

#: The shapes that search engines and readers' programs ask for, as width to height.
WIDE, CLASSIC, SQUARE = (16, 9), (4, 3), (1, 1)
#: How far the sides of a file in whole pixels may be from the shape.
_TOLERANCE = 0.01
# Whatever reads feeds and structured data knows it.
_TYPE = "image/jpeg"


def largest(image: ImageDocument, shape: tuple[int, int]) -> Rendition | None:
    """The widest JPEG of this shape, or None."""
    wanted = shape[0] / shape[1]
    fitting = (r for r in _jpegs(image) if abs(r["width"] / r["height"] / wanted - 1) <= _TOLERANCE)
    return max(fitting, key=lambda r: r["width"], default=None)


def is_of_shape(file: Rendition, shape: tuple[int, int]) -> bool:
    """Whether the file has this shape, as near as whole pixels come to it."""
    width = file["height"] * shape[0] / shape[1]
    return abs(file["width"] - width) <= max(_TOLERANCE * width, 0.5 * shape[0] / shape[1])


def whole(image: ImageDocument) -> Rendition | None:
    """The widest JPEG of the image as this use shows it, in the shape of ``src``; or None."""
    shown = standard(image)
    return largest(image, (shown["width"], shown["height"])) or shown if shown else None


def standard(image: ImageDocument) -> Rendition | None:
    """The file of ``src``: for a column, light enough for a phone."""
    return next((r for r in image["renditions"] if r["url"] == image["src"]), None)


def thumbnail(image: ImageDocument) -> Rendition | None:
    """The narrowest JPEG, or None."""
    return min(_jpegs(image), key=lambda r: r["width"], default=None)


def _jpegs(image: ImageDocument) -> Iterator[Rendition]:
    return (r for r in image["renditions"] if r["type"] == _TYPE)
