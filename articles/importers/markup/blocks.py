"""Foreign HTML to the blocks of a draft's body.

Paragraphs, headings, lists, quotes, tables and code stay what they are. Images and frames come
out of the paragraphs that hold them. Elements without a meaning here keep their words; what runs
or submits is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from newsroom.lib.html import Element

from .. import draft
from ..conversion import Conversion
from ..tree import parse
from .inline import INLINE_TAGS, MEDIA, Inline, tell_active_parts
from .lists import list_markup, table_markup, table_title
from .media import figure, medium
from .text import HEADINGS, heading, is_blank, marked, trimmed

Special = Callable[[Element, Conversion], list[str] | None]
"""Turns an element of the source's own (a card) into blocks; None when it is not one."""


_TEXT_BLOCKS = tuple(
    f"<{tag}>" for tag in ("p", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "table", "hr")
)


def blocks(fragment: str, conversion: Conversion, special: Special | None = None) -> list[str]:
    """The blocks of a fragment of HTML."""
    tell_active_parts(fragment, conversion)
    reader = _Blocks(conversion, special)
    reader.read(parse(fragment))
    return reader.done()


class _Blocks:
    def __init__(self, conversion: Conversion, special: Special | None) -> None:
        self.conversion = conversion
        self.special = special
        self.blocks: list[str] = []
        self.line: list[str] = []

    def read(self, node: Element) -> None:
        for child in node.children:
            self._read_child(child)

    def done(self) -> list[str]:
        self._end_line()
        return self.blocks

    def _read_child(self, child: Element | str) -> None:
        if isinstance(child, str) or (child.name in INLINE_TAGS and not _holds_blocks(child)):
            media: list[Element] = []
            self.line.append(Inline(self.conversion, media).child(child))
            if media:
                self._end_line()
                self._put(media)
            return
        self._end_line()
        found = self.special(child, self.conversion) if self.special else None
        if found is not None:
            self.blocks += found
        else:
            self._BLOCKS.get(child.name, _Blocks._unwrapped)(self, child)
        self._end_line()

    def _end_line(self) -> None:
        inner = "".join(self.line).strip()
        self.line = []
        self._paragraph(inner)

    def _paragraph(self, inner: str) -> None:
        inner = trimmed(inner)
        if not is_blank(inner):
            self.blocks.append(draft.paragraph(inner))

    def _unwrapped(self, node: Element) -> None:
        self.read(node)

    def _put(self, media: list[Element]) -> None:
        for node in media:
            self.blocks += medium(node, self.conversion)

    def _medium(self, node: Element) -> None:
        self._put([node])

    def _figure(self, node: Element) -> None:
        self.blocks += figure(node, self.conversion)
        self.read(node)

    def _heading(self, node: Element) -> None:
        media: list[Element] = []
        inner = trimmed(Inline(self.conversion, media).children(node))
        self.blocks += heading(node.name, inner, self.conversion)
        self._put(media)

    def _list(self, node: Element) -> None:
        media: list[Element] = []
        markup = list_markup(node, self.conversion, media)
        self.blocks += [markup] if markup else []
        self._put(media)

    def _quote(self, node: Element) -> None:
        inner = _Blocks(self.conversion, self.special)
        inner.read(node)
        quotable = ("<p>", "<ul>", "<ol>", "<h2>", "<h3>", "<h4>")
        texts = [part for part in inner.done() if part.startswith(quotable)]
        others = [part for part in inner.blocks if part not in texts]
        paragraphs = "".join(_as_paragraph(part) for part in texts)
        if "kg-blockquote-alt" in node.classes:
            self.blocks += [draft.pull_quote(paragraphs)] if paragraphs else []
        elif paragraphs:
            self.blocks.append(draft.element("blockquote", paragraphs))
        self.blocks += others

    def _code(self, node: Element) -> None:
        code = node.text().strip("\n")
        if code.strip():
            self.blocks.append(draft.preformatted(code))

    def _rule(self, node: Element) -> None:
        self.blocks.append("<hr>")

    def _table(self, node: Element) -> None:
        media: list[Element] = []
        title = table_title(node, self.conversion)
        self._paragraph(marked("em", title))
        markup = table_markup(node, self.conversion, media)
        self.blocks += [markup] if markup else []
        self._put(media)

    def _definitions(self, node: Element) -> None:
        for part in node.children:
            if isinstance(part, str) or part.name not in ("dt", "dd", "div"):
                self._read_child(part)
            elif part.name == "div":
                self._definitions(part)
            else:
                media: list[Element] = []
                inner = trimmed(Inline(self.conversion, media).children(part))
                strong = part.name == "dt" and not is_blank(inner)
                self._paragraph(draft.element("strong", inner) if strong else inner)
                self._put(media)

    def _details(self, node: Element) -> None:
        summary = node.find("summary")
        body = _Blocks(self.conversion, self.special)
        for child in node.children:
            if child is not summary:
                body._read_child(child)
        title = " ".join(summary.text().split()) if summary else ""
        self.blocks += boxed(body.done(), title=title)

    def _members_only(self, node: Element) -> None:
        self.conversion.leave_out(_("The mark where the members-only text began"))

    _BLOCKS = {
        **dict.fromkeys(HEADINGS, _heading),
        **dict.fromkeys(MEDIA, _medium),
        "figure": _figure,
        "ul": _list,
        "ol": _list,
        "blockquote": _quote,
        "pre": _code,
        "hr": _rule,
        "table": _table,
        "dl": _definitions,
        "details": _details,
        "members-only": _members_only,
    }


def boxed(parts: list[str], *, title: str = "") -> list[str]:
    """A fact box of the text blocks; images and cards cannot stand in it and follow it."""
    texts = [part for part in parts if part.startswith(_TEXT_BLOCKS)]
    others = [part for part in parts if not part.startswith(_TEXT_BLOCKS)]
    box = [draft.fact_box(texts or [draft.paragraph("")], title=title)] if texts or title else []
    return [*box, *others]


def _as_paragraph(part: str) -> str:
    """A heading or list inside a quotation as a paragraph of it."""
    if part.startswith("<p>"):
        return part
    return "".join(
        draft.paragraph(line)
        for line in re.split(r"</?(?:h[2-4]|ul|ol|li)>", part)
        if not is_blank(line)
    )


def _holds_blocks(node: Element) -> bool:
    return any(child.name not in INLINE_TAGS and child.name not in MEDIA for child in node.walk())
