"""Finding things by name while writing: what the admin's pickers and the editor ask.

Apps register what can be picked and how it is found and shown; people pick by typing, the form
keeps the public id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet, Value
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from newsroom.lib import parts

LIMIT = 20


@dataclass(frozen=True)
class Choice:
    """One thing as a picker shows it. ``thumb`` is an address or empty."""

    id: str
    title: str
    detail: str = ""
    thumb: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"id": self.id, "title": self.title, "detail": self.detail, "thumb": self.thumb}


@dataclass(frozen=True)
class Pickable:
    """A kind of thing that is picked by typing.

    ``search`` names the text fields that are looked into; ``exact`` those by which a form without
    JavaScript accepts a typed word (a slug, a name).
    """

    queryset: Callable[[Any], QuerySet[Any]]
    search: tuple[str, ...]
    exact: tuple[str, ...]
    describe: Callable[[Any], Choice]
    permission: str
    #: A search of the kind's own, by an index; in place of looking into the fields of ``search``.
    matching: Callable[[QuerySet[Any], str], QuerySet[Any] | list[Any]] | None = None
    #: What a typed word names, by a rule of the kind's own; in place of the fields of ``exact``.
    named: Callable[[QuerySet[Any], str], Model | None] | None = None
    #: What is no longer offered, but keeps its name in forms that hold it.
    retired: Callable[[Any], QuerySet[Any]] | None = None


_pickables: dict[str, Pickable] = {}

#: The column of a queryset of choices that is true for what the user may know only as readers do.
OF_ANOTHER = "is_of_another"
#: Its value if the user may see everything.
SEEN = Value(value=False)


def is_seen(rows: QuerySet[Any]) -> bool:
    """Whether every row may be found by the newsroom's own words.

    A queryset that is not narrowed to a user reveals no more than readers know.
    """
    return rows.query.annotations.get(OF_ANOTHER) == SEEN


def is_of_another(row: Any) -> bool:
    """Whether the user who chooses is told only what readers know of a row."""
    return getattr(row, OF_ANOTHER, True)


def register(kind: str, pickable: Pickable) -> None:
    _pickables[kind] = pickable


def pickable(kind: str) -> Pickable:
    return _pickables[kind]


def kinds() -> Mapping[str, Pickable]:
    return _pickables


def find(kind: str, user: Any, words: str) -> list[Choice]:
    """What matches every typed word, newest first as its queryset orders it; at most ``LIMIT``."""
    wanted = _pickables[kind]
    rows = wanted.queryset(user)
    if wanted.matching is not None and words.strip():
        return [wanted.describe(row) for row in wanted.matching(rows, words)[:LIMIT]]
    for word in parts.words_of(words):
        rows = rows.filter(parts.hold(wanted.search, word))
    return [wanted.describe(row) for row in rows[:LIMIT]]


def describe_all(kind: str, user: Any, ids: list[str]) -> list[Choice]:
    """The things of these public ids, in this order; unknown ids are left out."""
    wanted = _pickables[kind]
    known = [i for i in ids if _is_uuid(i)]
    rows = {str(row.uuid): row for row in wanted.queryset(user).filter(uuid__in=known)}
    if wanted.retired is not None and len(rows) < len(set(known)):
        rows |= {str(row.uuid): row for row in wanted.retired(user).filter(uuid__in=known)}
    return [wanted.describe(rows[i]) for i in dict.fromkeys(known) if i in rows]


def resolve(kind: str, user: Any, text: str, *, kept: Iterable[Any] = ()) -> Any:
    """The thing that was typed: by public id, else by an exact name or slug.

    ``kept`` are things that stand there already: they may stay, though nobody would be offered
    them now. Raises ValidationError with a sentence for the form.
    """
    wanted, text = _pickables[kind], text.replace("\x00", "").strip()
    for thing in kept:
        if str(thing.uuid) == text:
            return thing
    rows = wanted.queryset(user)
    if _is_uuid(text):
        found = rows.filter(uuid=text).first()
    else:
        found = wanted.named(rows, text) if wanted.named else _named(rows, wanted.exact, text)
    if found is None:
        raise ValidationError(
            _("There is no “%(text)s” here. Type a part of its name and choose from the list.")
            % {"text": text},
            code="unknown",
        )
    return found


def _named(rows: QuerySet[Any], fields: tuple[str, ...], text: str) -> Any:
    """As it is written comes before what reads the same without accents."""
    for how in ("exact", "reads"):
        for field in fields:
            if found := rows.filter(**{f"{field}__{how}": text}).first():
                return found
    return None


def pick(request: HttpRequest, kind: str) -> JsonResponse:
    """Admin view: ``?q=`` words, or ``?id=`` (repeated) for what a form holds already."""
    wanted = _pickables.get(kind)
    if wanted is None or not request.user.has_perm(wanted.permission):
        raise Http404
    if "id" in request.GET:
        choices = describe_all(kind, request.user, request.GET.getlist("id")[:200])
    else:
        choices = find(kind, request.user, request.GET.get("q", "")[:200])
    return JsonResponse({"results": [c.as_dict() for c in choices]})


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
