"""What the kernel knows of the things above it. Apps register in ``AppConfig.ready``.

Needs that point upwards (compile this article, who shows this picture) are met through here, so the
kernel imports no app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from .fields import TEXT, BylineRows, Field, Rows
from .models import DESK_FIELDS, Correction, Edition, EditionRelation, Item, Shared, document_of

if TYPE_CHECKING:
    from .acts.preflight import Problem
    from .publication.material import Material
    from .rules.workflow import Transition


@dataclass(frozen=True)
class Source:
    """What a document is compiled from."""

    #: The words as of the instant the edition begins, or that of the preview.
    material: Material
    published_at: datetime
    updated_at: datetime
    #: The edition whose fixed facts (its address) go on; None before the first publication.
    prior: Edition | None = None
    corrections: Sequence[Correction] = ()

    @property
    def item(self) -> Item:
        return self.material.item

    @property
    def snapshot(self) -> dict[str, Any]:
        return self.material.snapshot

    @property
    def at(self) -> datetime:
        return self.material.at


class Card(TypedDict, total=False):
    """What the kernel reads of a card; the cards of each kind of item hold more."""

    headline: str
    url: str


@dataclass
class Named:
    """One shared thing or item that a document names, in order, with its relation's own columns."""

    relation: type[EditionRelation]
    columns: dict[str, Any]


@dataclass
class Compiled:
    """A document, the edition's own columns and the relation rows that go with it."""

    card: dict[str, Any]
    body: dict[str, Any]
    columns: dict[str, Any] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    #: When something in it changes by the clock (a picture's lease begins or ends), if ever.
    holds_until: datetime | None = None
    #: The shared things that were compiled into it, as they were read; the kernel adds them.
    read: Sequence[Shared] = ()

    @property
    def document(self) -> dict[str, Any]:
        return document_of(self.card, self.body)


@dataclass(frozen=True)
class ItemType:
    """An item model and what the kernel needs to ask of it."""

    name: str
    model: type[Item]
    #: What a draft holds beside the kernel's and the desk's own columns.
    fields: Sequence[Field]
    compile: Callable[[Source], Compiled]
    #: Problems of these words, with or without severity "blocks". It asks the database nothing.
    check: Callable[[Material], Iterable[Problem]]
    #: Whether the user made it or stands in its byline.
    is_own: Callable[[Any, Any], bool]
    #: More to say of these words, none of which blocks; it may ask the database.
    advise: Callable[[Material], Iterable[Problem]] = lambda material: ()
    #: (kind, public id) of the shared things that a card shows where another item shows the card.
    shown_by_card: Callable[[Any], Iterable[tuple[str, str]]] = lambda card: ()
    #: Called on every path that saves the draft, once its fields are clean: takes its address.
    claim: Callable[[Any], None] = lambda item: None
    #: Among which slugs its own is unique; empty if it has none.
    space: str = ""
    #: Fields and relations that no revision keeps, because they are not part of the text, such as
    #: old addresses. A system check requires every other one.
    outside_history: frozenset[str] = frozenset()
    schema_number: int = 1
    #: Functions by the schema number they lead away from: {1: from_1_to_2}.
    upgrades: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    #: Changes this soon after the first publication move no date.
    grace: Callable[[], timedelta] = timedelta
    #: The steps of its workflow, with the states they lead from and to and who may take them.
    transitions: Sequence[Transition] = ()
    #: The rows of its bylines: the query's form of ``is_own``.
    byline: BylineRows | None = None
    #: The column of ``who_may.toml`` that applies to every part, if the item has its own.
    own_column: str = ""
    #: The query lookup from the item to the desk that answers for it; empty if none ever does.
    desk_path: str = ""
    #: The lookup from an edition to the desk in whose section readers see it.
    edition_desk_path: str = ""
    #: The dotted path of what prints its public page: (request, document, preview=…). Its URL has
    #: the type's name and takes a ``slug`` or a ``public_id``. Empty: no page and no preview.
    #: A path, so that the worker and commands need not load the views.
    page: str = ""
    #: The columns that the desk's search looks into, by ``drafts.desk_words``. None: its list reads
    #: all rows, which are few.
    looked_for: Sequence[str] = ()
    #: Whether readers' search finds it.
    is_searched: bool = False
    #: Whether it is short: readers' search lists it after what is not.
    is_brief: bool = False
    #: The sitemap that lists its pages: that of each month, or the one of lists and pages.
    sitemap: Literal["", "months", "lists"] = ""
    #: The paths of the pages that list it: for caches that are purged address by address.
    listed_at: Sequence[str] = ()

    def column(self, part: str) -> str:
        """The column of ``who_may.toml`` that says who may change this part."""
        return self.own_column if part and self.own_column else part

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {each.name: each for each in self.fields}

    def field(self, name: str) -> Field:
        """A field by name; a plain one where an old snapshot has what is declared no longer."""
        return self.by_name.get(name) or Field(name, part="")

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The part of the item that each field belongs to, by its name in the draft and in the
        form. Nobody may change what is not named here."""
        named = {name: each.part for each in self.fields for name in (each.name, each.typed_as)}
        return {**named, **dict.fromkeys(DESK_FIELDS, TEXT)}

    @cached_property
    def lists(self) -> Sequence[Rows]:
        """The fields that have rows of their own."""
        return [each for each in self.fields if isinstance(each, Rows)]

    def belonging(self, owner: str) -> list[str]:
        return [each.name for each in self.fields if each.of == owner]

    def snapshot(self, item: Any) -> dict[str, Any]:
        """The draft as JSON, things by public id, every list in its order."""
        return {each.name: each.read(item) for each in self.fields}

    def apply(self, item: Any, snapshot: Mapping[str, Any]) -> list[str]:
        """Write a snapshot into the draft and save it; returns sentences about what is gone."""
        gone: list[str] = []
        known = [(each, snapshot[each.name]) for each in self.fields if each.name in snapshot]
        for each, value in known:
            each.write(item, value, gone)
        item.save()
        for each, value in known:
            each.write_rows(item, value, gone)
        return gone

    def prepare(self, item: Any) -> None:
        """Clean the draft, take its address and save it; called on every path that saves."""
        for each in self.fields:
            each.tidy(item)
        self.claim(item)
        item.save()
        for each in self.fields:
            each.saved(item)

    def mentions(self, snapshot: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        """(kind, public id) of the shared things it names, for "where is this used"."""
        return self._named(snapshot, lambda each, value: each.mentions(value))

    def cards(self, snapshot: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        """(kind, public id) of the items whose cards it shows; they are locked when compiling."""
        return self._named(snapshot, lambda each, value: each.cards(value))

    def _named(
        self, snapshot: Mapping[str, Any], ask: Callable[[Field, Any], Iterable[tuple[str, Any]]]
    ) -> Iterable[tuple[str, Any]]:
        return [
            (kind, public_id)
            for each in self.fields
            for kind, public_id in ask(each, snapshot.get(each.name))
            if is_item(kind) or is_shared(kind)
        ]

    @property
    def editions(self) -> Any:
        """The manager of its editions, with ``live(at)``."""
        return self.edition_model._default_manager

    @property
    def edition_model(self) -> type[Edition]:
        model: type[Edition] = self.model.editions.rel.related_model
        return model

    @property
    def revision_model(self) -> Any:
        return self.model.revisions.rel.related_model


@dataclass(frozen=True)
class SharedType:
    """A shared thing and where editions name it."""

    name: str
    model: type[Shared]
    #: Its public document as readers get it at an instant, from the row; None: nothing of it then.
    compile: Callable[[Any, datetime], Mapping[str, Any] | None]
    #: What ``compile`` reads beside the row, for ``prefetch_related`` where many are compiled.
    reads: Sequence[str] = ()
    #: The lookup of the instant at which the document changes by the clock, where it can.
    changes_at: str = ""
    #: The column of ``who_may.toml`` without its verb: library or names.
    column: str = "names"
    #: Which of these are somebody's own; none unless the app says so.
    own: Callable[[Any], models.Q] = lambda user: models.Q(pk__in=[])
    #: The part each field belongs to: words, rights, or one that only users who may change all of
    #: the thing can change. Nobody may change a field not named here. Empty for a thing of one
    #: part.
    parts: Mapping[str, str] = field(default_factory=dict)
    #: Whether the row holds the newsroom's own words, which its readers are not told.
    is_internal: bool = False
    #: What readers could call it.
    public_name: Callable[[Any], str] = str
    #: Whether the permissions ``see_all_…`` and ``change_all_…`` come before the table.
    has_permissions_for_all: bool = False
    #: The word of ``change_names`` that lets a user add one, besides those who may change all.
    added_by: str = ""
    #: The query lookup to the desk that answers for it; empty if none ever does.
    desk_path: str = ""

    def part(self, name: str) -> str:
        """The part that a field belongs to; empty for one that nobody may change."""
        if self.parts:
            return self.parts.get(name, "")
        return "all" if name in {f.name for f in self.model._meta.fields if f.editable} else ""

    def change_of(self, thing: Any) -> datetime | None:
        """The instant at which this one's document changes by the clock, if it does."""
        for name in filter(None, self.changes_at.split("__")):
            thing = getattr(thing, name, None)
        return thing if self.changes_at else None

    @property
    def ask_others(self) -> str:
        """The sentence for users who may not change one."""
        if self.column == "library":
            return _("Your role does not allow changing the library. Ask a picture editor.")
        return _("Your role does not allow changing this. Ask the desk.")


@dataclass(frozen=True)
class Relation:
    """``model.field`` names ``target`` in editions of ``item_type``: a row or a column."""

    model: type[models.Model]
    field: str
    item_type: str
    target: str
    #: Whether the model is the edition itself (a column such as ``section``).
    on_edition: bool = False

    @property
    def rows(self) -> type[EditionRelation]:
        """The model of the relation rows; for relations that are not on the edition itself."""
        if not issubclass(self.model, EditionRelation):
            raise TypeError(f"{self.model.__name__} holds the relation in a column.")
        return self.model


Kind = TypeVar("Kind", bound=ItemType | SharedType)

_items: dict[str, ItemType] = {}
_shared: dict[str, SharedType] = {}
_relations: list[Relation] = []
_dependents: dict[str, list[Callable[[Any], Iterable[Shared]]]] = {}


def register_item(item_type: ItemType) -> None:
    _items[item_type.name] = item_type


def register_shared(shared_type: SharedType) -> None:
    _shared[shared_type.name] = shared_type


def register_relation(relation: Relation) -> None:
    if relation not in _relations:
        _relations.append(relation)


def register_dependents(name: str, shown_by: Callable[[Any], Iterable[Shared]]) -> None:
    """Say which shared things show another in their own documents: an author their portrait."""
    _dependents.setdefault(name, []).append(shown_by)


def dependents(thing: Shared) -> list[Shared]:
    functions = _dependents.get(type_of_shared(thing).name, [])
    return [dependent for shown_by in functions for dependent in shown_by(thing)]


def item_types() -> list[ItemType]:
    return [_items[name] for name in sorted(_items)]


def shared_types() -> list[SharedType]:
    """In the order in which their rows are locked: what others show comes before these."""
    return [
        _shared[name] for name in sorted(_shared, key=lambda name: (name not in _dependents, name))
    ]


def item_type(name: str) -> ItemType:
    return _items[name]


def kinds() -> list[ItemType | SharedType]:
    """Everything that is registered: items, then what they share."""
    return [*item_types(), *shared_types()]


def is_known(model: Any) -> bool:
    """Whether it is the model of an item type or of a shared type."""
    return any(issubclass(model, kind.model) for kind in kinds())


def is_shared(name: str) -> bool:
    return name in _shared


def shared_type(name: str) -> SharedType:
    return _shared[name]


def is_item(name: str) -> bool:
    return name in _items


def type_of(item: Item) -> ItemType:
    return _registered(_items, type(item))


def type_of_shared(thing: Shared) -> SharedType:
    return _registered(_shared, type(thing))


def kind_of(model: type[models.Model]) -> ItemType | SharedType:
    known: dict[str, ItemType | SharedType] = {**_shared, **_items}
    return _registered(known, model)


def _registered(kinds: Mapping[str, Kind], model: type[models.Model]) -> Kind:
    for kind in kinds.values():
        if issubclass(model, kind.model):
            return kind
    raise LookupError(f"{model.__name__} is not registered with newsroom.editorial.registry.")


def model_of(name: str) -> type[models.Model]:
    return _items[name].model if name in _items else _shared[name].model


def relations(*, target: str | None = None, item_type: str | None = None) -> list[Relation]:
    return [
        r
        for r in _relations
        if (target is None or r.target == target)
        and (item_type is None or r.item_type == item_type)
    ]


def set_lists(item: Item, **lists: Sequence[Any]) -> None:
    """Replace the draft's lists of these names, each in its order."""
    by_name = type_of(item).by_name
    for name, entries in lists.items():
        field: Any = by_name[name]
        field.set(item, entries)


def find_item(name: str, public_id: Any) -> Item | None:
    return item_type(name).model._default_manager.filter(uuid=public_id).first()
