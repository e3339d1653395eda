"""The fields of a draft: each is declared once, in ``item_fields.py`` of the app that has the item.

From a declaration follow the snapshot that a revision keeps and its way back into the draft,
cleaning, who may change the field, which things it names, how history and comparison print it,
the group of the form it stands in, and, for what readers get as it is, its member of the document
with its shape in the API. System checks report what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from newsroom.lib import boxes
from newsroom.lib.likely import likely

from .models import Signed

#: The parts of an item, each one a column of ``who_may.toml``.
TEXT, CAPTIONS, PICTURES = PARTS = ("text", "captions", "pictures")
#: The part of a field that holds all three; its content tells which of them a change touches.
BODY = "body"

#: The name for a thing of a kind with a public id, as far as somebody may know it.
NameOf = Callable[[str, str], str]


@dataclass(frozen=True)
class Field:
    """A column whose value a snapshot keeps as it is."""

    name: str
    _: KW_ONLY
    #: The document's member that holds the value as it is, with dots inside: "seo.title". Empty
    #: for what is the desk's own and for what the app's compile turns into something else.
    member: str = ""
    #: The member's shape in the API; members of a member belong to a shape of their own.
    shape: Mapping[str, Any] | None = None
    part: str = TEXT
    #: The group of the form's fields in which it stands.
    group: str = ""
    #: Applied on every path that saves the draft.
    clean: Callable[[Any], Any] | None = None
    #: The name of the form's field, if it differs.
    form_name: str = ""
    #: The field this one belongs to (a crop to its image): where two people changed them, whose
    #: text is kept is decided for both at once.
    of: str = ""

    @property
    def typed_as(self) -> str:
        """The name of the form's field."""
        return self.form_name or self.name

    def read(self, item: Any) -> Any:
        """The draft's value as JSON."""
        return getattr(item, self.name)

    def write(self, item: Any, value: Any, gone: list[str]) -> None:
        """Put a snapshot's value into the draft; adds a sentence to ``gone`` for what is lost."""
        setattr(item, self.name, value)

    def write_rows(self, item: Any, value: Any, gone: list[str]) -> None:
        """The same for values in rows of their own, once the draft's row is saved."""

    def tidy(self, item: Any) -> None:
        """Clean the draft's value."""
        if self.clean:
            setattr(item, self.name, self.clean(getattr(item, self.name)))

    def saved(self, item: Any) -> None:
        """What else saving the draft involves, in the same transaction."""

    def mentions(self, value: Any) -> Iterable[tuple[str, Any]]:
        """(kind, public id) of the shared things that the value names."""
        return ()

    def cards(self, value: Any) -> Iterable[tuple[str, Any]]:
        """(kind, public id) of the items whose cards the value shows."""
        return ()

    def touched(self, before: Any, after: Any) -> Iterable[str]:
        """The parts that differ between two values that are not equal."""
        return (self.part,)

    def text(self, value: Any, name_of: NameOf) -> str:
        """The value as plain text for people to compare."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Day(Field):
    """A date; snapshots and documents hold it as "2026-11-30", and "" where there is none."""

    def read(self, item: Any) -> str:
        return str(getattr(item, self.name) or "")

    def write(self, item: Any, value: Any, gone: list[str]) -> None:
        setattr(item, self.name, date.fromisoformat(value) if value else None)


@dataclass(frozen=True)
class Reference(Field):
    """A foreign key to a shared thing or an item; the snapshot keeps its public id."""

    kind: str
    #: Whether the document shows the item's card.
    is_card: bool = False

    def read(self, item: Any) -> str | None:
        thing = getattr(item, self.name)
        return str(thing.uuid) if thing else None

    def write(self, item: Any, value: Any, gone: list[str]) -> None:
        field: Any = item._meta.get_field(self.name)
        setattr(item, self.name, find(field.related_model, value, gone, field.verbose_name))

    def mentions(self, value: Any) -> Iterable[tuple[str, Any]]:
        return [(self.kind, value)] if value and not self.is_card else ()

    def cards(self, value: Any) -> Iterable[tuple[str, Any]]:
        return [(self.kind, value)] if value and self.is_card else ()

    def text(self, value: Any, name_of: NameOf) -> str:
        return name_of(self.kind, value) if value else ""


@dataclass(frozen=True)
class Rows(Field):
    """An ordered list in rows of its own: ``rows`` has a ``position`` and the draft in ``owner``.

    Here a list of things, each once, by their public ids.
    """

    rows: type[models.Model]
    owner: str
    kind: str

    def read(self, item: Any) -> list[Any]:
        return [str(thing.uuid) for thing in self.current(item)]

    def write(self, item: Any, value: Any, gone: list[str]) -> None:
        """Rows follow once the draft is saved."""

    def write_rows(self, item: Any, value: Any, gone: list[str]) -> None:
        field: Any = self.rows._meta.get_field(self.kind)
        found = (find(field.related_model, each, gone, field.verbose_name) for each in value)
        self.set(item, [thing for thing in found if thing is not None])

    def set(self, item: Any, things: Sequence[Any]) -> None:
        """Replace the list, in this order."""
        self._replace(item, ({self.kind: thing} for thing in dict.fromkeys(things)))

    def current(self, item: Any) -> list[Any]:
        """The list as ``set`` takes it."""
        return [getattr(row, self.kind) for row in self._stored(item)]

    def things(self, entries: Iterable[Any]) -> list[Any]:
        """The things in such a list."""
        return list(entries)

    def mentions(self, value: Any) -> Iterable[tuple[str, Any]]:
        return [(self.kind, each) for each in value or ()]

    def text(self, value: Any, name_of: NameOf) -> str:
        return "\n".join(name_of(self.kind, each) for each in value or ())

    def _stored(self, item: Any) -> Iterator[Any]:
        if not item.pk:
            return iter(())
        rows = self.rows._default_manager.filter(**{self.owner: item})
        return iter(rows.select_related(self.kind).order_by("position", "pk"))

    def _replace(self, item: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        same = {self.owner: item}
        self.rows._default_manager.filter(**same).delete()
        if issubclass(self.rows, Signed):
            same["saved_at"] = item.saved_at
        self.rows._default_manager.bulk_create(
            self.rows(**same, position=place, **row) for place, row in enumerate(rows)
        )


@dataclass(frozen=True)
class BylineRows:
    """The rows that name an author of a draft: it is in ``owner``, the author in ``author``."""

    rows: type[Signed]
    owner: str

    @property
    def key(self) -> str:
        return f"{self.owner}_id"

    def walk(self, user: Any) -> models.QuerySet[Any]:
        """The rows that name the login's author, each draft once, to be taken in an index's order.

        A draft may name an author in several roles: the first counts.
        """
        rows: Any = self.rows._default_manager
        same = rows.filter(likely(Q(author=OuterRef("author"))), **{self.key: OuterRef(self.key)})
        first = Subquery(same.order_by("pk").values("pk")[:1])
        named: models.QuerySet[Any] = rows.filter(author=self._author(user), pk=first)
        return named

    def names(self, user: Any) -> models.QuerySet[Any]:
        """The rows of the draft of an outer query that name the login's author."""
        # Looked for among the draft's few rows, never among the author's many.
        named = likely(Q(author=self._author(user)))
        rows: models.QuerySet[Any] = self.rows._default_manager.filter(
            named, **{self.key: OuterRef("pk")}
        )
        return rows

    def _author(self, user: Any) -> Subquery:
        named: Any = self.rows._meta
        author: Any = named.get_field("author").related_model
        return Subquery(author._default_manager.filter(user=user).values("pk")[:1])


def find(model: Any, public_id: Any, gone: list[str], word: Any) -> Any:
    """The thing of this public id, merges followed; a missing one adds a sentence to ``gone``."""
    if not public_id:
        return None
    found = model._default_manager.filter(uuid=public_id).first()
    if found is None:
        gone.append(_("The %(thing)s %(id)s is gone.") % {"thing": word, "id": public_id})
    return followed(found)


def followed(thing: Any) -> Any:
    """The thing itself, or the one that it was merged into."""
    while thing is not None and getattr(thing, "merged_into_id", None):
        thing = thing.merged_into
    return thing


def members(fields: Iterable[Field], snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The members of the document that are the snapshot's values as they are."""
    document: dict[str, Any] = {}
    for field in fields:
        if field.member:
            *outer, name = field.member.split(".")
            place = document
            for each in outer:
                place = place.setdefault(each, {})
            place[name] = snapshot[field.name]
    return document


def shapes(fields: Iterable[Field]) -> dict[str, Any]:
    """The shapes of those members in the API."""
    return {field.member: field.shape for field in fields if field.shape is not None}


def crop_text(value: str) -> str:
    """A part of an image in words; anything else as it is."""
    try:
        box = boxes.parse(value)
    except boxes.NotABox:
        return value
    sides = {name: f"{100 * part / boxes.PARTS:.4g}" for name, part in box._asdict().items()}
    return (
        _("a part of %(width)s %% × %(height)s %%, %(x)s %% from the left, %(y)s %% from the top")
        % sides
    )
