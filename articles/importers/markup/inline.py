"""Foreign HTML to inline HTML: what may stand in a line, a caption, a cell."""

from __future__ import annotations

from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.lib.html import Element

from ..conversion import Conversion, caption_and_credit
from ..tree import active_parts, parse
from .text import is_blank, marked, tell_unmarked

_INLINE = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "dfn": "em", "var": "em", "s": "s",
    "del": "s", "strike": "s", "sub": "sub", "sup": "sup", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code",
}  # fmt: skip


_UNMARKED = {
    "u": gettext_lazy("underlined"),
    "mark": gettext_lazy("highlighted"),
    "ins": gettext_lazy("underlined"),
}


INLINE_TAGS = frozenset(
    "a abbr big br cite font label q small span time".split()  # noqa: SIM905
).union(_INLINE, _UNMARKED)


MEDIA = frozenset({"img", "picture", "iframe", "video", "audio", "embed"})


def inline(fragment: str, conversion: Conversion) -> str:
    """A caption or the like: inline HTML in one line, block elements joined by a space."""
    tell_active_parts(fragment, conversion)
    return inline_of(parse(fragment), conversion).strip()


def plain(fragment: str) -> str:
    """The words of a fragment in one line."""
    return " ".join(_spaced_text(parse(fragment)).split())


def caption(fragment: str, conversion: Conversion) -> tuple[str, str]:
    """An image's caption as (inline HTML without the credit, credit line)."""
    shown = inline(fragment, conversion)
    return caption_and_credit(shown, plain(shown))


def inline_of(node: Element, conversion: Conversion) -> str:
    """An element's content as inline HTML; media inside are left out and told."""
    media: list[Element] = []
    inner = Inline(conversion, media).children(node)
    for one in media:
        what = _("A picture or player inside a caption (%s)") % one.get("src", one.name)[:120]
        conversion.leave_out(what, one.get("alt"))
    return inner


def tell_active_parts(fragment: str, conversion: Conversion) -> None:
    for name, count in active_parts(fragment).items():
        if count == 1:
            conversion.notes.left_out(_("%(part)s in the text left out.") % {"part": name})
        else:
            conversion.notes.left_out(
                _("%(part)s in the text left out, %(count)s times.")
                % {"part": name, "count": count}
            )


class Inline:
    """Inline content; images and players, which cannot stand in a line, go to ``media``."""

    def __init__(self, conversion: Conversion, media: list[Element]) -> None:
        self.conversion = conversion
        self.media = media

    def children(self, node: Element) -> str:
        return "".join(self.child(child) for child in node.children)

    def child(self, child: Element | str) -> str:
        if isinstance(child, str):
            return escape(child, quote=False)
        if child.name == "br":
            return "<br>"
        if child.name in MEDIA:
            self.media.append(child)
            return ""
        inner = self.children(child)
        if child.name == "a":
            return self._link(child, inner)
        if child.name in _INLINE:
            return marked(_INLINE[child.name], inner)
        if child.name in _UNMARKED and not is_blank(inner):
            tell_unmarked(str(_UNMARKED[child.name]), self.conversion)
        if child.name == "q":
            return f"“{inner}”"
        return inner if child.name in INLINE_TAGS else f" {inner} "

    def _link(self, node: Element, inner: str) -> str:
        if is_blank(inner) or "<a " in inner:
            return inner
        return self.conversion.link(node.get("href"), inner)


def _spaced_text(node: Element) -> str:
    return "".join(
        child
        if isinstance(child, str)
        else (_spaced_text(child) if _is_within_a_word(child) else f" {_spaced_text(child)} ")
        for child in node.children
    )


def _is_within_a_word(node: Element) -> bool:
    return node.name in INLINE_TAGS and node.name != "br"
