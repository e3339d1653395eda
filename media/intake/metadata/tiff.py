"""A TIFF is one structure of the kind that EXIF is: read where it lies, never as a whole."""

from media.decoding import parts
from media.decoding.parts import Readable


class Bytes:
    """Slices of a file, as far as ``exif.Tiff`` asks for them."""

    def __init__(self, file: Readable) -> None:
        self._file, self._length = file, parts.length_of(file)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, piece: slice) -> bytes:
        start = piece.start or 0
        return parts.read_at(self._file, start, max(0, (piece.stop or start) - start))

    def startswith(self, head: bytes) -> bool:
        return parts.read_at(self._file, 0, len(head)) == head
