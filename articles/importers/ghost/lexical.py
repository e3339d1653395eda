"""Lexical documents (Ghost since 5.0's new editor) → blocks of a draft's body."""

import json
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import draft, markup
from ..conversion import Conversion
from ..values import number, text, words
from . import cards

# A text node's format is a sum of these. Source: Lexical, LexicalConstants.
_FORMATS = ((16, "code"), (32, "sub"), (64, "sup"), (4, "s"), (2, "em"), (1, "strong"))
_UNMARKED = ((8, gettext_lazy("underlined")), (128, gettext_lazy("highlighted")))
_TEXT_NODES = ("text", "extended-text", "tk", "code-highlight", "at-link-search")
MAX_DEPTH = 100


class Damaged(Exception):
    """The document cannot be read; the message is a clause saying why."""


def blocks(document: str, conversion: Conversion) -> list[str]:
    """Raises Damaged when this is not a Lexical document."""
    root = _root(document)
    found: list[str] = []
    for node in _children(root):
        found += _block(node, conversion, 0)
    return found


def parsed(document: str) -> Any:
    """The JSON of a document; raises Damaged."""
    try:
        return json.loads(document, strict=False)
    except (ValueError, RecursionError) as error:
        raise Damaged(_("it is not valid JSON")) from error


def _root(document: str) -> dict[str, Any]:
    found = parsed(document)
    root = found.get("root") if isinstance(found, dict) else None
    if not isinstance(root, dict) or not isinstance(root.get("children"), list):
        raise Damaged(_("it has no root with children"))
    return root


def _block(node: Any, conversion: Conversion, depth: int) -> list[str]:
    if not isinstance(node, dict):
        conversion.notes.problem(_("A part of the text is not a node and was left out."))
        return []
    if depth > MAX_DEPTH:
        conversion.leave_out(_("A text nested too deeply"))
        return []
    kind = words(node.get("type"))
    if kind == "paragraph":
        return _paragraph(node, conversion, depth)
    if kind in ("heading", "extended-heading"):
        return _heading(node, conversion, depth)
    if kind == "list":
        found = _list(node, conversion, depth)
        return [found] if found else []
    if kind in ("quote", "extended-quote", "aside"):
        inner = markup.paragraphs(_inline(_children(node), conversion, depth))
        quote = draft.pull_quote(inner) if kind == "aside" else draft.element("blockquote", inner)
        return [quote] if inner else []
    if kind in ("code", "code-block"):
        return cards.blocks("codeblock", {"code": _plain(node)}, conversion)
    if kind in cards.CARDS:
        return cards.blocks(kind, node, conversion)
    return _unknown(node, kind, conversion, depth)


def _unknown(node: dict, kind: str, conversion: Conversion, depth: int) -> list[str]:
    """Text that stands where a block should, and nodes of editors to come: their words stay."""
    if kind in _TEXT_NODES or kind in ("link", "autolink"):
        inner = _inline([node], conversion, depth)
        return [] if markup.is_blank(inner) else [draft.paragraph(inner)]
    if not _children(node):
        return cards.blocks(kind, node, conversion)
    conversion.notes.changed(_("A part of the unknown kind “%s” became plain text.") % kind)
    found: list[str] = []
    for child in _children(node):
        found += _block(child, conversion, depth + 1)
    return found


def _paragraph(node: dict, conversion: Conversion, depth: int) -> list[str]:
    inner = _inline(_children(node), conversion, depth)
    return [] if markup.is_blank(inner) else [draft.paragraph(inner.strip())]


def _heading(node: dict, conversion: Conversion, depth: int) -> list[str]:
    inner = _inline(_children(node), conversion, depth).strip()
    return markup.heading(words(node.get("tag")), inner, conversion)


def _list(node: dict, conversion: Conversion, depth: int) -> str:
    items: list[str] = []
    for item in _children(node):
        if not isinstance(item, dict) or depth > MAX_DEPTH:
            continue
        parts = _children(item)
        nested = "".join(
            _list(part, conversion, depth + 1) for part in parts if _kind(part) == "list"
        )
        inner = _inline(
            [part for part in parts if _kind(part) != "list"], conversion, depth
        ).strip()
        if not markup.is_blank(inner):
            items.append(inner + nested)
        elif nested and items:
            # Lexical keeps a nested list in an item of its own, after the one it belongs to.
            items[-1] += nested
        elif nested:
            items.append(nested)
    is_numbered = words(node.get("listType")) == "number" or words(node.get("tag")) == "ol"
    if is_numbered and number(node.get("start"), 1) != 1:
        markup.tell_start(str(number(node.get("start"), 1)), conversion)
    return markup.list_of(items, is_numbered=is_numbered)


def _inline(nodes: list[Any], conversion: Conversion, depth: int) -> str:
    return "".join(_inline_node(node, conversion, depth) for node in nodes)


def _inline_node(node: Any, conversion: Conversion, depth: int) -> str:
    kind = _kind(node)
    if not kind or depth > MAX_DEPTH:
        return ""
    if kind in _TEXT_NODES:
        return _text(node, conversion)
    if kind == "linebreak":
        return "<br>"
    if kind == "tab":
        return "\t"
    if kind in cards.CARDS:
        conversion.leave_out(_("A card inside a line (%s)") % kind)
        return ""
    inner = _inline(_children(node), conversion, depth + 1)
    if kind in ("link", "autolink", "at-link"):
        url = words(node.get("url"))
        return conversion.link(url, inner or escape(url, quote=False))
    return inner or escape(text(node.get("text")), quote=False)


def _text(node: dict, conversion: Conversion) -> str:
    inner = escape(text(node.get("text")), quote=False)
    if not inner:
        return ""
    form = number(node.get("format"))
    for bit, tag in _FORMATS:
        if form & bit:
            inner = draft.element(tag, inner)
    for bit, how in _UNMARKED:
        if form & bit and inner.strip():
            markup.tell_unmarked(str(how), conversion)
    return inner


def _plain(node: dict) -> str:
    return "".join(
        "\n" if _kind(child) == "linebreak" else text(child.get("text")) + _plain(child)
        for child in _children(node)
        if isinstance(child, dict)
    )


def _kind(node: Any) -> str:
    return words(node.get("type")) if isinstance(node, dict) else ""


def _children(node: dict) -> list[Any]:
    children = node.get("children")
    return children if isinstance(children, list) else []
