"""The chunks of a PNG, before and after its pixels. Source: PNG third edition, 5.3."""

from .bounds import MAX_PARTS, Readable, Tally, pixel_parts, read_at

_PIXELS = frozenset({b"IDAT", b"fdAT", b"fcTL"})
# Each may swell to megabytes when it is read; a picture has one.
_MOST_PROFILES = 4


def check(file: Readable) -> None:
    parts, pixels, profiles = Tally(MAX_PARTS), pixel_parts(file), Tally(_MOST_PROFILES)
    at = 8
    while len(head := read_at(file, at, 8)) == 8:
        kind = head[4:]
        if kind == b"IEND":
            return
        (pixels if kind in _PIXELS else parts).take()
        if kind == b"iCCP":
            profiles.take()
        at += 12 + int.from_bytes(head[:4], "big")
