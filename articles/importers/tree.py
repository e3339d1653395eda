"""A small tree of foreign HTML: repaired, without scripts, never deeper than a person writes.

nh3 parses like a browser and gives back well-formed HTML, so that the standard library's parser
can build the tree from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
# Real articles nest some ten levels; the parser's time grows with the square of the depth.
MAX_DEPTH = 400
_KEPT_DEPTH = 120

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


@dataclass(eq=False)
class Node:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    def text(self) -> str:
        """All text below, as written."""
        return "".join(
            child if isinstance(child, str) else ("\n" if child.tag == "br" else child.text())
            for child in self.children
        )

    def texts(self) -> Iterator[str]:
        """Every text below, in order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.texts()

    def walk(self) -> Iterator[Node]:
        """This node's elements below it, in the order of the text."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def find(self, tag: str = "", *, css: str = "") -> Node | None:
        """The first element below with this tag and this class."""
        return next(
            (
                node
                for node in self.walk()
                if (not tag or node.tag == tag) and (not css or css in node.classes)
            ),
            None,
        )


def parse(fragment: str) -> Node:
    """The tree of a fragment, below a node without a tag."""
    fragment = without_controls(fragment)
    if _depth(fragment) > MAX_DEPTH:
        # Nobody wrote this by hand: the words stay, the elements go.
        fragment = re.sub(r"<[^>]*>?", " ", fragment)
    builder = _Builder()
    builder.feed(
        nh3.clean(
            _MEMBERS_ONLY.sub("<members-only></members-only>", fragment),
            tags=set(_TAGS),
            clean_content_tags=set(_DROPPED_WITH_CONTENT),
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
    )
    builder.close()
    return builder.root


def without_controls(text: str) -> str:
    """Text without NUL, byte order marks, lone surrogates and other characters no page may hold."""
    return _CONTROLS.sub("", text)


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]
        self.unkept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > _KEPT_DEPTH and tag not in VOID:
            self.unkept += 1
            return
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.unkept:
            self.unkept -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


# These are closed by what follows them and may stand unclosed in good HTML.
_LOOSE = VOID | frozenset("p li dt dd td th tr thead tbody tfoot option".split())  # noqa: SIM905
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
