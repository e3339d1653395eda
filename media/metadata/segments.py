"""The blocks of metadata that a file of any format may carry, as bytes."""

from dataclasses import dataclass, field

#: Longer packets and blocks are left unread; those of agencies have 5 to 200 kB.
MAX_BLOCK_BYTES = 2 * 1024 * 1024


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
        if 0 < len(packet) <= MAX_BLOCK_BYTES and packet not in self.xmp:
            self.xmp.append(packet)

    def add_iim(self, block: bytes) -> None:
        if 0 < len(block) <= MAX_BLOCK_BYTES and block not in self.iim:
            self.iim.append(block)

    def add_exif(self, block: bytes) -> None:
        """Take a TIFF structure, with or without the name that JPEG puts before it."""
        block = block.removeprefix(b"Exif\0").removeprefix(b"\0")
        if block.startswith((b"II*\0", b"MM\0*")) and block not in self.exif:
            self.exif.append(block)


def number(data: bytes, at: int, size: int = 4) -> int:
    """An unsigned big-endian number; of what is missing at the end nothing is made up."""
    return int.from_bytes(data[at : at + size], "big")
