"""The metadata segments of a JPEG. Source: ISO 10918-1 B.1, Adobe XMP Specification Part 3."""

from collections.abc import Iterable

from .segments import MAX_BLOCK_BYTES, Segments, iim_of, number

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_RESOURCES = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")

# GUID → (length of the whole, offset of the part, part).
_Parts = dict[str, list[tuple[int, int, bytes]]]


def read(segments: Iterable[tuple[str, bytes]]) -> Segments:
    """The blocks in the segments that Pillow met before the first scan, by their names."""
    found = Segments()
    resources: list[bytes] = []
    parts: _Parts = {}
    for name, body in segments:
        if name == "APP1" and body.startswith(b"Exif\0"):
            found.add_exif(body)
        elif name == "APP1" and body.startswith(_XMP):
            found.add_xmp(body[len(_XMP) :])
        elif name == "APP1" and body.startswith(_XMP_EXTENSION):
            _keep_part(parts, body[len(_XMP_EXTENSION) :])
        elif name == "APP13":
            # A resource that is too long for one segment goes on in the next.
            resources += [body[len(mark) :] for mark in _RESOURCES if body.startswith(mark)]
    found.add_iim(iim_of(b"".join(resources)))
    found.extensions = {guid: _joined(its) for guid, its in parts.items()}
    return found


def _keep_part(parts: _Parts, body: bytes) -> None:
    guid = body[:32].decode("latin-1")
    whole = number(body, 32)
    if whole <= MAX_BLOCK_BYTES:
        parts.setdefault(guid, []).append((whole, number(body, 36), body[40:]))


def _joined(parts: list[tuple[int, int, bytes]]) -> bytes:
    """The parts in their order, as far as none is missing."""
    joined = bytearray()
    whole = parts[0][0]
    for _whole, offset, part in sorted(parts, key=lambda its: its[1]):
        if offset == len(joined):
            joined += part
    return bytes(joined[:whole])
