"""The credit, written into public files: XMP for the trade, EXIF for everything else.

Renditions are made of pixels alone, so this is all the metadata they have. Source: IPTC Photo
Metadata Standard; EXIF text is passed as UTF-8 bytes, as a str would lose every other letter.
"""

import re
from xml.sax.saxutils import escape

from PIL import Image as PilImage

from .models import Image

_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ARTIST, _COPYRIGHT = 0x013B, 0x8298

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">{properties}</rdf:Description>\
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def options(image: Image) -> dict[str, bytes]:
    """What Pillow's ``save`` takes as ``xmp`` and ``exif``; empty when there is nothing to say."""
    return {
        name: content for name, content in [("xmp", _xmp(image)), ("exif", _exif(image))] if content
    }


def _xmp(image: Image) -> bytes:
    properties = ""
    if image.creator:
        properties += f"<dc:creator><rdf:Seq>{_li(image.creator)}</rdf:Seq></dc:creator>"
    if image.printed_credit:
        credit = _text(image.printed_credit)
        properties += f"<photoshop:Credit>{credit}</photoshop:Credit>"
    if image.supplier:
        properties += f"<photoshop:Source>{_text(image.supplier)}</photoshop:Source>"
    if image.copyright_notice:
        rights = _li(image.copyright_notice, ' xml:lang="x-default"')
        properties += f"<dc:rights><rdf:Alt>{rights}</rdf:Alt></dc:rights>"
    return _PACKET.format(properties=properties).encode() if properties else b""


def _exif(image: Image) -> bytes:
    block = PilImage.Exif()
    if artist := image.creator or image.printed_credit:
        block[_ARTIST] = _printable(artist).encode()
    if image.copyright_notice:
        block[_COPYRIGHT] = _printable(image.copyright_notice).encode()
    return block.tobytes() if len(block) else b""


def _li(text: str, attributes: str = "") -> str:
    return f"<rdf:li{attributes}>{_text(text)}</rdf:li>"


def _text(text: str) -> str:
    return escape(_printable(text))


def _printable(text: str) -> str:
    """Without control characters and lone surrogates, which neither XML nor UTF-8 can hold.

    Joiners stay: without them a Persian name is another name.
    """
    return _NOT_TEXT.sub(" ", text).strip()
