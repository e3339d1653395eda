"""Whether a picture file has so few parts that reading its header stays cheap.

Pillow and libavif walk the parts of a file before they know its size in pixels, some of them in
time that grows with the square. An ordinary picture has a dozen parts; a file of 40 MB may have
millions that are empty. Nothing here decodes, and nothing reads more than the heads of parts.
"""

from . import boxes, jpeg, png, riff
from .bounds import Readable, TooMany
from .boxes import is_deep
from .jpeg import colours_of_first_scan, scans

__all__ = ["TooMany", "check", "colours_of_first_scan", "is_deep", "scans"]


def check(file: Readable) -> None:
    """Raise ``TooMany`` for a file that asks for endless work; leaves the position at the start.

    What is no picture, or a broken one, passes: its reader finds that out. The blocks of a GIF are
    bounded as they are read, by ``read_budget``.
    """
    file.seek(0)
    head = file.read(12)
    if head.startswith(b"\xff\xd8"):
        jpeg.check(file)
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        png.check(file)
    elif head.startswith(b"RIFF"):
        riff.check(file)
    elif head[4:8] == b"ftyp":
        boxes.check(file)
    file.seek(0)
