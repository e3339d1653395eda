"""The metadata chunks of a WebP. Source: RFC 9649, 2.7."""

from .segments import Segments

_MAX_CHUNKS = 10_000


def read(content: bytes) -> Segments:
    found = Segments()
    at = 12
    for _step in range(_MAX_CHUNKS):
        kind = content[at : at + 4]
        if len(kind) < 4:
            break
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size] if kind in (b"EXIF", b"XMP ") else b""
        if kind == b"EXIF":
            found.add_exif(body)
        elif kind == b"XMP ":
            found.add_xmp(body)
        at += 8 + size + size % 2
    return found
