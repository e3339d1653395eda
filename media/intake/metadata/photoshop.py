"""Photoshop's image resources ("8BIM"), in which JPEG and PNG carry IIM."""

from .segments import number

_IIM = 0x0404
_SIGNATURES = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")
_MAX_RESOURCES = 2000


def iim_of(resources: bytes) -> bytes:
    """All IIM among the resources, joined. A resource that is cut off gives what is there."""
    found = []
    at = 0
    for _step in range(_MAX_RESOURCES):
        if resources[at : at + 4] not in _SIGNATURES:
            break
        kind = number(resources, at + 4, 2)
        # The name is a Pascal string, padded so that with its length byte it is even.
        at += 6 + (number(resources, at + 6, 1) // 2 + 1) * 2
        size = number(resources, at)
        at += 4
        if kind == _IIM:
            found.append(resources[at : at + size])
        at += size + size % 2
    return b"".join(found)
