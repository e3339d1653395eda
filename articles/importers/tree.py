"""A small tree of foreign HTML: repaired, without scripts, never deeper than a person writes.

nh3 parses like a browser and gives back well-formed HTML, which ``newsroom.lib.html`` reads.
"""

from __future__ import annotations

import re
from collections import Counter

import nh3

from newsroom.lib import html

# Real articles nest some ten levels; the parser's time grows with the square of the depth.
MAX_DEPTH = 400

_DROPPED_WITH_CONTENT = frozenset(
    "script style svg math template object applet textarea select noembed noframes title".split()  # noqa: SIM905
)
_TAGS = frozenset(
    """a abbr address article aside audio b big blockquote br caption center cite code col colgroup
    dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6
    header hr i iframe img ins kbd li main mark members-only nav noscript ol p picture pre q s samp
    section small source span strike strong sub summary sup table tbody td tfoot th thead time tr
    tt u ul var video button input label""".split()  # noqa: SIM905
)
_ATTRIBUTES = {
    "*": {"class", "id", "style", "title", "hidden"},
    "a": {"href", "rel", "target", "name"},
    "audio": {"src"},
    "blockquote": {"cite"},
    "embed": {"src"},
    "iframe": {"src", "width", "height", "data-src"},
    "img": {"src", "alt", "width", "height", "data-src", "srcset"},
    "ol": {"start", "reversed", "type"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "video": {"src", "poster"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "data"}
_MEMBERS_ONLY = re.compile(r"<!--\s*members-only\s*-->", re.IGNORECASE)


def parse(fragment: str) -> html.Element:
    """The tree of a fragment, below an element without a name."""
    fragment = without_controls(fragment)
    if _depth(fragment) > MAX_DEPTH:
        # Nobody wrote this by hand: the words stay, the elements go.
        fragment = re.sub(r"<[^>]*>?", " ", fragment)
    return html.parse(
        nh3.clean(
            _MEMBERS_ONLY.sub("<members-only></members-only>", fragment),
            tags=set(_TAGS),
            clean_content_tags=set(_DROPPED_WITH_CONTENT),
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
    )


def without_controls(text: str) -> str:
    """Text without NUL, byte order marks, lone surrogates and other characters no page may hold."""
    return _CONTROLS.sub("", text)


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


# These are closed by what follows them and may stand unclosed in good HTML.
_LOOSE = html.VOID | frozenset("param p li dt dd td th tr thead tbody tfoot option".split())  # noqa: SIM905
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)")


def _depth(fragment: str) -> int:
    """How deep the elements of unrepaired HTML nest, about."""
    depth = deepest = 0
    for closing, name, _rest in _TAG.findall(fragment):
        if name.lower() not in _LOOSE:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


_TOLD = frozenset(
    "script style form input textarea select object embed applet svg math link meta base frame "  # noqa: SIM905
    "frameset canvas".split()
)
_HANDLER = re.compile(r"[\s\"'/](on[a-z]{3,})\s*=", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"=\s*[\"']?\s*(?:java|vb)script:", re.IGNORECASE)


def active_parts(fragment: str) -> dict[str, int]:
    """What in a fragment runs, styles or submits, and how often: ``{"<script>": 2}``.

    A look at the source as it stands: a parser would trip over what attackers write.
    """
    found: Counter[str] = Counter()
    for closing, name, rest in _TAG.findall(without_controls(fragment)):
        if closing:
            continue
        if name.lower() in _TOLD:
            found[f"<{name.lower()}>"] += 1
        found.update(handler.lower() for handler in _HANDLER.findall(rest))
        found["javascript:"] += len(_SCRIPT_ADDRESS.findall(rest))
    return {part: count for part, count in found.items() if count}
