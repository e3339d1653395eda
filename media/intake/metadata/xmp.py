"""XMP: the block that says most, in UTF-8, UTF-16 or UTF-32."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import dates, rdf, texts
from .found import Block
from .rdf import Value

_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_NOTE = "{http://ns.adobe.com/xmp/note/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"

# Our field → the property and how its text is cleaned.
_TEXTS = {
    "title": (f"{_DC}title", texts.line),
    "caption": (f"{_DC}description", texts.caption),
    "headline": (f"{_PHOTOSHOP}Headline", texts.line),
    "creator_job": (f"{_PHOTOSHOP}AuthorsPosition", texts.line),
    "credit_line": (f"{_PHOTOSHOP}Credit", texts.line),
    "source": (f"{_PHOTOSHOP}Source", texts.line),
    "copyright": (f"{_DC}rights", texts.block),
    "usage_terms": (f"{_RIGHTS}UsageTerms", texts.block),
    "web_statement": (f"{_RIGHTS}WebStatement", texts.address),
    "instructions": (f"{_PHOTOSHOP}Instructions", texts.block),
    "alt_text": (f"{_CORE}AltTextAccessibility", texts.block),
    "extended_description": (f"{_CORE}ExtDescrAccessibility", texts.block),
    "date_created": (f"{_PHOTOSHOP}DateCreated", dates.from_text),
    "event": (f"{_EXT}Event", texts.line),
    "job_id": (f"{_PHOTOSHOP}TransmissionReference", texts.line),
    "caption_writer": (f"{_PHOTOSHOP}CaptionWriter", texts.line),
    "digital_source_type": (f"{_EXT}DigitalSourceType", texts.line),
    "data_mining": (f"{_PLUS}DataMining", texts.line),
}
_LISTS = {
    "creators": f"{_DC}creator",
    "keywords": f"{_DC}subject",
    "persons": f"{_EXT}PersonInImage",
}
_PLACE = {
    "location": f"{_CORE}Location",
    "city": f"{_PHOTOSHOP}City",
    "region": f"{_PHOTOSHOP}State",
    "country": f"{_PHOTOSHOP}Country",
    "country_code": f"{_CORE}CountryCode",
}
_PLACE_SHOWN = {
    "location": f"{_EXT}Sublocation",
    "city": f"{_EXT}City",
    "region": f"{_EXT}ProvinceState",
    "country": f"{_EXT}CountryName",
    "country_code": f"{_EXT}CountryCode",
}
# The standard's names and those of drones, which write them into a space of their own.
_POSITION = re.compile(r"gps_?(?:dest)?_?(?:lat|lon|areainf)", re.IGNORECASE)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<" begins a packet that has no mark.
_FIRST_BYTES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}encoding\s?=\s?[\"']([\w.-]{1,20})[\"']", re.IGNORECASE)
_LATIN = frozenset({"iso8859-1", "cp1252", "iso8859-15"})
# Bytes that are no UTF-8, as Python marks them → the letters of Windows.
_STRAY = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)
}


@dataclass
class _Packets:
    """The properties of all packets of a file, the earlier before the later."""

    found: dict[str, Value] = field(default_factory=dict)
    has_position: bool = False
    ration: rdf.Ration = field(default_factory=rdf.Ration)

    def take(self, packet: bytes) -> dict[str, Value]:
        root = rdf.tree(_decoded(packet), self.ration)
        if root is None:
            return {}
        properties = rdf.properties(root)
        for name, value in properties.items():
            if not self.found.get(name):
                self.found[name] = value
        self.has_position = self.has_position or _names_position(root)
        return properties


def read(packets: Iterable[bytes], extensions: dict[str, bytes]) -> Block:
    """What the packets say; an extension counts for the packet that names it."""
    taken = _Packets()
    for packet in packets:
        properties = taken.take(packet)
        guid = properties.get(f"{_NOTE}HasExtendedXMP", Value()).text.strip()
        if extension := extensions.get(guid):
            taken.take(extension)
    return Block(_fields(taken.found), has_position=taken.has_position)


def _decoded(packet: bytes) -> str:
    packet = packet.lstrip(b" \t\r\n")
    for mark, encoding in _BOMS:
        if packet.startswith(mark):
            return packet[len(mark) :].decode(encoding, errors="replace").lstrip()
    for first, encoding in _FIRST_BYTES:
        if packet.startswith(first):
            return packet.decode(encoding, errors="replace")
    if _declares_latin(packet):
        return packet.decode("cp1252", errors="replace").strip("\0 \r\n\t")
    return _mended(packet).strip("\0 \r\n\t")


def _declares_latin(packet: bytes) -> bool:
    declared = _DECLARED.match(packet[:300])
    if not declared:
        return False
    try:
        return codecs.lookup(declared[1].decode()).name in _LATIN
    except LookupError:
        return False


def _mended(packet: bytes) -> str:
    """UTF-8; single bytes that are none are taken for the Latin letters that they mostly are."""
    return packet.decode(errors="surrogateescape").translate(_STRAY)


def _names_position(root: rdf.Element) -> bool:
    for element in root.iter():
        if _is_position(element.tag) and "".join(element.itertext()).strip():
            return True
        if any(_is_position(name) and text.strip() for name, text in element.items()):
            return True
    return False


def _is_position(name: str) -> bool:
    return bool(_POSITION.match(name.rpartition("}")[2]))


def _fields(found: dict[str, Value]) -> dict[str, str | list[str]]:
    said: dict[str, str | list[str]] = {}
    for name, (key, clean) in _TEXTS.items():
        said[name] = clean(found.get(key, Value()).words)
    for name, key in _LISTS.items():
        said[name] = texts.lines(found.get(key, Value()).all_words)
    return said | _place(found) | {"licensor_url": _licensor(found)}


def _place(found: dict[str, Value]) -> dict[str, str | list[str]]:
    """The place of the photograph; else the first that it shows, as newer programs write it."""
    shown = found.get(f"{_EXT}LocationShown", Value())
    first = shown.items[0] if shown.items else shown
    for source, keys in ((found, _PLACE), (first.members, _PLACE_SHOWN)):
        place = {name: texts.line(source.get(key, Value()).words) for name, key in keys.items()}
        if any(place.values()):
            return {**place}
    return {}


def _licensor(found: dict[str, Value]) -> str:
    """The first licensor's address; a usable one goes before one that is not."""
    licensor = found.get(f"{_PLUS}Licensor", Value())
    written = [
        texts.address(its.members.get(f"{_PLUS}LicensorURL", Value()).words)
        for its in [licensor, *licensor.items][: texts.MAX_ITEMS]
    ]
    usable = filter(texts.web_address, written)
    return next(usable, "") or next(filter(None, written), "")
