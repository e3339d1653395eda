"""Pictures to upload."""

import io

from PIL import Image, ImageDraw


def png(width: int, height: int, *, is_transparent: bool = False) -> bytes:
    """A black disc on red, or on nothing."""
    ground = (0, 0, 0, 0) if is_transparent else (200, 30, 30, 255)
    image = Image.new("RGBA", (width, height), ground)
    ImageDraw.Draw(image).ellipse((0, 0, width - 1, height - 1), fill=(0, 0, 0, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
