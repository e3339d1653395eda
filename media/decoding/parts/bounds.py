"""What the walkers share: how much is too much, and how a file is read at a place."""

import io
from typing import BinaryIO

from django.core.files.base import File

Readable = BinaryIO | File

#: Parts that hold no pixels; photographs with every kind of metadata have fewer than a hundred.
MAX_PARTS = 2000
#: Parts with pixels are larger than this on average, past the first ``MAX_PARTS``.
LEAST_BYTES_OF_PIXELS = 256


class TooMany(Exception):
    """The file has more parts than a picture needs, or parts that no reader copes with."""


class Tally:
    """Counts down; raises ``TooMany`` below nothing."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise TooMany


def pixel_parts(file: Readable) -> Tally:
    """How many parts with pixels a file of its size may have."""
    return Tally(MAX_PARTS + length_of(file) // LEAST_BYTES_OF_PIXELS)


def length_of(file: Readable) -> int:
    return file.seek(0, io.SEEK_END)


def read_at(file: Readable, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)
