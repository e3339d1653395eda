"""Videos made by hand: small MP4 and WebM files whose parts a test chooses."""

from __future__ import annotations

import struct

UNITY = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
TURNED = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
#: 2026-03-02 in seconds since 1904, as cameras write it.
FILMED_AT = 3_855_254_400


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def full(kind: bytes, *parts: bytes) -> bytes:
    return box(kind, bytes(4), *parts)


def mp4(
    *,
    brand: bytes = b"isom",
    codec: bytes = b"avc1",
    width: int = 640,
    height: int = 360,
    seconds: int = 94,
    matrix: tuple[int, ...] = UNITY,
    handlers: tuple[bytes, ...] = (b"vide",),
    in_moov: bytes = b"",
    in_trak: bytes = b"",
    after: bytes = b"",
    media_bytes: int = 64,
    sound: bytes = b"",
) -> bytes:
    """A file with one sample a track; ``in_moov`` and the like are further boxes."""
    ftyp = box(b"ftyp", brand, bytes(4), brand, b"mp41")
    media_start = len(ftyp) + 8
    mdat = box(b"mdat", bytes(range(256)) * (media_bytes // 256 + 1))[: 8 + media_bytes]
    mdat = struct.pack(">I", len(mdat)) + mdat[4:]
    traks = b"".join(
        _trak(place, handler, codec, width, height, seconds, matrix, media_start, in_trak, sound)
        for place, handler in enumerate(handlers, 1)
    )
    mvhd = full(
        b"mvhd", struct.pack(">IIII", FILMED_AT, FILMED_AT, 1000, seconds * 1000),
        struct.pack(">IH10x", 0x10000, 0x100), struct.pack(">9i", *UNITY), bytes(24),
        struct.pack(">I", len(handlers) + 1),
    )  # fmt: skip
    return ftyp + mdat + box(b"moov", mvhd, traks, in_moov) + after


def sound_entry(kind: bytes = b"mp4a", object_type: int = 0x40, aac: bytes = b"\x12\x10") -> bytes:
    """How a track's sound is coded: for "mp4a" with the descriptors that say what it holds."""
    if kind != b"mp4a":
        return box(kind, bytes(28))
    specific = b"\x05\x80\x80\x80" + bytes([len(aac)]) + aac
    decoder = bytes([object_type, 0x15]) + bytes(11) + specific
    decoder = b"\x04\x80\x80\x80" + bytes([len(decoder)]) + decoder
    stream = b"\0\1\0" + decoder + b"\x06\1\2"
    return box(kind, bytes(28), full(b"esds", b"\x03", bytes([len(stream)]), stream))


def _trak(place, handler, codec, width, height, seconds, matrix, media_start, more, sound) -> bytes:
    is_picture = handler == b"vide"
    tkhd = box(
        b"tkhd", b"\0\0\0\x07",
        struct.pack(">IIIII", FILMED_AT, FILMED_AT, place, 0, seconds * 1000),
        bytes(16), struct.pack(">9i", *matrix),
        struct.pack(">II", width << 16 if is_picture else 0, height << 16 if is_picture else 0),
    )  # fmt: skip
    mdhd = full(
        b"mdhd", struct.pack(">IIIIHH", FILMED_AT, FILMED_AT, 1000, seconds * 1000, 0x55C4, 0)
    )
    hdlr = full(b"hdlr", bytes(4), handler, bytes(12), b"Harbour Camera 9\0")
    name = b"\x0dHarbour Coder".ljust(32, b"\0")
    entry = (
        box(codec, bytes(6), b"\0\1", bytes(16), struct.pack(">HH", width, height),
            struct.pack(">III", 0x480000, 0x480000, 0), b"\0\1", name, struct.pack(">Hh", 24, -1))
        if is_picture
        else sound or box(b"mp4a", bytes(28))
        if handler == b"soun"
        else box(b"gpmd", bytes(28))
    )  # fmt: skip
    stbl = box(
        b"stbl", full(b"stsd", struct.pack(">I", 1), entry),
        full(b"stts", struct.pack(">III", 1, 1, seconds * 1000)),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">II", 64, 1)),
        full(b"stco", struct.pack(">II", 1, media_start)),
    )  # fmt: skip
    dinf = box(b"dinf", full(b"dref", struct.pack(">I", 1), box(b"url ", b"\0\0\0\1")))
    head = full(b"vmhd", bytes(8)) if is_picture else full(b"nmhd")
    return box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, box(b"minf", head, dinf, stbl)), more)


# --- WebM ----------------------------------------------------------------------------------------


def element(name: int, content: bytes | int | float | str) -> bytes:
    """An EBML element with a size of eight bytes."""
    if isinstance(content, int):
        content = content.to_bytes(4, "big")
    elif isinstance(content, float):
        content = struct.pack(">d", content)
    elif isinstance(content, str):
        content = content.encode()
    head = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return head + b"\x01" + len(content).to_bytes(7, "big") + content


def unsized(name: int, content: bytes) -> bytes:
    """An element whose size is not known, as browsers record it."""
    return name.to_bytes(4, "big") + b"\x01" + b"\xff" * 7 + content


def tags(name: str, value: str) -> bytes:
    simple = element(0x67C8, element(0x45A3, name) + element(0x4487, value))
    return element(0x1254C367, element(0x7373, simple))


def webm(
    *,
    doc_type: str = "webm",
    codec: str = "V_VP9",
    seconds: float | None = 94,
    kinds: tuple[int, ...] = (1,),
    in_segment: bytes = b"",
    is_live: bool = False,
    sound: str = "A_OPUS",
) -> bytes:
    """A file with one block; ``is_live`` leaves the sizes of its parts open."""
    header = element(
        0x1A45DFA3,
        element(0x4286, 1) + element(0x4282, doc_type) + element(0x4287, 2) + element(0x4285, 2),
    )
    info = element(0x2AD7B1, 1_000_000) + element(0x4D80, "Harbour") + element(0x5741, "Harbour")
    info += element(0x4461, bytes(8)) + element(0x7BA9, "From the Kettle Bridge")
    if seconds is not None:
        info += element(0x4489, seconds * 1000.0)
    entries = b"".join(
        _track(place, kind, codec if kind == 1 else sound) for place, kind in enumerate(kinds, 1)
    )
    wrap = unsized if is_live else element
    cluster = wrap(0x1F43B675, element(0xE7, 0) + element(0xA3, b"\x81\0\0\x80" + bytes(60)))
    segment = element(0x1549A966, info) + element(0x1654AE6B, entries) + cluster + in_segment
    return header + wrap(0x18538067, segment)


def _track(place: int, kind: int, codec: str) -> bytes:
    sides = element(0xE0, element(0xB0, 640) + element(0xBA, 360)) if kind == 1 else b""
    return element(
        0xAE, element(0xD7, place) + element(0x73C5, place) + element(0x83, bytes([kind]))
        + element(0x86, codec) + sides,
    )  # fmt: skip
