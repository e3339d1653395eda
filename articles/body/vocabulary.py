"""The elements of HTML by what becomes of them in a body."""

from __future__ import annotations

from newsroom.lib.html import VOID


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that stand within a line; all others begin a new one.
INLINE = _names("""
    a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q rb rp rt rtc
    ruby s samp small span strike strong sub sup time tt u var wbr
""")
BLOCKS = _names("""
    address article aside blockquote caption center dd details dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section
    summary table tbody td tfoot th thead tr ul
""")
#: Elements that are taken out with everything in them.
REMOVED = _names("""
    applet audio canvas embed frame frameset head iframe math noembed noframes noscript object
    script select style svg template textarea title video xmp
""")
#: Elements that a parser closes when the next begins: they nest only through others.
CLOSES_ITSELF = VOID | _names(
    "p li dt dd tr td th thead tbody tfoot colgroup option optgroup rt rp"
)
