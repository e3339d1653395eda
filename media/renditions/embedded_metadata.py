"""What is written into public files: credit, rights, words, and statements on machines.

Renditions are made of pixels alone, so this is all the metadata they have: XMP for whoever reads
it, IIM for the trade's older programs (JPEG), EXIF for everything else. Never a position, a device,
a history, an owner. Source: IPTC Photo Metadata Standard, PLUS.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image as PilImage
from PIL.PngImagePlugin import PngInfo

from media.models import Image
from media.models.choices import DATA_MINING_PREFIX, DIGITAL_SOURCE_PREFIX, LICENCE_ADDRESSES

_DESCRIPTION, _ARTIST, _COPYRIGHT = 0x010E, 0x013B, 0x8298
# EXIF of a JPEG ends at 64 KB; words that are longer are whole in XMP and cut here.
_EXIF_TEXT_BYTES = 4000


@dataclass(frozen=True)
class Carried:
    """The blocks of metadata, each empty when there is nothing to say."""

    xmp: bytes = b""
    exif: bytes = b""
    iim: bytes = b""

    def options(self, format_name: str) -> dict[str, Any]:
        """What Pillow's ``save`` takes for a format: "jpeg", "webp", "avif" or "png"."""
        # Pillow writes the prefix of JPEG into moving WebP too, where it does not belong.
        exif = self.exif.removeprefix(b"Exif\0\0") if format_name == "webp" else self.exif
        found: dict[str, Any] = {"exif": exif} if exif else {}
        if format_name == "png":
            return found | ({"pnginfo": _png_text(self.xmp)} if self.xmp else {})
        if self.xmp:
            found["xmp"] = self.xmp
        if self.iim and format_name == "jpeg":
            found["extra"] = iim_segment(self.iim)
        return found


def of(image: Image) -> Carried:
    """The blocks for an image's files, from what the library says of it now."""
    return carrying(statement_of(image))


def carrying(said: Statement) -> Carried:
    """The blocks that say it."""
    return Carried(xmp_packet(said), _exif(said), iim_block(said))


def _exif(said: Statement) -> bytes:
    """As UTF-8 bytes: a str loses every letter that Latin-1 does not have."""
    block = PilImage.Exif()
    for tag, text in (
        (_DESCRIPTION, said.caption),
        (_ARTIST, said.creator or said.credit),
        (_COPYRIGHT, said.copyright),
    ):
        if text := storable(text):
            block[tag] = cut(text, _EXIF_TEXT_BYTES).encode()
    return block.tobytes() if len(block) else b""


def _png_text(packet: bytes) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info


# --- What is said ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Statement:
    """Empty text says nothing. The last two are addresses of terms of IPTC and PLUS."""

    creator: str = ""
    credit: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    web_statement: str = ""
    licensor_url: str = ""
    caption: str = ""
    alt_text: str = ""
    digital_source: str = ""
    data_mining: str = ""


def statement_of(image: Image) -> Statement:
    """What the library says of the image now. A protected source is not named."""
    protected = image.is_source_protected
    return Statement(
        creator="" if protected else image.creator,
        credit=image.printed_credit,
        source=image.supplier,
        copyright=image.copyright_notice,
        usage_terms=image.usage_terms,
        web_statement=image.web_statement or dict(LICENCE_ADDRESSES).get(image.licence, ""),  # type: ignore[call-overload]
        licensor_url=image.licensor_url,
        caption=image.caption,
        alt_text="" if image.is_decorative else image.alt_text,
        digital_source=_term(DIGITAL_SOURCE_PREFIX, image.digital_source_type),
        data_mining=_term(DATA_MINING_PREFIX, image.data_mining),
    )


def _term(prefix: str, value: str) -> str:
    return f"{prefix}{value}" if value else ""


# --- XMP ------------------------------------------------------------------------------------------

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" \
xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" \
xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" \
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">{properties}</rdf:Description>\
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""

# A JPEG has 64 KB for the packet: each property has its share of it, in bytes as they are written.
_LONG_BYTES = 8000
_SHORT_BYTES = 6000

# XML 1.0 can hold no other characters.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# As a reference, or reading would turn it into a line feed.
_REFERENCES = {"\r": "&#xD;"}


def xmp_packet(statement: Statement) -> bytes:
    """The packet in UTF-8; empty when there is nothing to say."""
    properties = "".join(
        (
            _list("dc:creator", "Seq", statement.creator, _SHORT_BYTES),
            _plain("photoshop:Credit", statement.credit, _SHORT_BYTES),
            _plain("photoshop:Source", statement.source, _SHORT_BYTES),
            _words("dc:rights", statement.copyright, _SHORT_BYTES),
            "<xmpRights:Marked>True</xmpRights:Marked>" if statement.copyright else "",
            _words("xmpRights:UsageTerms", statement.usage_terms, _LONG_BYTES),
            _address("xmpRights:WebStatement", statement.web_statement),
            _licensor(statement.licensor_url),
            _words("dc:description", statement.caption, _LONG_BYTES),
            _words("Iptc4xmpCore:AltTextAccessibility", statement.alt_text, _SHORT_BYTES),
            _address("Iptc4xmpExt:DigitalSourceType", statement.digital_source),
            _address("plus:DataMining", statement.data_mining),
        )
    )
    return _PACKET.format(properties=properties).encode() if properties else b""


def storable(text: str) -> str:
    """Without control characters and lone surrogates, which neither XML nor UTF-8 can hold."""
    return _IMPOSSIBLE.sub(" ", text) if text.strip() else ""


def cut(text: str, most_bytes: int) -> str:
    """As much of the text as fits, in whole characters of UTF-8."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def _plain(name: str, text: str, most_bytes: int) -> str:
    text = _written(text, most_bytes)
    return f"<{name}>{text}</{name}>" if text else ""


def _list(name: str, kind: str, text: str, most_bytes: int, attributes: str = "") -> str:
    item = _written(text, most_bytes)
    inner = f"<rdf:{kind}><rdf:li{attributes}>{item}</rdf:li></rdf:{kind}>"
    return f"<{name}>{inner}</{name}>" if item else ""


def _words(name: str, text: str, most_bytes: int) -> str:
    """Text in a language; ours is the default and its name is not said."""
    return _list(name, "Alt", text, most_bytes, ' xml:lang="x-default"')


def _address(name: str, url: str) -> str:
    """Whole or not at all: half an address leads elsewhere."""
    whole = _written(url, len(url) * 8)
    return f"<{name}>{whole}</{name}>" if 0 < len(whole) <= _SHORT_BYTES else ""


def _licensor(url: str) -> str:
    inner = _address("plus:LicensorURL", url)
    item = f'<rdf:li rdf:parseType="Resource">{inner}</rdf:li>'
    return f"<plus:Licensor><rdf:Seq>{item}</rdf:Seq></plus:Licensor>" if inner else ""


def _written(text: str, most_bytes: int) -> str:
    """Escaped, and cut between characters where it is longer than its share."""
    text = storable(text)
    while len((written := escape(text, _REFERENCES)).encode()) > most_bytes:
        text = cut(text, len(text.encode()) * most_bytes // (len(written.encode()) + 1))
    return written


# --- IIM ------------------------------------------------------------------------------------------

# What the trade's older programs read, in one APP13 segment of a JPEG. Each text has its length in
# the standard and is cut between characters; XMP has it whole. Source: IPTC-NAA Information
# Interchange Model 4.2; Photoshop's image resource blocks.
_UTF_8 = b"\x1b%G"
_IPTC_RESOURCE = 0x0404


def iim_block(statement: Statement) -> bytes:
    """The data sets, with their character set first; empty when there is nothing to say."""
    sets = [
        _iim_text(80, statement.creator, 32),
        _iim_text(110, statement.credit, 32),
        _iim_text(115, statement.source, 32),
        _iim_text(116, statement.copyright, 128),
        _iim_text(120, statement.caption, 2000),
    ]
    said = b"".join(sets)
    return _iim_data_set(1, 90, _UTF_8) + _iim_data_set(2, 0, b"\0\x04") + said if said else b""


def iim_segment(content: bytes) -> bytes:
    """The block as the APP13 segment that Pillow's JPEG writer takes as ``extra``."""
    resource = b"8BIM" + struct.pack(">HHI", _IPTC_RESOURCE, 0, len(content)) + content
    payload = b"Photoshop 3.0\0" + resource + b"\0" * (len(content) % 2)
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


def _iim_text(number: int, text: str, most_bytes: int) -> bytes:
    # A data set has one line: older programs end a text at a line's end.
    content = cut(" ".join(storable(text).split()), most_bytes).strip().encode()
    return _iim_data_set(2, number, content) if content else b""


def _iim_data_set(record: int, number: int, content: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(content)) + content
