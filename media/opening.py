"""Opening a picture file that somebody sent: looked at before it is decoded, decoded once.

Everything that reads a picture goes through here, so that no file is trusted: not its name, not
its size, not what it says of itself. The library's decoders raise nearly anything over broken
bytes; out of here comes a picture or ``Refused``.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from newsroom.editorial import refusals

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE_PX = 30_000
MAX_FRAMES = 200
# A photograph has about ten; each scan costs a pass over the whole picture.
MAX_JPEG_SCANS = 100

# A file from an upload form, from a storage or from disk, at whatever position.
Readable = BinaryIO | File

# What Pillow calls a format and what we call it. MPO is a JPEG with more pictures after the first.
FORMATS = {
    "JPEG": "jpeg",
    "MPO": "jpeg",
    "PNG": "png",
    "WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
}

# Guards of the library itself: a header that lies, compressed text and profiles that swell.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
PngImagePlugin.MAX_TEXT_CHUNK = 2 * 1024 * 1024
PngImagePlugin.MAX_TEXT_MEMORY = 8 * 1024 * 1024
ImageFile.LOAD_TRUNCATED_IMAGES = False

# Renditions are drawn from pixels at least this wide, and with sides at least this long.
_WORKING_WIDTH_PX = 2560
_WORKING_SIDE_PX = 800

_UNREADABLE = (
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


class Refused(refusals.Refused):
    """A picture file that is not taken; the message says why and what to do."""

    code = "broken"


@dataclass(frozen=True)
class Picture:
    """A decoded picture: upright, in sRGB, made of pixels alone.

    ``pixels`` is "RGB", or "RGBA" where something shows through; it may be smaller than
    ``width_px`` × ``height_px``, which are those of the file as it is seen, but always large
    enough for every rendition.
    """

    pixels: Image.Image
    width_px: int
    height_px: int
    format: str
    frames: int


def read(file: Readable) -> Picture:
    """Decode a picture file; of an animation the first frame. Raises ``Refused``."""
    with guarded(file) as image:
        return _decoded(image)


@contextmanager
def guarded(file: Readable) -> Iterator[Image.Image]:
    """The file as a Pillow image whose header was checked; nothing is decoded yet.

    Whatever the decoders raise inside the block comes out as ``Refused``.
    """
    check_bytes(file)
    try:
        with Image.open(
            cast(BinaryIO, file), formats=["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
        ) as image:
            _check_header(image, file)
            yield image
    except Image.UnidentifiedImageError as error:
        raise _unknown(file) from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except _UNREADABLE as error:
        raise (_swollen() if "MAX_TEXT" in str(error) else _damaged()) from error


def check_bytes(file: Readable) -> None:
    """Refuse an empty file and one that is too big, before anything reads it."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise Refused(_("The file is empty. Choose the picture again."), code="empty")
    if size > MAX_BYTES:
        raise Refused(
            _("The file has %(size)d MB; %(limit)d MB is the most. Export it smaller.")
            % {"size": -(-size // 2**20), "limit": MAX_BYTES // 2**20},
            code="too_many_bytes",
        )


def average_colour(pixels: Image.Image) -> str:
    """The colour of the space a picture will fill, such as "#8a97a5"; on white."""
    return f"#{flattened(pixels.resize((1, 1), Image.Resampling.BOX)).tobytes().hex()}"


def flattened(pixels: Image.Image) -> Image.Image:
    """The picture on white, for formats without transparency."""
    if pixels.mode == "RGB":
        return pixels
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white


# --- Before decoding -----------------------------------------------------------------------------


def _check_header(image: Image.Image, file: Readable) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_large()
    if max(width, height) > MAX_SIDE_PX:
        raise Refused(
            _("The picture is longer than %(limit)d pixels on a side. Crop it or make it smaller.")
            % {"limit": MAX_SIDE_PX},
            code="too_long",
        )
    if getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise Refused(
            _("The animation has more than %(limit)d frames. Shorten it.") % {"limit": MAX_FRAMES},
            code="too_many_frames",
        )
    if _format(image) == "jpeg" and _jpeg_scans(file) > MAX_JPEG_SCANS:
        raise Refused(
            _("The file asks for more work than a picture needs. Export it again as a JPEG."),
            code="too_many_scans",
        )


def _format(image: Image.Image) -> str:
    return FORMATS[image.format or ""]


def _jpeg_scans(file: Readable) -> int:
    """How many scans a JPEG announces: inside a scan, the marker's bytes cannot occur."""
    position = file.tell()
    file.seek(0)
    count = file.read().count(b"\xff\xda")
    file.seek(position)
    return count


def _too_large() -> Refused:
    return Refused(
        _("The picture has more than %(limit)d megapixels. Make it smaller and upload it again.")
        % {"limit": MAX_PIXELS // 1_000_000},
        code="too_many_pixels",
    )


def _damaged() -> Refused:
    return Refused(
        _("The file is damaged or incomplete. Export or download it again."), code="broken"
    )


def _swollen() -> Refused:
    return Refused(
        _("The file hides more data than a picture needs. Export it again without metadata."),
        code="too_much_metadata",
    )


def _unknown(file: Readable) -> Refused:
    """Names what the file seems to be, as far as its first bytes tell."""
    file.seek(0)
    head = file.read(1024)
    if head[4:8] == b"ftyp" and head[8:11] in (b"hei", b"hev", b"mif", b"msf"):
        text = _("This is a HEIC picture. Export it as JPEG and upload that.")
    elif b"<svg" in head.lower():
        text = _("SVG drawings can carry programs and are not taken. Export it as PNG.")
    elif head.lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        text = _("This is a web page or XML, not a picture. Download the picture itself.")
    else:
        text = _("This is not a picture of a kind we take. Use JPEG, PNG, WebP, GIF or AVIF.")
    return Refused(text, code="unknown_format")


# --- Decoding ------------------------------------------------------------------------------------

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _decoded(image: Image.Image) -> Picture:
    orientation = _orientation(image)
    lies = orientation >= 5
    width, height = image.size[::-1] if lies else image.size
    frames = getattr(image, "n_frames", 1)
    profile = image.info.get("icc_profile")
    # JPEG decodes straight to a half, a quarter or an eighth: less work and less memory.
    factor = _reduction(width, height)
    image.draft(None, (-(-image.width // factor), -(-image.height // factor)))
    image.load()
    factor = _reduction(*(image.size[::-1] if lies else image.size))
    pixels = _eight_bit(image)
    pixels = pixels.reduce(factor) if factor > 1 else pixels
    pixels = _in_srgb(pixels, profile)
    if orientation in _UPRIGHT:
        pixels = pixels.transpose(_UPRIGHT[orientation])
    return Picture(
        pixels=_pixels_alone(pixels),
        width_px=width,
        height_px=height,
        format=_format(image),
        frames=frames,
    )


def _reduction(width: int, height: int) -> int:
    """By which whole number the sides may be divided and still serve every rendition."""
    return max(1, min(width // _WORKING_WIDTH_PX, min(width, height) // _WORKING_SIDE_PX))


def _orientation(image: Image.Image) -> int:
    """1 to 8 as EXIF has it; 1 where the EXIF block cannot be read."""
    try:
        orientation = image.getexif().get(0x0112, 1)
    except _UNREADABLE:
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


def _in_srgb(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA in sRGB; a profile that is broken or fits another kind of picture is left out."""
    has_alpha = pixels.mode in ("LA", "RGBA")
    alpha = pixels.getchannel("A") if has_alpha else None
    colour = pixels.convert(pixels.mode.removesuffix("A")) if has_alpha else pixels
    colour = _converted(colour, profile) if profile else colour
    colour = _as(colour, "RGB")
    if alpha:
        colour.putalpha(alpha)
    return colour


def _converted(colour: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}.get(space) != colour.mode:
            return colour
        if colour.mode == "RGB" and ImageCms.getProfileDescription(source).startswith("sRGB"):
            return colour
        converted = ImageCms.profileToProfile(
            colour,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except _UNREADABLE:
        return colour
    return converted or colour


def _pixels_alone(image: Image.Image) -> Image.Image:
    """A new picture of the same pixels: comments, positions and profiles cannot come along."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean
