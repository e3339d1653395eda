"""Headers of coded images: read bit by bit, and the colours that they name."""

from __future__ import annotations

from typing import NamedTuple

#: The code point of primaries and transfer functions that the coding leaves open (ITU-T H.273).
NOT_SAID = 2
_MOST_ZEROS = 32


class Colours(NamedTuple):
    """Code points of ITU-T H.273."""

    primaries: int
    transfer: int
    is_grey: bool


class Bits:
    """Bits from the first on; zeros past the end, and ``is_short`` from then on."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), 8 * len(data)
        self.is_short = False

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            self.is_short = True
            return 0
        return self._value >> self._left & (1 << count) - 1

    def exp_golomb(self) -> int:
        """``ue(v)`` of video codings; ``uvlc()`` in AV1."""
        zeros = 0
        while not self.take(1) and not self.is_short and zeros < _MOST_ZEROS:
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)
