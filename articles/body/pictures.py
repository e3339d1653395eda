"""The HTML of an image, from its image document."""

from __future__ import annotations

from media.renditions import sources
from media.shapes import ImageDocument
from newsroom.lib.html import tag

#: How wide an image is drawn, for the browser to choose a rendition before it knows the styles.
SIZES = {
    "normal": "(min-width: 46rem) 42rem, 100vw",
    "wide": "(min-width: 64rem) 60rem, 100vw",
    "card": "(min-width: 46rem) 14rem, 40vw",
}


def picture(image: ImageDocument | None, *, size: str = "normal", loading: str = "lazy") -> str:
    """AVIF and WebP in all widths, JPEG for other browsers; empty until there is a rendition.

    ``width`` and ``height`` are those of the JPEG, so the page keeps the place free.
    """
    if not image or not image.get("src"):
        return ""
    src = image["src"]
    width, height = _measures(image, src)
    fallback = tag(
        "img",
        {
            "src": src,
            "alt": "" if image.get("decorative") else image.get("alt") or "",
            "width": width,
            "height": height,
            "loading": loading,
            "decoding": "async",
        },
    )
    offered = "".join(
        tag("source", {"media": s.media or None, "type": s.type, "srcset": s.srcset,
                       "sizes": SIZES[size]})
        for s in sources.of(image)
    )  # fmt: skip
    return tag("picture", inner=offered + fallback) if offered else fallback


def _measures(image: ImageDocument, src: str) -> tuple[int | None, int | None]:
    for rendition in image.get("renditions", ()):
        if rendition["url"] == src:
            return rendition["width"], rendition["height"]
    return image.get("width"), image.get("height")
