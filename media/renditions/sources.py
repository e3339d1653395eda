"""Which files a browser chooses from for an image, from its image document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import sizes

if TYPE_CHECKING:
    from media.shapes import ImageDocument, Rendition


@dataclass(frozen=True)
class Source:
    """One ``<source>``: files of a type by their widths; ``media`` is a condition, or empty."""

    type: str
    srcset: str
    media: str = ""


def of(image: ImageDocument) -> list[Source]:
    """AVIF before WebP; of what moves, the still AVIF only for readers who want nothing to move."""
    avif = ", ".join(
        f"{r['url']} {r['width']}w" for r in _whole(image) if r["type"] == "image/avif"
    )
    still = "(prefers-reduced-motion: reduce)" if image.get("animated") else ""
    found = [Source("image/avif", avif, still), Source("image/webp", image.get("srcset") or "")]
    return [source for source in found if source.srcset]


def _whole(image: ImageDocument) -> Iterable[Rendition]:
    return (r for r in image.get("renditions", ()) if r["name"] in sizes.FREE)
