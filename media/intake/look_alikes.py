"""Images that look alike: a hash of what the eye sees, found again through its four bands.

The hash is made of the 64 lowest frequencies of the image in grey, so a copy that is smaller, more
compressed or a little brighter has nearly the same one: the usual discrete cosine transform hash.
"""

import math
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image as PilImage

from media.decoding import raster
from media.models import Image
from newsroom.editorial.acts import shared_things

# Bits of 64 in which two hashes of one image may differ; those of two images differ in 32.
MAX_DISTANCE = 6
# Sides that differ by more are those of a crop or another image; smaller ones are rounded.
_MAX_ASPECT_DIFFERENCE = 0.03
# As many rows as one search looks at, however common a band is. Of 500,000 images the bands of
# one hash and their neighbours name about 500.
_MAX_CANDIDATES = 2000

# So many of them are named.
_NAMED = 5

_SIDE = 32
_BANDS = 4
# Frequencies weaker than this are noise: an image made of them has no hash.
_NOISE = 40.0
_MIN_STRONG = 40


@dataclass(frozen=True)
class Near:
    """An image of the library that looks the same, and in how many bits of 64 it differs."""

    image: Image
    distance: int


def phash(pixels: PilImage.Image) -> str:
    """16 hexadecimal digits; "" for an image with so little in it that many would look alike."""
    grey = raster.flattened(pixels).convert("L")
    small = grey.resize((_SIDE, _SIDE), PilImage.Resampling.LANCZOS, reducing_gap=3)
    strengths = _frequencies(small.tobytes())
    if sum(abs(strength) > _NOISE for strength in strengths) < _MIN_STRONG:
        return ""
    middle = sorted(strengths)[len(strengths) // 2]
    bits = sum((strength > middle) << place for place, strength in enumerate(strengths))
    return f"{bits:016x}"


def bands(hashed: str) -> dict[str, int | None]:
    """The columns ``phash_0`` to ``phash_3`` for a hash."""
    return {
        f"phash_{band}": int(hashed[band * 4 : band * 4 + 4], 16) if hashed else None
        for band in range(_BANDS)
    }


def distance(left: str, right: str) -> int:
    """In how many bits two hashes differ."""
    return (int(left, 16) ^ int(right, 16)).bit_count()


def near(hashed: str, width_px: int, height_px: int) -> list[Near]:
    """Images that look the same, the most alike first.

    Hashes that differ in up to seven bits have a band that differs in at most one, so each band
    is looked up with its neighbours: four ranges of an index, never a scan.
    """
    if not hashed:
        return []
    found = []
    rows = candidates(hashed).values_list("pk", "phash", "width_px", "height_px", "merged_into")
    for pk, other, width, height, merged_into in rows[:_MAX_CANDIDATES]:
        if merged_into is not None:
            continue
        bits = distance(hashed, other)
        if bits <= MAX_DISTANCE and _has_same_shape(width_px, height_px, width, height):
            found.append((bits, -pk))
    nearest = sorted(found)[:_NAMED]
    images = Image.objects.in_bulk([-pk for _bits, pk in nearest])
    return [Near(images[-pk], bits) for bits, pk in nearest if -pk in images]


def candidates(hashed: str) -> QuerySet[Image]:
    """The images that share a band with this hash, or a neighbour of one.

    Looked up by the bands alone: given another condition, a database may walk that index instead.
    """
    wanted = Q()
    for column, band in bands(hashed).items():
        wanted |= Q(**{f"{column}__in": _neighbours(band or 0)})
    return Image.objects.filter(wanted).order_by()


def where(image: Image) -> str:
    """Where readers see it, as the end of a sentence."""
    uses = shared_things.uses(image, user=None, shown=1)
    if not uses.count:
        return _("not used yet")
    [newest] = uses.told
    if uses.count == 1:
        return _("used in “%(headline)s”") % {"headline": newest.title}
    others = uses.count - 1
    return ngettext(
        "used in “%(headline)s” and %(count)d other",
        "used in “%(headline)s” and %(count)d others",
        others,
    ) % {"headline": newest.title, "count": others}


def _neighbours(band: int) -> list[int]:
    """The band itself and those that differ from it in one bit."""
    return [band, *(band ^ (1 << bit) for bit in range(16))]


def _has_same_shape(width: int, height: int, other_width: int, other_height: int) -> bool:
    left, right = width / height, other_width / other_height
    # A few pixels of a small copy are rounding.
    rounding = 1 / min(width, height, other_width, other_height)
    return abs(left - right) / max(left, right) <= max(_MAX_ASPECT_DIFFERENCE, rounding)


def _zigzag() -> list[tuple[int, int]]:
    """The 64 lowest frequencies but the mean, as (column, row)."""
    places = [(u, v) for u in range(11) for v in range(11) if 0 < u + v <= 11]
    return sorted(places, key=lambda place: (place[0] + place[1], place))[:64]


_ORDER = _zigzag()
_COSINES = [
    [math.cos((2 * x + 1) * u * math.pi / (2 * _SIDE)) for x in range(_SIDE)] for u in range(11)
]


def _frequencies(grey: bytes) -> list[float]:
    """The discrete cosine transform of 32 by 32 grey values, as far as it is needed."""
    rows = [grey[y * _SIDE : (y + 1) * _SIDE] for y in range(_SIDE)]
    across = [
        [
            sum(value * cosine for value, cosine in zip(row, _COSINES[u], strict=True))
            for row in rows
        ]
        for u in range(11)
    ]
    return [
        sum(value * cosine for value, cosine in zip(across[u], _COSINES[v], strict=True))
        for u, v in _ORDER
    ]
