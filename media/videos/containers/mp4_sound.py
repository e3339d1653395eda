"""How the sound of an MP4 is coded, and whether every browser plays it.

Sources: ISO/IEC 14496-12, 12.2 (sound tracks), 14496-1, 7.2.6 (descriptors), 14496-3, 1.6.2 (AAC),
and the registry of MP4RA.
"""

_PLAYED = frozenset({b"Opus", b"fLaC"})
_NAMES = {
    b"ac-3": "Dolby AC-3", b"ec-3": "Dolby E-AC-3", b"ac-4": "Dolby AC-4", b"mlpa": "Dolby TrueHD",
    b"alac": "Apple Lossless", b"apac": "Apple Spatial Audio", b"samr": "AMR", b"sawb": "AMR-WB",
    b"dtsc": "DTS", b"dtsh": "DTS", b"dtsl": "DTS", b"dtse": "DTS", b"dtsx": "DTS",
    b"mha1": "MPEG-H", b"mhm1": "MPEG-H", b"enca": "encrypted", b"ulaw": "µ-law", b"alaw": "A-law",
    **dict.fromkeys((b"sowt", b"twos", b"lpcm", b"ipcm", b"fpcm", b"in24", b"raw "), "PCM"),
}  # fmt: skip

# An "mp4a" says in its descriptors what it holds: AAC of MPEG-4 or MPEG-2, MP3, or something else.
_AAC, _PLAYED_OBJECTS = 0x40, frozenset({0x40, 0x66, 0x67, 0x68, 0x69, 0x6B})
_OBJECT_NAMES = {0xA5: "Dolby AC-3", 0xA6: "Dolby E-AC-3", 0xA9: "DTS", 0xDD: "Vorbis",
                 0xE1: "QCELP"}  # fmt: skip
# Main, LC, SSR, LTP, and with bands replicated (HE-AAC, versions 1 and 2).
_PLAYED_AAC = frozenset({1, 2, 3, 4, 5, 29})
_STREAM, _DECODER, _SPECIFIC = 3, 4, 5

#: As much of a sample entry as its descriptors can need.
MOST_BYTES = 4096


def unplayed(kind: bytes, entry: bytes) -> str:
    """The name of a coding that not every browser plays; empty where all do.

    ``entry`` is the content of the sample entry. One that does not say more than its kind is
    believed: the player will see.
    """
    if kind != b"mp4a":
        return "" if kind in _PLAYED else _NAMES.get(kind) or kind.decode("latin-1").strip()
    at = entry.find(b"esds")
    return _unplayed_object(entry[at + 8 :]) if at >= 0 else ""


def _unplayed_object(descriptors: bytes) -> str:
    stream = _inside(descriptors, _STREAM)
    # After id and flags: what it depends on, an address, and whose clock it follows, if any.
    flags, head = (stream[2], 3) if len(stream) > 2 else (0, 3)
    head += 2 * bool(flags & 0x80) + 2 * bool(flags & 0x20)
    if flags & 0x40 and len(stream) > head:
        head += 1 + stream[head]
    decoder = _inside(stream[head:], _DECODER)
    if not decoder:
        return ""
    if decoder[0] not in _PLAYED_OBJECTS:
        return _OBJECT_NAMES.get(decoder[0], f"mp4a.{decoder[0]:x}")
    specific = _inside(decoder[13:], _SPECIFIC)
    if decoder[0] != _AAC or len(specific) < 2:
        return ""
    kind = specific[0] >> 3
    if kind == 31:
        kind = 32 + ((specific[0] & 7) << 3 | specific[1] >> 5)
    return "" if kind in _PLAYED_AAC else f"mp4a.40.{kind}"


def _inside(data: bytes, tag: int) -> bytes:
    """The content of the descriptor that begins here, if it is of this kind."""
    if data[:1] != bytes([tag]):
        return b""
    length = 0
    for at in range(1, min(5, len(data))):
        length = length << 7 | data[at] & 0x7F
        if not data[at] & 0x80:
            return data[at + 1 : at + 1 + length]
    return b""
