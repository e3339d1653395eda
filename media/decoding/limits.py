"""How large an image may be: what it costs to decode is known before it is decoded.

The bytes a pixel needs were measured with Pillow 13, by format and by what is stored
(docs/pictures-files.md). One file may take ``DECODING_BYTES``, which keeps a process under 300 MB.
Cameras and telephones take larger ones: these are decoded in a process of their own, ``bounded``.
"""

from PIL import Image

from . import parts, raster
from .parts import Readable

MAX_PIXELS = 50_000_000
DECODING_BYTES = 210_000_000
#: Of formats of cameras, by Pillow's names: what needs more memory than ours is decoded apart.
MAX_PIXELS_OF_CAMERAS = 64_000_000
_OF_CAMERAS = frozenset({"JPEG", "MPO", "HEIF", "TIFF"})
_APART_BYTES = 660_000_000
#: AVIF's decoder spends up to 0.1 seconds on a megabyte; TIFF is often not compressed at all.
MAX_BYTES = {"AVIF": 12 * 1024 * 1024, "TIFF": 200 * 1024 * 1024}
# HEIC's decoder spends up to 0.2 seconds on a megabyte: longer files are decoded apart.
_MOST_BYTES_HERE = {"HEIF": 8 * 1024 * 1024}

# Frames of a WebP are composed on canvases; HEIC has its planes beside the pixels.
_BYTES_PER_PIXEL = {"WEBP": 17.5, "HEIF": 10}
# The pixels, and where something shows through two more forms of them. ``_drawn`` is added: an
# image is made smaller beside its pixels, and what is long becomes least small.
_OF_GIF = 8
# The pixels and the strip that is read; deep greys are made smaller in several steps.
_OF_TIFF, _OF_DEEP_TIFF = 9, 13
# Whether something shows through, and whether samples have more than eight bits.
_AVIF_BYTES_PER_PIXEL = {
    (False, False): 10.4, (True, False): 15, (False, True): 13.4, (True, True): 18.5,
}  # fmt: skip
_PNG_BYTES_PER_PIXEL = {"1": 2, "L": 2}
_OF_RGB_PNG, _OF_OTHER_PNG = 4, 8.5
# One colour of three shows through: first that becomes a fourth channel.
_OF_RGB_PNG_WITH_A_CLEAR_COLOUR = 10.2


def most_pixels(image: Image.Image, file: Readable) -> int:
    """How many pixels a file of this kind may have; nothing of it is decoded yet."""
    is_of_camera = image.format in _OF_CAMERAS
    most_bytes = _APART_BYTES if is_of_camera else DECODING_BYTES
    most = MAX_PIXELS_OF_CAMERAS if is_of_camera else MAX_PIXELS
    return min(most, int(round(most_bytes / _bytes_per_pixel(image, file), -6)))


def is_decoded_apart(image: Image.Image, file: Readable) -> bool:
    """Whether it needs a process of its own; a TIFF always: its library reads all kinds of odd."""
    if image.format == "TIFF":
        return True
    if image.format not in _OF_CAMERAS:
        return False
    needed = image.width * image.height * _bytes_per_pixel(image, file)
    most = _MOST_BYTES_HERE.get(image.format)
    return needed > DECODING_BYTES or (most is not None and parts.length_of(file) > most)


def _bytes_per_pixel(image: Image.Image, file: Readable) -> float:
    if image.format in ("JPEG", "MPO"):
        return _of_jpeg(image, file)
    if image.format == "PNG":
        return _of_png(image)
    if image.format == "TIFF":
        return _OF_DEEP_TIFF if image.mode.startswith(("I", "F")) else _OF_TIFF
    if image.format == "AVIF":
        return _AVIF_BYTES_PER_PIXEL[image.mode == "RGBA", parts.is_deep(file)]
    if image.format == "GIF":
        return _OF_GIF + _drawn(image)
    return _BYTES_PER_PIXEL[image.format or ""]


def _of_png(image: Image.Image) -> float:
    is_clear = "transparency" in image.info
    if image.mode == "RGB":
        alone = _OF_RGB_PNG_WITH_A_CLEAR_COLOUR if is_clear else _OF_RGB_PNG
        return alone + _drawn(image)
    if image.mode in _PNG_BYTES_PER_PIXEL and not is_clear:
        return _PNG_BYTES_PER_PIXEL[image.mode]
    return _OF_OTHER_PNG + _drawn(image)


def _drawn(image: Image.Image) -> float:
    """Of the image made smaller, first in its width and then in its height."""
    scale = raster.scale(*image.size)
    return 4 * (scale + scale * scale)


def _of_jpeg(image: Image.Image, file: Readable) -> float:
    """Little, as a JPEG is decoded small; but where its colours or their detail come one after
    the other, all coefficients are kept to the end.
    """
    layers = [(across, down) for _id, across, down, _table in getattr(image, "layer", ())]
    is_kept = image.info.get("progressive") or parts.colours_of_first_scan(file) < len(layers)
    if not layers or not is_kept:
        return 1
    most = max(across for across, _down in layers) * max(down for _across, down in layers)
    return 1 + 2 * sum(across * down for across, down in layers) / most
