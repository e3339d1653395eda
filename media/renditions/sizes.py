"""The one table of what is made from an image: sizes, ratios, formats, and how files are named."""

import re
from dataclasses import dataclass, field

#: Goes up when the table, or how files are drawn, changes: then all files are to be made again.
TABLE_VERSION = 2


@dataclass(frozen=True)
class Encoding:
    """A format with Pillow's options for it, and with others for images wider than 960 pixels."""

    suffix: str
    options: dict[str, int | bool]
    large_options: dict[str, int | bool] = field(default_factory=dict)
    keeps_transparency: bool = False

    def options_at(self, width_px: int) -> dict[str, int | bool]:
        return self.options | (self.large_options if width_px > 960 else {})


# In the order in which readers are offered them, the last for everybody.
ENCODINGS = {
    # A step faster where there is much to do: a quarter of the work for 4 % more bytes.
    "avif": Encoding(
        "avif",
        {"quality": 52, "speed": 8, "max_threads": 1},
        {"speed": 9},
        keeps_transparency=True,
    ),
    "webp": Encoding("webp", {"quality": 76, "method": 2}, keeps_transparency=True),
    "jpeg": Encoding("jpg", {"quality": 80, "progressive": True, "optimize": True}),
}
EVERY_FORMAT = tuple(ENCODINGS)
#: Enough for everybody, and a third of the work: AVIF has the same image in fewer bytes.
QUICK_FORMATS = ("webp", "jpeg")
#: What networks and search engines take without asking: they are sent to nobody's screen.
FOR_MACHINES = ("jpeg",)


@dataclass(frozen=True)
class Size:
    """``width_px`` at most; with a ``ratio`` (width by height) cropped around the focal point."""

    name: str
    width_px: int
    ratio: float | None = None
    formats: tuple[str, ...] = EVERY_FORMAT


SIZES = (
    Size("thumb", 320),
    Size("small", 640),
    Size("medium", 960),
    Size("large", 1280),
    Size("wide", 1920),
    Size("card", 640, ratio=16 / 9),
    Size("card_large", 1280, ratio=16 / 9, formats=FOR_MACHINES),
    Size("classic", 640, ratio=4 / 3),
    Size("classic_large", 1280, ratio=4 / 3, formats=FOR_MACHINES),
    Size("square", 400, ratio=1),
    Size("square_large", 1200, ratio=1, formats=FOR_MACHINES),
    Size("portrait", 640, ratio=4 / 5),
)
FREE = frozenset(size.name for size in SIZES if not size.ratio)
CROPS = frozenset(size.name for size in SIZES if size.ratio)
ORDER = {size.name: position for position, size in enumerate(SIZES)}

_NAMES = "|".join(
    rf"{size.name}-[0-9]{{1,4}}-[0-9a-f]{{20}}\."
    rf"(?:{'|'.join(ENCODINGS[name].suffix for name in size.formats)})"
    for size in SIZES
)
#: The names that public files can have, and no others.
PUBLIC_NAME = re.compile(rf"[0-9a-f]{{32}}/(?:{_NAMES})")
