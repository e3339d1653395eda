"""Writing an XMP packet: the properties of a ``Statement`` and nothing of the file's history."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from .statement import Statement

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


def packet(statement: Statement) -> bytes:
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
