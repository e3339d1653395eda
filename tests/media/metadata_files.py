"""Picture files whose metadata is made by hand, so that it can be odd, old or hostile."""

import io
import struct
import zlib

from django.core.files.base import ContentFile

from media.intake import metadata

from .factories import picture_bytes

XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION_NAME = b"http://ns.adobe.com/xmp/extension/\0"
NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "drone": "http://www.dji.com/drone-dji/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}


def found_in(content: bytes) -> metadata.Found:
    return metadata.read(ContentFile(content, name="x"))


def xmp(properties: str, attributes: str = "", *, mark: str = "\ufeff") -> str:
    """A packet with elements and attributes of one description."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
    return (
        f'<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta {spaces}><rdf:RDF>'
        f'<rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    plain = picture_bytes()
    return plain[:2] + b"".join(segments) + plain[2:]


def jpeg_with_xmp(packet: str | bytes) -> bytes:
    packet = packet.encode() if isinstance(packet, str) else packet
    return jpeg(segment(0xE1, XMP_NAME + packet))


def extensions(guid: str, packet: bytes, size: int = 60_000) -> list[bytes]:
    """An XMP that is too long for one segment, in several."""
    return [
        segment(
            0xE1,
            EXTENSION_NAME
            + guid.encode()
            + struct.pack(">II", len(packet), at)
            + packet[at : at + size],
        )
        for at in range(0, len(packet), size)
    ]


def dataset(record: int, number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


UTF8 = dataset(1, 90, b"\x1b%G")


def resource(kind: int, body: bytes, name: bytes = b"") -> bytes:
    title = bytes([len(name)]) + name
    title += b"\0" * (len(title) % 2)
    return (
        b"8BIM"
        + struct.pack(">H", kind)
        + title
        + struct.pack(">I", len(body))
        + body
        + (b"\0" * (len(body) % 2))
    )


def app13(resources: bytes) -> bytes:
    return segment(0xED, b"Photoshop 3.0\0" + resources)


def jpeg_with_iim(*datasets: bytes) -> bytes:
    return jpeg(app13(resource(0x0404, b"".join(datasets))))


def exif(
    entries: dict[int, bytes | int], below: dict[int, dict[int, bytes]] | None = None
) -> bytes:
    """A TIFF structure of texts (bytes), words (int) and directories of texts below it."""
    below = below or {}
    count = len(entries) + len(below)
    data = b""
    start = 8 + 2 + count * 12 + 4

    def entry(tag: int, value: bytes | int, kind: int = 2) -> bytes:
        nonlocal data
        if isinstance(value, int):
            return struct.pack(">HHIHH", tag, 3, 1, value, 0)
        if len(value) <= 4:
            return struct.pack(">HHI", tag, kind, len(value)) + value.ljust(4, b"\0")
        data += value
        return struct.pack(">HHII", tag, kind, len(value), start + len(data) - len(value))

    table = b"".join(entry(tag, value) for tag, value in entries.items())
    for tag, inner in below.items():
        rows = b"".join(entry(key, value) for key, value in inner.items())
        table += struct.pack(">HHII", tag, 4, 1, start + len(data))
        data += struct.pack(">H", len(inner)) + rows + b"\0\0\0\0"
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", count) + table + b"\0\0\0\0" + data


def jpeg_with_exif(*args, **kwargs) -> bytes:
    return jpeg(segment(0xE1, b"Exif\0\0" + exif(*args, **kwargs)))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, last: bool = False) -> bytes:
    """With the chunks after the header, or after the pixels."""
    plain = picture_bytes(format="PNG")
    at = len(plain) - 12 if last else 33
    return plain[:at] + b"".join(chunks) + plain[at:]


def raw_profile(name: bytes, body: bytes) -> bytes:
    digits = body.hex().encode()
    rows = b"\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return b"Raw profile type " + name + b"\0", b"\n%s\n%8d\n%s\n" % (name, len(body), rows)


def gif_with_xmp(packet: bytes) -> bytes:
    out = io.BytesIO(picture_bytes(format="GIF", mode="P"))
    plain = out.getvalue()
    ramp = b"\x01" + bytes(range(255, -1, -1))
    block = b"\x21\xff\x0bXMP DataXMP" + packet + ramp + b"\0"
    return plain[:-1] + block + b";"
