"""How large a picture may be: what it costs to decode is known before it is decoded.

The bytes a pixel needs were measured with Pillow 13, by format and by what is stored
(docs/pictures-files.md). One file may take ``DECODING_BYTES``, which keeps a process under 300 MB.
"""

from PIL import Image

MAX_PIXELS = 50_000_000
DECODING_BYTES = 210_000_000

# Frames of a WebP are composed on canvases; AVIF and HEIC have their planes beside the pixels.
_BYTES_PER_PIXEL = {"WEBP": 16, "AVIF": 10.4, "HEIF": 10, "GIF": 10}
_PNG_BYTES_PER_PIXEL = {"1": 2, "L": 2, "RGB": 6}
# Palettes and transparency: the pixels once more, and once more to be made smaller.
_OF_OTHER_PNG = 10


def most_pixels(image: Image.Image) -> int:
    """How many pixels a file of this kind may have; nothing of it is decoded yet."""
    return min(MAX_PIXELS, int(round(DECODING_BYTES / _bytes_per_pixel(image), -6)))


def _bytes_per_pixel(image: Image.Image) -> float:
    if image.format in ("JPEG", "MPO"):
        return _of_jpeg(image)
    if image.format == "PNG":
        return _PNG_BYTES_PER_PIXEL.get(image.mode, _OF_OTHER_PNG)
    return _BYTES_PER_PIXEL[image.format or ""]


def _of_jpeg(image: Image.Image) -> float:
    """Little, as a JPEG is decoded small; but a progressive one keeps all its coefficients."""
    layers = [(across, down) for _id, across, down, _table in getattr(image, "layer", ())]
    if not image.info.get("progressive") or not layers:
        return 1
    most = max(across for across, _down in layers) * max(down for _across, down in layers)
    return 1 + 2 * sum(across * down for across, down in layers) / most
