"""The chunks of a WebP, and those within its frames. Source: RFC 9649, 2.3 and 2.7."""

from .bounds import MAX_PARTS, Readable, Tally, length_of, read_at

_FRAME = b"ANMF"
_FRAME_HEAD_BYTES = 16


def check(file: Readable) -> None:
    parts = Tally(MAX_PARTS)
    end = length_of(file)
    at = 12
    while at < end and len(head := read_at(file, at, 8)) == 8:
        parts.take()
        size = int.from_bytes(head[4:], "little")
        # The chunks of a frame are stepped through like those beside it.
        at += 8 + (_FRAME_HEAD_BYTES if head[:4] == _FRAME else size + size % 2)
