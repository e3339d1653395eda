"""What cleaning would take away from a body: said before it is stored, not done in silence.

``clean`` keeps what it can of anything. Where a person or a program should be told instead (the
API, an import), ask here first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import nh3
from django.utils.translation import gettext as _

from newsroom.lib import html, urls
from newsroom.lib.html import Element
from newsroom.lib.text import single_line, tidy

from . import paste
from .part import Part, attributes_of, claimed, claiming, kinds, public_id
from .sanitising import shallow
from .vocabulary import BLOCKS, INLINE, REMOVED

#: Elements that say nothing: taking them away loses nothing.
_FRAMES = frozenset(["html", "body", "base", "link", "meta", "col", "colgroup", ""])
_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9\-]*)")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*(?=\s*:)")


@dataclass(frozen=True)
class Loss:
    """One thing that would be lost. ``detail`` is a sentence for whoever sent it.

    Codes: ``removed_element`` (script, iframe, form fields…, with all that is in it),
    ``unknown_element`` (its words stay), ``script_attribute``, ``unknown_attribute`` (on our own
    elements), ``misplaced_attribute`` (ours, on another element), ``broken_id``,
    ``broken_address``, ``unknown_card``, ``bad_link`` (its words stay), ``foreign_picture``,
    ``hidden_words``, ``too_long`` (cut to its limit), ``too_deep``.
    """

    code: str
    detail: str


def losses(source: str) -> list[Loss]:
    """What would be lost of this body, in its order, each once; empty for what ``clean`` wrote."""
    source = tidy(source or "")
    bounded = shallow(source)
    found = list(_inside(html.parse(tidy(_observer(bounded).clean(bounded)))))
    if bounded != source:
        found.append(Loss("too_deep", _("Elements are nested too deep to be read.")))
    return list(dict.fromkeys(found))


def _observer(source: str) -> nh3.Cleaner:
    """A parser that keeps every element and attribute: its result is looked at, never stored."""
    return nh3.Cleaner(
        tags={name.lower() for name in _NAME.findall(source)},
        clean_content_tags=set(),
        attributes={},
        generic_attribute_prefixes={""},
        url_schemes={scheme.lower() for scheme in _SCHEME.findall(unescape(source))},
        link_rel=None,
    )


def _inside(parent: Element) -> Iterator[Loss]:
    for element in parent.elements():
        if element.name in REMOVED:
            yield Loss(
                "removed_element",
                _("“%(name)s” cannot stand in a text. Take it out.") % {"name": element.name},
            )
            continue
        if paste.is_hidden(element):
            if element.text().strip() and "mso-list" not in paste.styles(element):
                words = _short(element.text())
                yield Loss("hidden_words", _("These words are hidden: “%s”.") % words)
            continue
        yield from _of(element)
        yield from _inside(element)


def _of(element: Element) -> Iterator[Loss]:
    name = element.name
    if name not in INLINE | BLOCKS | _FRAMES:
        yield Loss(
            "unknown_element",
            _("“%(name)s” is not an element of a body; only its words are kept.") % {"name": name},
        )
    for attribute in element.attributes:
        if attribute.startswith("on"):
            yield Loss(
                "script_attribute",
                _("“%(attribute)s” cannot stand on an element.") % {"attribute": attribute},
            )
    if name == "a":
        yield from _link(element)
    elif name == "img" and not paste.sign(element):
        yield Loss(
            "foreign_picture",
            _("The picture “%s” is not of the library. Upload it and place it as a figure.")
            % _short(element.get("src") or element.get("alt")),
        )
    yield from _ours(element)


def _link(element: Element) -> Iterator[Loss]:
    is_anchor = element.has("name") or element.has("id")
    if urls.link_address(element.get("href")) or (is_anchor and not element.has("href")):
        return
    yield Loss(
        "bad_link",
        _("The link of “%(words)s” leads nowhere: “%(address)s” cannot be followed.")
        % {"words": _short(element.text()), "address": _short(element.get("href"))},
    )


def _ours(element: Element) -> Iterator[Loss]:
    """The element's attributes, if it is one of ours or claims to be."""
    flags = {kind.flag for kind in kinds() if kind.flag}
    claims = [kind for kind in claiming(element) if kind.flag]
    kind = claimed(element, claims)
    allowed = {name for claim in ([kind] if kind else claims) for name in attributes_of(claim)}
    for name in element.attributes:
        if name in flags - allowed:
            yield Loss(
                "misplaced_attribute",
                _("“%(attribute)s” cannot stand on this “%(name)s”.")
                % {"attribute": name, "name": element.name},
            )
    if not claims:
        return
    known = {
        name for each in kinds() if each.element == element.name for name in attributes_of(each)
    }
    for name in element.attributes:
        if name.startswith("data-") and name not in known | flags:
            yield Loss(
                "unknown_attribute",
                _("“%(attribute)s” is not an attribute of this “%(name)s”.")
                % {"attribute": name, "name": element.name},
            )
    if kind is None:
        value = _short(element.get(claims[0].flag).strip())
        yield Loss("unknown_card", _("There are no cards of the kind “%s”.") % value)
    else:
        yield from _values(element, kind)


def _values(element: Element, kind: type[Part]) -> Iterator[Loss]:
    for name in kind.ids:
        is_needed = element.has(name) or name not in kind.optional
        if is_needed and public_id(element.get(name)) is None:
            yield Loss("broken_id", _broken(name, element))
    for name in kind.addresses:
        if urls.web_address(element.get(name)) is None:
            yield Loss("broken_address", _broken(name, element))
    for name, limit in kind.words.items():
        if len(single_line(element.get(name))) > limit:
            yield Loss(
                "too_long",
                _("“%(attribute)s” is longer than %(limit)s characters.")
                % {"attribute": name, "limit": limit},
            )


def _broken(name: str, element: Element) -> str:
    return _("“%(attribute)s” holds “%(value)s”, which names nothing.") % {
        "attribute": name,
        "value": _short(element.get(name)),
    }


def _short(text: str) -> str:
    return single_line(text, limit=80)
