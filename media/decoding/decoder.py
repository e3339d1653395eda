"""Decoding an image file that somebody sent: checked before it is decoded, decoded once.

Everything that reads an image goes through here, so no file is trusted: not its name, its size or
what it says of itself. The answer is an image, or ``ImageRefused``.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, PngImagePlugin

from media.models import Format
from media.storage import stores
from newsroom.editorial import refusals
from newsroom.lib.boxes import WHOLE, Box

from . import bounded, cicp, heic, limits, parts, raster
from .limits import MAX_PIXELS

logger = logging.getLogger(__name__)

MAX_BYTES = 40 * 1024 * 1024
MAX_SIDE_PX = 30_000
MAX_FRAMES = 200
# A photograph has about ten; each scan costs a pass over the whole image.
MAX_JPEG_SCANS = 100
# Half a second for each 600 million; 50 megapixels may have 18 scans.
MAX_SCANNED_PIXELS = 900_000_000

# A file from an upload form, from a storage or from disk, at whatever position.
Readable = BinaryIO | File

# An animation keeps moving in the files readers get when it is no larger than this, all frames
# together; a longer one is stilled. What moves is decoded and encoded frame by frame, in memory.
MAX_MOVING_FRAMES = 100
MAX_MOVING_PIXELS = 16_000_000
# Delays up to the first stand for none: then browsers take the second.
_NOT_SAID_MS, _UNSAID_MS = 10, 100

# For files of more than four gigabytes.
_BIG_TIFFS = (b"II+\0", b"MM\0+")
# What Pillow calls a format and what we call it. MPO is a JPEG with more images after the first.
FORMATS = {
    "JPEG": "jpeg",
    "MPO": "jpeg",
    "PNG": "png",
    "WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
    "HEIF": "heic",
    "TIFF": "tiff",
}

# Guards of the library itself: a header that lies, compressed text and profiles that swell.
Image.MAX_IMAGE_PIXELS = limits.MAX_PIXELS_OF_CAMERAS
PngImagePlugin.MAX_TEXT_CHUNK = 2 * 1024 * 1024
PngImagePlugin.MAX_TEXT_MEMORY = 8 * 1024 * 1024
ImageFile.LOAD_TRUNCATED_IMAGES = False


class ImageRefused(refusals.Refused):
    """An image file that is not taken; the message says why and what to do."""

    code = "broken"


@contextmanager
def storing() -> Iterator[None]:
    """Inside, a file is stored: where the disk or the bucket fails, that is a ``ImageRefused``."""
    try:
        yield
    except OSError as error:
        logger.exception("A picture could not be stored.")
        said = _("The picture could not be stored.")
        raise ImageRefused(f"{said} {stores.what_is_wrong(error)}", code="not_stored") from error


@dataclass(frozen=True)
class DecodedImage:
    """A decoded image: upright, in sRGB, made of pixels alone.

    ``pixels`` is "RGB", or "RGBA" where something shows through; it may be smaller than
    ``width_px`` × ``height_px``, which are those of the file as it is seen, but always large
    enough for every rendition.
    """

    pixels: Image.Image
    width_px: int
    height_px: int
    format: str
    frames: int


@dataclass(frozen=True)
class Motion:
    """All frames of a small animation, each whole, with what each is shown for.

    ``loops`` is how often it plays; 0 is for ever.
    """

    frames: list[Image.Image]
    milliseconds: list[int]
    loops: int


def read(file: Readable, part: Box = WHOLE) -> DecodedImage:
    """Decode an image file, or a part of it; of an animation, the first frame.

    The sides are those of the part. Raises ``ImageRefused``.
    """
    with guarded(file) as image:
        frames = getattr(image, "n_frames", 1) if image.format != "TIFF" else 1
        if image.info["is_decoded_apart"]:
            pixels, sides = bounded.decode(image, file, part)
        else:
            pixels, sides = raster.decode(image, part)
        return DecodedImage(pixels, *sides, format=_format(image), frames=frames)


def moves(*, format: str, frames: int, width_px: int, height_px: int) -> bool:
    """Whether an image of these measures keeps moving; see ``MAX_MOVING_PIXELS``."""
    return (
        format in ("gif", "webp", "png")
        and 1 < frames <= MAX_MOVING_FRAMES
        and frames * width_px * height_px <= MAX_MOVING_PIXELS
    )


def read_motion(file: Readable) -> Motion | None:
    """Decode an animation; None for what stands still, by nature or by our rule."""
    with guarded(file) as image:
        width_px, height_px = image.size
        if not moves(
            format=_format(image), frames=getattr(image, "n_frames", 1),
            width_px=width_px, height_px=height_px,
        ):  # fmt: skip
            return None
        motion = _frames(image)
        return motion if len(motion.frames) > 1 else None


def _frames(image: Image.Image) -> Motion:
    motion = Motion([], [], loops=_loops(image))
    # A PNG may show something else where animations are not known: that is not one of its frames.
    for number in range(1 if image.info.get("default_image") else 0, image.n_frames):  # type: ignore[attr-defined]
        image.seek(number)
        motion.frames.append(raster.frame(image))
        motion.milliseconds.append(_milliseconds(image.info.get("duration") or 0))
    return motion


def _milliseconds(told: float) -> int:
    """What browsers show a frame for: they take 10 ms or less for "not said", and make it 100."""
    return round(told) if told > _NOT_SAID_MS else _UNSAID_MS


def _loops(image: Image.Image) -> int:
    """How often all frames are shown. A GIF counts repeats; one that says nothing plays once."""
    loops = image.info.get("loop", 1 if image.format == "GIF" else 0)
    return loops + 1 if image.format == "GIF" and loops and "loop" in image.info else loops


@contextmanager
def guarded(file: Readable) -> Iterator[Image.Image]:
    """The file as a Pillow image whose header was checked; nothing is decoded yet.

    Whatever the decoders raise inside the block comes out as ``ImageRefused``.
    """
    check_bytes(file)
    try:
        parts.check(file)
        rationed = cast(BinaryIO, parts.Rationed(file))
        with Image.open(rationed, formats=_formats()) as image:
            position = file.tell()
            _check_header(image, file)
            # Pillow leaves it out.
            image.info["cicp"] = cicp.found_in(file)
            image.info["is_decoded_apart"] = limits.is_decoded_apart(image, file)
            file.seek(position)
            yield image
    except parts.TooMany as error:
        raise _too_many_parts() from error
    except bounded.TooCostly as error:
        raise _too_costly() from error
    except Image.UnidentifiedImageError as error:
        raise _unknown(file) from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except raster.UNREADABLE as error:
        raise (_too_much_metadata() if "MAX_TEXT" in str(error) else _damaged()) from error


def _formats() -> list[str]:
    return ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", *heic.FORMATS]


def check_bytes(file: Readable) -> None:
    """Refuse an empty file and one that is too big, before anything reads it."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise ImageRefused(_("The file is empty. Choose the picture again."), code="empty")
    most = max(MAX_BYTES, limits.MAX_BYTES["TIFF"]) if parts.is_tiff(file) else MAX_BYTES
    if size > most:
        raise ImageRefused(
            _("The file has %(size)d MB; the limit is %(limit)d MB. Export it smaller.")
            % {"size": -(-size // 2**20), "limit": most // 2**20},
            code="too_many_bytes",
        )


# --- Before decoding -----------------------------------------------------------------------------


def _check_header(image: Image.Image, file: Readable) -> None:
    width, height = image.size
    if image.mode == "F":
        # Light of no known scale: as eight bits it would be black or white.
        raise _odd_tiff()
    if width * height > (limit := limits.most_pixels(image, file)):
        is_usual = limit in (MAX_PIXELS, limits.MAX_PIXELS_OF_CAMERAS)
        raise _too_large(limit) if is_usual else _too_large_of_its_kind(image, limit)
    if file.seek(0, io.SEEK_END) > (
        most_bytes := limits.MAX_BYTES.get(image.format or "", MAX_BYTES)
    ):
        raise _too_big_for_its_kind(image, most_bytes)
    if max(width, height) > MAX_SIDE_PX:
        raise ImageRefused(
            _("The picture is longer than %(limit)d pixels on a side. Crop it or make it smaller.")
            % {"limit": MAX_SIDE_PX},
            code="too_long",
        )
    if image.format != "TIFF" and getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise ImageRefused(
            _("The animation has more than %(limit)d frames. Shorten it.") % {"limit": MAX_FRAMES},
            code="too_many_frames",
        )
    if _format(image) == "jpeg" and _scans_too_often(image, file):
        raise ImageRefused(
            _("The file is needlessly hard to decode. Export it again as a JPEG."),
            code="too_many_scans",
        )


def _format(image: Image.Image) -> str:
    return FORMATS[image.format or ""]


def _scans_too_often(image: Image.Image, file: Readable) -> bool:
    scans = parts.scans(file)
    scanned = scans * image.width * image.height
    # Apart, nobody waits in a queue behind it.
    most = MAX_SCANNED_PIXELS * (2 if limits.is_decoded_apart(image, file) else 1)
    return scans > MAX_JPEG_SCANS or scanned > most


def _too_large(limit: int = MAX_PIXELS) -> ImageRefused:
    return ImageRefused(
        _("The picture has more than %(limit)d megapixels. Make it smaller and upload it again.")
        % {"limit": limit // 1_000_000},
        code="too_many_pixels",
    )


def _too_large_of_its_kind(image: Image.Image, limit: int) -> ImageRefused:
    return ImageRefused(
        _(
            "The picture has more than %(limit)d megapixels, the most we take in %(format)s files "
            "of its kind. Make it smaller, or export it as an ordinary JPEG."
        )
        % {"limit": limit // 1_000_000, "format": Format(_format(image)).label},
        code="too_many_pixels",
    )


def _too_big_for_its_kind(image: Image.Image, limit: int) -> ImageRefused:
    return ImageRefused(
        _(
            "The file has more than %(limit)d MB, the most we take in %(format)s files. Export it "
            "smaller, or as an ordinary JPEG."
        )
        % {"limit": limit // 2**20, "format": Format(_format(image)).label},
        code="too_many_bytes",
    )


def _too_costly() -> ImageRefused:
    return ImageRefused(
        _(
            "Decoding the picture takes more memory or time than we allow. Make it "
            "smaller, or export it as an ordinary JPEG."
        ),
        code="too_costly",
    )


def _too_many_parts() -> ImageRefused:
    return ImageRefused(
        _(
            "The file has more parts than a picture needs. Open it in an image editor "
            "and export it again."
        ),
        code="too_many_parts",
    )


def _damaged() -> ImageRefused:
    return ImageRefused(
        _("The file is damaged or incomplete. Export or download it again."), code="broken"
    )


def _odd_tiff() -> ImageRefused:
    return ImageRefused(
        _(
            "This TIFF is damaged, or of a kind that we cannot read, such as one with 32 bits a "
            "channel. Export it with 8 or 16 bits, or as a JPEG."
        ),
        code="broken",
    )


def _too_much_metadata() -> ImageRefused:
    return ImageRefused(
        _("The file contains too much hidden data. Export it again without metadata."),
        code="too_much_metadata",
    )


def kinds() -> str:
    """All kinds of files that are taken, for a sentence."""
    if heic.FORMATS:
        return _("JPEG, PNG, WebP, GIF or AVIF, HEIC or TIFF")
    return _("JPEG, PNG, WebP, GIF or AVIF, or TIFF")


def _unknown(file: Readable) -> ImageRefused:
    """Names what the file seems to be, as far as its first bytes tell."""
    file.seek(0)
    head = file.read(1024)
    if parts.is_tiff(file) or head.startswith(_BIG_TIFFS):
        return _odd_tiff()
    if head[4:8] == b"ftyp" and head[8:11] == b"avi":
        return _damaged()
    if head[4:8] == b"ftyp" and head[8:11] in (b"hei", b"hev", b"mif", b"msf"):
        if heic.FORMATS:
            return _damaged()
        text = _("This is a HEIC picture. Export it as JPEG and upload that.")
    elif b"<svg" in head.lower():
        text = _("SVG drawings can contain programs and are not accepted. Export it as PNG.")
    elif head.lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        text = _("This is a web page or XML, not a picture. Download the picture itself.")
    else:
        text = _("This is not a picture of a kind we accept. Use %(kinds)s.") % {"kinds": kinds()}
    return ImageRefused(text, code="unknown_format")
