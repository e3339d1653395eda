"""From an image file's own shape to pixels that renditions can be drawn from.

Upright, in sRGB, eight bits a channel, and nothing but pixels. ``decoder`` judges the file before
it calls.
"""

import math
import struct
import zlib

from PIL import Image, ImageCms

from newsroom.lib.boxes import PARTS, WHOLE, Box

from . import colours
from .colours import Meaning

# Renditions are drawn from pixels this wide, with sides at least this long: what the largest of
# them needs. Images that are endlessly long or high are drawn from so many pixels at most.
_WORKING_WIDTH_PX = 1920
_WORKING_SIDE_PX = 1200
WORKING_PIXELS = 8_000_000

# What the library's decoders raise over broken bytes: nearly anything.
UNREADABLE = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    ImageCms.PyCMSError,
    Image.DecompressionBombError,
)


def decode(image: Image.Image, part: Box = WHOLE) -> tuple[Image.Image, tuple[int, int]]:
    """The part's pixels ("RGB", or "RGBA" where something shows through) and its true sides.

    The pixels may be fewer than the sides say, but always enough for every rendition.
    """
    orientation = _orientation(image)
    lies = orientation >= 5
    sides = part.sides_px(*(image.size[::-1] if lies else image.size))
    meanings = colours.meanings(image)
    # JPEG decodes straight to a half, a quarter or an eighth: less work and less memory.
    smaller = scale(*sides)
    image.draft(None, (math.ceil(image.width * smaller), math.ceil(image.height * smaller)))
    image.load()
    stored = _as_stored(part, orientation)
    pixels = _eight_bit(image if part == WHOLE else image.crop(stored.edges_px(*image.size)))
    working = tuple(max(1, round(side * smaller)) for side in (sides[::-1] if lies else sides))
    if working[0] < pixels.width or working[1] < pixels.height:
        pixels = pixels.resize(working, Image.Resampling.LANCZOS, reducing_gap=3)
    return _finished(pixels, meanings, orientation), sides


def scale(width: int, height: int) -> float:
    """How small the sides may become and still serve every rendition; 1 at most."""
    by_sides = max(_WORKING_WIDTH_PX / width, _WORKING_SIDE_PX / min(width, height))
    return min(1, by_sides, math.sqrt(WORKING_PIXELS / (width * height)))


def frame(image: Image.Image) -> Image.Image:
    """The frame that an animated file stands at, whole: upright, in sRGB, pixels alone."""
    image.load()
    return _finished(_eight_bit(image), colours.meanings(image), _orientation(image))


def standing(image: Image.Image) -> tuple[int, tuple[int, int]]:
    """The orientation, 1 to 8, and the sides of the image as it is seen; nothing is decoded."""
    orientation = _orientation(image)
    return orientation, image.size[::-1] if orientation >= 5 else image.size


def flattened(pixels: Image.Image) -> Image.Image:
    """The image on white, for formats without transparency."""
    if pixels.mode == "RGB":
        return pixels
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white


def average_colour(pixels: Image.Image) -> str:
    """The colour of the space an image will fill, such as "#8a97a5"; on white."""
    return f"#{flattened(pixels.resize((1, 1), Image.Resampling.BOX)).tobytes().hex()}"


_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _as_stored(part: Box, orientation: int) -> Box:
    """The box of the image as it is seen, in the image as the camera wrote it."""
    x, y, width, height = part.x, part.y, part.width, part.height
    from_right, from_bottom = PARTS - x - width, PARTS - y - height
    return {
        2: Box(from_right, y, width, height),
        3: Box(from_right, from_bottom, width, height),
        4: Box(x, from_bottom, width, height),
        5: Box(y, x, height, width),
        6: Box(y, from_right, height, width),
        7: Box(from_bottom, from_right, height, width),
        8: Box(from_bottom, x, height, width),
    }.get(orientation, part)


def _orientation(image: Image.Image) -> int:
    """1 to 8 as EXIF has it; 1 where the EXIF block cannot be read.

    Pillow turns a TIFF by itself.
    """
    if image.format == "TIFF":
        return 1
    try:
        orientation = image.getexif().get(0x0112, 1)
    except UNREADABLE:
        return 1
    return orientation if orientation in _UPRIGHT else 1


def _eight_bit(image: Image.Image) -> Image.Image:
    """Greyscale, RGB or CMYK with eight bits a channel; alpha only if something shows through."""
    if image.mode == "CMYK":
        return image
    if image.mode.startswith(("I", "F")):
        image = _from_sixteen_bit(image)
    grey = image.mode in ("1", "L", "LA", "La")
    if image.has_transparency_data:
        image = _as(image, "LA" if grey else "RGBA")
        if image.getchannel("A").getextrema() != (255, 255):
            return image
    return _as(image, "L" if grey else "RGB")


def _as(image: Image.Image, mode: str) -> Image.Image:
    """``convert`` without the copy where there is nothing to convert."""
    return image if image.mode == mode else image.convert(mode)


def _from_sixteen_bit(image: Image.Image) -> Image.Image:
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def _finished(pixels: Image.Image, meanings: list[Meaning], orientation: int) -> Image.Image:
    pixels = colours.in_srgb(pixels, meanings)
    if orientation in _UPRIGHT:
        pixels = pixels.transpose(_UPRIGHT[orientation])
    return _pixels_alone(pixels)


def _pixels_alone(image: Image.Image) -> Image.Image:
    """A new image of the same pixels: comments, positions and profiles cannot come along."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean
