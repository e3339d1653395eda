"""Images, frames and players of foreign HTML."""

from __future__ import annotations

from django.utils.translation import gettext as _

from newsroom.lib.html import Element, escape, tag

from .. import draft, embeds
from ..conversion import Conversion, ImageUse
from .inline import MEDIA, caption, inline, plain


def medium(node: Element, conversion: Conversion, *, legend: str = "") -> list[str]:
    """An image, frame or player as blocks; ``legend`` is the HTML of its caption."""
    if node.name == "picture":
        image = node.find("img")
        return medium(image, conversion, legend=legend) if image else []
    if node.name == "img":
        return _picture(node, conversion, legend)
    return _player(node, conversion, legend)


def figure(node: Element, conversion: Conversion) -> list[str]:
    """A figure's images and players, the caption with the last of them.

    They are taken out of the figure: what is left in it are words that stand beside them.
    """
    legend = next((n for n in node.walk() if n.name == "figcaption"), None)
    media = [
        n
        for n in node.walk()
        if n.name in MEDIA and not _is_inside(n, legend) and not _is_inside_picture(n, node)
    ]
    legend_html = inner_html(legend) if legend else ""
    found: list[str] = []
    for position, one in enumerate(media, start=1):
        is_last = position == len(media)
        found += medium(one, conversion, legend=legend_html if is_last else "")
    _take_out(node, [*media, *([legend] if legend and media else [])])
    return found


def _take_out(node: Element, parts: list[Element]) -> None:
    node.children = [child for child in node.children if not any(child is part for part in parts)]
    for child in node.children:
        if isinstance(child, Element):
            _take_out(child, parts)


def _picture(node: Element, conversion: Conversion, legend: str) -> list[str]:
    src = node.get("src") or node.get("data-src")
    if _is_pixel(node):
        conversion.leave_out(_("An invisible picture (%s)") % src[:120])
        return []
    shown, credit = caption(legend, conversion) if legend else ("", "")
    alt = " ".join(node.get("alt").split())
    return conversion.figure(ImageUse(src, alt=alt, caption=shown, credit_line=credit))


def _player(node: Element, conversion: Conversion, legend: str) -> list[str]:
    source = node.find("source")
    src = node.get("src") or node.get("data-src")
    src = src or (source.get("src") if source else "")
    found = None if _is_pixel(node) else embeds.from_frame(src)
    shown = inline(legend, conversion) if legend else ""
    if found is None:
        conversion.leave_out(_("A player or frame (%s)") % (src[:120] or node.name), plain(shown))
        return []
    title = " ".join(node.get("title").split())
    conversion.notes.changed(
        _("A frame of %(provider)s became a link: %(url)s")
        % {"provider": found.provider, "url": found.url}
    )
    block = draft.embed(found.url, title=title or plain(shown), provider=found.provider)
    return [block, *([draft.paragraph(f"<em>{shown}</em>")] if shown and title else [])]


def _is_pixel(node: Element) -> bool:
    """An image or frame nobody is to see: a counter."""
    sizes = {node.get("width").strip(), node.get("height").strip()}
    style = node.get("style").replace(" ", "").lower()
    return bool(sizes & {"0", "1", "0px", "1px"}) or "display:none" in style


def _is_inside(node: Element, other: Element | None) -> bool:
    return other is not None and any(n is node for n in other.walk())


def _is_inside_picture(node: Element, root: Element) -> bool:
    return node.name == "img" and any(
        n.name == "picture" and any(m is node for m in n.walk()) for n in root.walk()
    )


def inner_html(node: Element) -> str:
    """The content of a parsed element as HTML again."""
    return "".join(
        escape(child)
        if isinstance(child, str)
        else tag(child.name, child.attributes, inner_html(child))
        for child in node.children
    )
