"""A file that may be read in so many small parts: no loop over it takes for ever."""

from .parts import TooMany
from .parts.bounds import Readable

# Past these, a part has to have so many bytes on average. Blocks of a GIF have 256 in two reads.
_FREE_READS = 100_000
_LEAST_BYTES = 48


class Rationed:
    """Reads like the file it is given; raises ``TooMany`` where a reader goes on in crumbs.

    A reader in Python spends about a microsecond on each read, whatever it finds: so this bounds
    what a file may cost, in formats that have no walker of their own and where one was misled.
    """

    def __init__(self, file: Readable) -> None:
        self._read = file.read
        self._reads = self._bytes = 0
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        data = self._read(size)
        self._reads += 1
        self._bytes += len(data)
        if self._reads > _FREE_READS and self._reads > _FREE_READS + self._bytes // _LEAST_BYTES:
            raise TooMany
        return data
