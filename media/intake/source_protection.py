"""Protecting a source: what is stored cannot be traced to the file that came in."""

import io

from django.core.files.base import ContentFile

from media.decoding.opening import Picture


def clean(picture: Picture) -> tuple[ContentFile, Picture]:
    """A new file of the pixels alone, and the picture as it is in it.

    JPEG of the highest quality that still drops detail nobody sees, WebP without loss where
    something shows through; an animation is stilled. Large pictures have been made smaller by
    decoding, which also blurs the pattern by which a camera's sensor is known.
    """
    out, pixels = io.BytesIO(), picture.pixels
    if pixels.mode == "RGBA":
        pixels.save(out, "WEBP", lossless=True, exact=False)
        format_name = "webp"
    else:
        pixels.save(out, "JPEG", quality=95, subsampling=0, optimize=True)
        format_name = "jpeg"
    stored = Picture(pixels, *pixels.size, format=format_name, frames=1)
    return ContentFile(out.getvalue()), stored
