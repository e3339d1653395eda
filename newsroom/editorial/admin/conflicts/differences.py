"""An item's fields as people read them, and what differs between two snapshots."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.models import Item
from newsroom.editorial.rules import access

_WORD = re.compile(r"\s+|\S+")
#: Past so many words in one changed stretch the eye reads old and new as a whole.
_LONGEST_STRETCH = 3000
#: What is marked, with words for people who cannot see it.
#: How much of a long unchanged stretch is shown at either end.
_EDGE = 240
_ELEMENTS = {
    kind: f'<span class="visually-hidden"> [{{}}: </span><{kind}>{{}}</{kind}>'
    '<span class="visually-hidden">] </span>'
    for kind in ("del", "ins")
}


@dataclass(frozen=True)
class Shown:
    """One field that differs, as plain text on both sides and as one marked-up text."""

    name: str
    label: str
    before: str
    after: str
    marked: SafeString


def shown(
    item: Item, before: dict[str, Any], after: dict[str, Any], names: Iterable[str], user: Any
) -> list[Shown]:
    """The fields ``names`` of two snapshots, ready to be printed for the user."""
    found = []
    for name in names:
        old, new = (as_text(item, name, words.get(name), user) for words in (before, after))
        found.append(Shown(name, label_of(item, name), old, new, marked(old, new)))
    return found


def label_of(item: Item, name: str) -> str:
    """The field's name in the form; its own name, readable, where the form has none."""
    labels = {f.name: str(getattr(f, "verbose_name", f.name)) for f in item._meta.get_fields()}
    label = labels.get(name, name.replace("_", " "))
    return label[:1].upper() + label[1:]


def as_text(item: Item, name: str, value: Any, user: Any) -> str:
    """A snapshot's value as plain text; ids become names that the user may know."""
    return registry.type_of(item).field(name).text(value, partial(name_of, user=user))


def name_of(kind: str, public_id: str, *, user: Any) -> str:
    """The thing's name for this user; the bare id if it is gone."""
    model: Any = registry.model_of(kind)
    found = model._default_manager.filter(uuid=public_id).first()
    return access.name_for(found, user) if found else public_id


def marked(before: str, after: str, *, gone: str = "", came: str = "") -> SafeString:
    """Both texts in one: removals in ``<del>``, additions in ``<ins>``, everything escaped.

    ``gone`` and ``came`` say the same to screen readers, which do not all announce the elements.
    """
    words = {"del": gone or _("removed"), "ins": came or _("added")}
    return format_html_join(
        "", "{}", ((_element(kind, text, words),) for kind, text in _parts(before, after))
    )


def _parts(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Line by line first, which is quick however long the text; then word by word."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, a1, a2, b1, b2 in _opcodes(old, new):
        gone, came = "".join(old[a1:a2]), "".join(new[b1:b2])
        if kind == "equal":
            yield "", _shortened(gone)
        elif kind == "replace":
            yield from _word_parts(gone, came)
        else:
            yield from _changes(gone, came)


def _word_parts(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _LONGEST_STRETCH:
        yield from _changes(before, after)
        return
    # Changed words with only white space between them are one change.
    gone, came, space = "", "", ""
    for kind, a1, a2, b1, b2 in _opcodes(old, new):
        before_part, after_part = "".join(old[a1:a2]), "".join(new[b1:b2])
        if kind != "equal":
            gone, came, space = gone + space + before_part, came + space + after_part, ""
        elif (gone or came) and not space and before_part.isspace():
            space = before_part
        else:
            yield from _changes(gone, came)
            yield "", space + before_part
            gone, came, space = "", "", ""
    yield from _changes(gone, came)
    if space:
        yield "", space


def _changes(gone: str, came: str) -> Iterator[tuple[str, str]]:
    if gone:
        yield "del", gone
    if came:
        yield "ins", came


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()


def _element(kind: str, text: str, words: Mapping[str, str]) -> SafeString:
    if not kind:
        return format_html("{}", text)
    return format_html(_ELEMENTS[kind], words[kind], text)


def _shortened(text: str) -> str:
    """A long unchanged stretch keeps its ends: the eye looks for what changed."""
    if len(text) <= 3 * _EDGE:
        return text
    return f"{text[:_EDGE]} […] {text[-_EDGE:]}"
