"""The blocks of metadata that a file of any format may carry, as bytes."""

from dataclasses import dataclass, field

#: Longer packets and blocks are left unread; those of agencies have 5 to 200 kB.
MAX_BLOCK_BYTES = 2 * 1024 * 1024
#: A file has one of each kind; programs that know no better add a second.
MAX_BLOCKS = 4


@dataclass
class Segments:
    """Blocks in the order in which they are believed; ``exif`` holds TIFF structures.

    ``extensions`` are the parts of an XMP that did not fit into one JPEG segment, joined, by the
    GUID under which the main packet names them.
    """

    xmp: list[bytes] = field(default_factory=list)
    extensions: dict[str, bytes] = field(default_factory=dict)
    iim: list[bytes] = field(default_factory=list)
    exif: list[bytes] = field(default_factory=list)

    def add_xmp(self, packet: bytes) -> None:
        _add(self.xmp, packet)

    def add_iim(self, block: bytes) -> None:
        _add(self.iim, block)

    def add_exif(self, block: bytes) -> None:
        """Take a TIFF structure, with or without the name that JPEG puts before it."""
        block = block.removeprefix(b"Exif\0").removeprefix(b"\0")
        if block.startswith((b"II*\0", b"MM\0*")):
            _add(self.exif, block)


def _add(blocks: list[bytes], block: bytes) -> None:
    is_bounded = 0 < len(block) <= MAX_BLOCK_BYTES and len(blocks) < MAX_BLOCKS
    if is_bounded and block not in blocks:
        blocks.append(block)


def number(data: bytes, at: int, size: int = 4) -> int:
    """An unsigned big-endian number; of what is missing at the end nothing is made up."""
    return int.from_bytes(data[at : at + size], "big")


# Photoshop's image resources ("8BIM"), in which JPEG and PNG carry IIM.
_IIM_RESOURCE = 0x0404
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
        if kind == _IIM_RESOURCE:
            found.append(resources[at : at + size])
        at += size + size % 2
    return b"".join(found)
