"""Which members of a document an answer prints: ``fields`` and ``body``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import parameters, shapes
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

#: So many members may be asked for.
MOST = 100

#: Members by name: of ``None`` all, of a mapping these of its own.
Mask = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """Members to print, in the shape's order, each with the mask of its own.

    ``parts`` are those of the body; None: no body.
    """

    members: tuple[tuple[str, Mask | None], ...]
    parts: tuple[str, ...] | None = None

    def pick(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with these members only."""
        picked = {}
        for name, mask in self.members:
            if name == "body":
                if self.parts is not None:
                    picked[name] = {part: document[name][part] for part in self.parts}
            elif name in document:
                picked[name] = _pick_inner(document[name], mask)
        return picked


def _pick_inner(value: Any, mask: Mask | None) -> Any:
    if mask is None or value is None:
        return value
    if isinstance(value, list):
        return [_pick_inner(each, mask) for each in value]
    return {name: _pick_inner(value[name], mask[name]) for name in value if name in mask}


@cache
def fields_parameter(*names: str) -> Parameter:
    """``fields`` for documents of these shapes: their members, theirs after a dot, and once
    more."""

    def members() -> shapes.Members:
        return {m: inner for name in names for m, inner in shapes.members(name).items()}

    def parse(text: str) -> Mask:
        known = members()
        asked: dict[str, Any] = {}
        names = text.split(",")
        if len(names) > MOST:
            raise Wrong(_("give at most %(limit)d members.") % {"limit": MOST})
        for given in names:
            _add(asked, given.split("."), known)
        return asked

    return Parameter(
        "fields", parse,
        gettext_lazy("Only these members, separated by commas or repeated; dots reach two levels "
                     "in, as in “headline,authors.name,lead_image.credit.line”."),
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST},
        max_length=5000, example=["id", "url"], values=lambda: _paths(members()),
    )  # fmt: skip


def _add(asked: dict[str, Any], steps: list[str], members: shapes.Members) -> None:
    """Note one dotted name; what is asked for whole stays whole."""
    inner: Any = asked
    for place, step in enumerate(steps):
        if step not in members:
            raise Wrong(_not_a_member(step, steps[:place], members))
        members = members[step]
        if place == len(steps) - 1:
            inner[step] = None
        elif (inner := inner.setdefault(step, {})) is None:
            # A later name still has to be one that exists.
            inner = {}


def _paths(members: shapes.Members, before: str = "") -> Iterator[str]:
    for name, inner in members.items():
        yield before + name
        yield from _paths(inner, f"{before}{name}.")


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
        parts = usual if form is None else PARTS[form]
        return Shown(_in_order(members, None), parts or None)
    if "body" not in wanted:
        wanted = {**wanted, "body": None} if form and PARTS[form] else wanted
        return Shown(_in_order(members, wanted), PARTS[form] if form and PARTS[form] else None)
    if form == "none":
        raise wrong(
            "fields", _("“fields” asks for the body and “body=none” leaves it out. Drop one.")
        )
    chosen = set(PARTS[form]) if form else set()
    if wanted["body"] is not None:
        chosen |= set(wanted["body"])
    elif form is None:
        chosen = set(USUAL)
    return Shown(_in_order(members, wanted), tuple(p for p in PARTS["all"] if p in chosen))


def _in_order(members: shapes.Members, wanted: Mask | None) -> tuple[tuple[str, Mask | None], ...]:
    if wanted is None:
        return tuple((name, None) for name in members)
    return tuple((name, wanted[name]) for name in members if name in wanted)


def _not_a_member(name: str, of: list[str], members: shapes.Members) -> str:
    """The message where a name is none of these members, which stand below the steps ``of``."""
    shown, listed = parameters.shown(name), ", ".join(members)
    if not of:
        return _("there is no member “%(name)s”. The members are: %(members)s.") % {
            "name": shown,
            "members": listed,
        }
    holder = ".".join(of)
    if not members:
        return _("“%(name)s” has no members of its own.") % {"name": holder}
    return _("“%(holder)s” has no member “%(name)s”. It has these: %(members)s.") % {
        "holder": holder,
        "name": shown,
        "members": listed,
    }
