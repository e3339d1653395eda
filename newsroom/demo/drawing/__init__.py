"""Drawing code of the demo's pictures: every one is made of lines, areas and light, at load."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from newsroom.demo.drawing import (
    boats,
    charts,
    city,
    diagrams,
    harbour,
    maps,
    nature,
    portraits,
    rooms,
)
from newsroom.demo.drawing.canvas import Canvas

_MODULES = (boats, charts, city, diagrams, harbour, maps, nature, portraits, rooms)

# "harbour.bridge" and the like: every public function of these modules draws one picture.
DRAWINGS: dict[str, Callable[..., None]] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": function
    for module in _MODULES
    for name, function in vars(module).items()
    if callable(function)
    and not name.startswith("_")
    and getattr(function, "__module__", "") == module.__name__
}


def jpeg(
    drawing: str, *, width: int, height: int, settings: Mapping[str, Any], quality: int = 88
) -> bytes:
    """One picture as a JPEG file.

    ``drawing`` is a name of DRAWINGS, ``settings`` are its arguments, sides are in points.
    """
    canvas = Canvas(width, height)
    DRAWINGS[drawing](canvas, **settings)
    file = io.BytesIO()
    canvas.finish().save(file, "JPEG", quality=quality, subsampling=0)
    return file.getvalue()
