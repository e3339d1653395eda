"""Which members of a document an answer prints: ``fields`` and ``body``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import shapes
from .errors import wrong
from .parameters import Parameter, Wrong, choice

PARTS = {
    "none": (),
    "html": ("html",),
    "blocks": ("blocks",),
    "text": ("text",),
    "all": ("html", "blocks", "text"),
}
#: What an item shows of its body where nothing is asked.
USUAL = ("html", "blocks")

Asked = dict[str, set[str] | None]


@dataclass(frozen=True)
class Shown:
    """Members to print, in the shape's order; of ``None`` all, of a set these.

    ``parts`` are those of the body; empty: no body.
    """

    members: tuple[tuple[str, frozenset[str] | None], ...]
    parts: tuple[str, ...] = ()

    def pick(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with these members only."""
        picked = {}
        for name, inner in self.members:
            if name == "body":
                if self.parts:
                    picked[name] = {part: document[name][part] for part in self.parts}
            elif name in document:
                picked[name] = _pick_inner(document[name], inner)
        return picked


def _pick_inner(value: Any, inner: frozenset[str] | None) -> Any:
    if inner is None or value is None:
        return value
    if isinstance(value, list):
        return [_pick_inner(each, inner) for each in value]
    return {name: value[name] for name in value if name in inner}


def fields_parameter(*names: str) -> Parameter:
    """``fields`` for a list of documents of these shapes: their members, and theirs after a dot."""

    def parse(text: str) -> Asked:
        members = {m: inner for name in names for m, inner in shapes.members(name).items()}
        asked: Asked = {}
        for given in text.split(","):
            name, dot, inner = given.partition(".")
            if name not in members or (dot and inner not in members[name]):
                raise Wrong(_not_a_member(name, members))
            if not dot:
                asked[name] = None
            else:
                chosen = asked.setdefault(name, set())
                if chosen is not None:
                    chosen.add(inner)
        return asked

    return Parameter(
        "fields", parse,
        gettext_lazy("Only these members, separated by commas; a dot reaches one level in, as in "
                     "“headline,lead_image.src,authors.name”."),
        {"type": "array", "items": {"type": "string"}, "minItems": 1}, max_length=1000,
    )  # fmt: skip


BODY = Parameter(
    "body", choice(tuple(PARTS)),
    gettext_lazy("Which forms of the body to print. Lists print none, items “html” and “blocks”."),
    {"type": "string", "enum": list(PARTS)},
)  # fmt: skip


def shown(shape: str, asked: Mapping[str, Any], *, usual: tuple[str, ...] = ()) -> Shown:
    """What ``fields`` and ``body`` ask for together. Raises a 400 where they contradict."""
    members, wanted, form = shapes.members(shape), asked.get("fields"), asked.get("body")
    if "body" not in members:
        return Shown(_in_order(members, wanted))
    if wanted is None:
        return Shown(_in_order(members, None), usual if form is None else PARTS[form])
    parts = set(PARTS[form]) if form else set()
    if "body" in wanted:
        if form == "none":
            raise wrong(
                "fields", _("“fields” asks for the body and “body=none” leaves it out. Drop one.")
            )
        parts |= wanted["body"] or (parts or set(USUAL))
    members_shown = {**wanted, "body": None} if parts else wanted
    return Shown(_in_order(members, members_shown), tuple(p for p in PARTS["all"] if p in parts))


def _in_order(
    members: Mapping[str, Any], wanted: Mapping[str, set[str] | None] | None
) -> tuple[tuple[str, frozenset[str] | None], ...]:
    if wanted is None:
        return tuple((name, None) for name in members)
    return tuple(
        (name, None if wanted[name] is None else frozenset(wanted[name] or ()))
        for name in members
        if name in wanted
    )


def _not_a_member(name: str, members: Mapping[str, tuple[str, ...]]) -> str:
    if members.get(name):
        return _("“%(name)s” has these members: %(members)s.") % {
            "name": name,
            "members": ", ".join(members[name]),
        }
    if name in members:
        return _("“%(name)s” has no members of its own.") % {"name": name}
    return _("the members are: %(members)s.") % {"members": ", ".join(members)}
