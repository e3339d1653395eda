"""Published items in bulk: all rows of a few of them, again with other words and other times.

The rows and the documents are those that the acts have stored. A copy differs from its template in
what names the item (ids, slug, path, headline) and in its times; nothing else is computed for it.
"""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.models.base import ModelState

from articles.models import Article
from newsroom.delivery.models import FollowerPosition
from newsroom.editorial import clock, registry
from newsroom.editorial.models import Address, Edition, Item, LedgerEntry, LogEntry, Mention
from newsroom.editorial.publication import compilation, ledger
from newsroom.lib import instants, tokens
from newsroom.site.models import SearchEntry
from newsroom.site.search import FOLLOWER, entries, index


@dataclass(frozen=True)
class Words:
    """What tells a copy from its template. Articles have path and slug, posts a printed time."""

    headline: str
    published_at: datetime
    path: str = ""
    slug: str = ""
    display_time: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Slot:
    """A column, or with ``text`` a JSON column, that differs from copy to copy."""

    name: str = ""
    text: str = ""

    def fill(self, values: Mapping[str, Any]) -> Any:
        return self.text % values if self.text else values[self.name]


class Template:
    """A published item with all its rows, ready to be copied; the search index has taken it in."""

    def __init__(self, edition: Edition) -> None:
        self.item: Item = edition.item
        self.item_type = registry.type_of(self.item)
        self.edition = edition
        self.search_entry = SearchEntry.objects.get(item_uuid=self.item.uuid)
        #: Its keys but for those of the title.
        self.search_keys = entries.keys(_without_title(self.search_entry))
        #: What the rows of a copy are made from, by table.
        self.moulds: dict[type[models.Model], list[list[Any]]] = defaultdict(list)
        for row in self._belonging():
            self.moulds[type(row)].append(_mould(row, self))

    def _belonging(self) -> Iterator[models.Model]:
        """Every row of the item but its search entry."""
        item, edition = self.item, self.edition
        of_item = {"item_uuid": item.uuid}
        found: list[Iterable[models.Model]] = [
            [item, edition.revision, edition],
            *(
                each.rows._default_manager.filter(**{each.owner: item})
                for each in self.item_type.lists
            ),
            *(each.objects.filter(edition=edition) for each in self._relations()),
            Mention.objects.filter(**of_item).order_by("pk"),
            LogEntry.objects.filter(**of_item).order_by("pk"),
            LedgerEntry.objects.filter(uuid=item.uuid, newest=True),
        ]
        if isinstance(item, Article):
            found.append(Address.objects.filter(uuid=item.uuid))
        for rows in found:
            yield from rows

    def _relations(self) -> list[Any]:
        return compilation.relation_models(self.item_type.name)

    def slot_of(self, field: models.Field, value: Any) -> str:
        """The slot that takes the place of the template's value in a column; empty for none."""
        item, edition = self.item, self.edition
        owner = field.model if field.primary_key else field.related_model
        for name, thing in (("item", item), ("revision", edition.revision), ("edition", edition)):
            if owner is type(thing) and value == thing.pk:
                return name
        if isinstance(field, models.DateTimeField):
            return "told_at" if field.model is LedgerEntry else "at"
        named = {
            "uuid": item.uuid, "item_uuid": item.uuid, "version": item.version,
            "seq": item.version, "announced_edition": edition.pk,
            **{name: edition.card.get(name) for name in ("headline", "slug", "path")},
        }  # fmt: skip
        is_named = field.name in named and value == named[field.name]
        return _SAME.get(field.name, field.name) if is_named else ""

    def marks(self) -> dict[str, str]:
        """What stands for the item in JSON, and the slot that takes its place there."""
        card = self.edition.card
        marks = {
            str(self.item.uuid): "%(uuid_text)s",
            instants.to_text(self.edition.published_at): "%(at_text)s",
        }
        if "slug" in card:
            marks[card["path"]] = "%(path)s"
        for name in ("headline", "slug", "display_time"):
            if name in card:
                marks[f'"{name}": {json.dumps(card[name])}'] = f'"{name}": %({name}_json)s'
        return marks


def _without_title(entry: SearchEntry) -> SearchEntry:
    untitled = copy.copy(entry)
    untitled.title = ""
    return untitled


#: A template, and what the slots of a copy of it hold.
Filled = tuple[Template, dict[str, Any]]

#: Columns that hold what another slot is named after.
_SAME = {"item_uuid": "uuid", "version": "seq", "announced_edition": "edition"}
#: Of these a copy knows the keys beforehand; of others the database gives them.
_KEYED = ("item", "revision", "edition")


def _mould(row: models.Model, template: Template) -> list[Any]:
    """The values of the columns of a copy of the row, with slots for those that differ."""
    values = []
    for field in columns(type(row), template.item_type):
        value = getattr(row, field.attname)
        slot = template.slot_of(field, value) if value is not None else ""
        if slot:
            values.append(Slot(slot))
        elif isinstance(field, models.JSONField):
            values.append(_json_mould(json.dumps(value, cls=field.encoder), template.marks()))
        else:
            values.append(field.get_db_prep_save(value, connection))
    return values


def _json_mould(text: str, marks: Mapping[str, str]) -> Any:
    pattern = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
    parts = re.split(f"({pattern})", text)
    if len(parts) == 1:
        return text
    return Slot(text="".join(marks.get(part) or part.replace("%", "%%") for part in parts))


def columns(model: type[models.Model], item_type: registry.ItemType) -> list[models.Field]:
    """The columns that are written: all, but for keys that the database gives."""
    keyed = (item_type.model, item_type.revision_model, item_type.edition_model, LedgerEntry)
    return [f for f in model._meta.concrete_fields if model in keyed or not f.primary_key]


def hurry() -> None:
    """Let this connection store copies sooner: PostgreSQL compresses their texts by another method,
    and does not look up what they point at, which is what their template pointed at or their own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT set_config(name, wanted, false) FROM pg_settings JOIN (VALUES
                ('default_toast_compression', 'lz4'), ('session_replication_role', 'replica')
            ) AS wish (name, wanted) USING (name)
            WHERE wanted = ANY(enumvals)
                AND (context = 'user' OR current_setting('is_superuser') = 'on')
            """
        )


@transaction.atomic
def write(copies: Sequence[tuple[Template, Words]]) -> None:
    """Store a copy of each template with its words; all are of one type of item."""
    item_type, count = copies[0][0].item_type, len(copies)
    with_keys = (item_type.model, item_type.revision_model, item_type.edition_model)
    keys = zip(*(_reserve(model, count) for model in with_keys), strict=True)
    filled = [
        (template, _values(words) | dict(zip(_KEYED, own, strict=True)))
        for (template, words), own in zip(copies, keys, strict=True)
    ]
    # The ledger's head is locked last and for as short as possible: others wait for it.
    last = (item_type.model, LedgerEntry)
    tables = dict.fromkeys(model for template, _words in copies for model in template.moulds)
    _fill([model for model in tables if model not in last], item_type, filled)
    _write_search_entries(filled)
    newest, at = ledger.advance(count, clock.now())
    told_at, first = connection.ops.adapt_datetimefield_value(at), newest - count + 1
    for seq, (_template, values) in enumerate(filled, first):
        values |= {"seq": seq, "told_at": told_at}
    _fill(last, item_type, filled)
    taken_in = FollowerPosition.objects.filter(name=FOLLOWER.name, seq=first - 1)
    taken_in.update(seq=newest)


def _fill(
    tables: Iterable[type[models.Model]], item_type: registry.ItemType, filled: Sequence[Filled]
) -> None:
    for model in tables:
        names = [str(field.column) for field in columns(model, item_type)]
        _insert(model._meta.db_table, names, _rows(model, filled))


def _rows(model: type[models.Model], filled: Iterable[Filled]) -> Iterator[list[Any]]:
    """The rows of one table. They are made while the database takes in those before them."""
    for template, values in filled:
        for mould in template.moulds.get(model, ()):
            yield [each.fill(values) if type(each) is Slot else each for each in mould]


def _values(words: Words) -> dict[str, Any]:
    """What the slots of a copy hold; the keys and the ledger's number come to it."""
    uuid = uuid4()
    return {
        "uuid": uuid if connection.features.has_native_uuid_field else uuid.hex,
        "uuid_text": str(uuid),
        "at": connection.ops.adapt_datetimefield_value(words.published_at),
        "at_text": instants.to_text(words.published_at),
        "path": words.path,
        "slug": words.slug,
        "headline": words.headline,
        "slug_json": json.dumps(words.slug),
        "headline_json": json.dumps(words.headline),
        "display_time_json": json.dumps(words.display_time),
    }


def _reserve(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys that nothing else gets."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # The only writer: nobody else takes one before this transaction ends.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return range(last + 1, last + 1 + count)


def _insert(table: str, names: Sequence[str], rows: Iterable[list[Any]]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(names))
        cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({places})', list(rows))


def _write_search_entries(filled: Sequence[Filled]) -> None:
    """What the search index would take in of the copies: the template's words under a new title."""
    made, templates = [], {}
    for template, values in filled:
        entry = copy.copy(template.search_entry)
        entry.pk, entry.title, entry.item_uuid = None, values["headline"], UUID(values["uuid_text"])
        entry.published_at = instants.from_text(values["at_text"])
        _title, newline, others = entry.folded.partition("\n")
        entry.folded = f"{tokens.folded_words(entry.title)}{newline}{others}"
        entry._state = ModelState()
        made.append(entry)
        templates[entry.item_uuid] = template

    def keys(entry: SearchEntry) -> dict[str, int]:
        of_title = {
            key: templates[entry.item_uuid].search_keys.get(key, 0) | entries.TITLE
            for key in tokens.keys_of(entry.title, entry.language)
        }
        marked = {entries.OF_TITLE + key: flags for key, flags in of_title.items()}
        return templates[entry.item_uuid].search_keys | of_title | marked

    # Several write side by side; places are given to one of them at a time.
    FollowerPosition.objects.select_for_update().get(name=FOLLOWER.name)
    index.add(made, keys, _store)


def _store(made: Sequence[SearchEntry]) -> None:
    fields = [field for field in SearchEntry._meta.concrete_fields if not field.primary_key]
    rows = (
        [field.get_db_prep_save(getattr(each, field.attname), connection) for field in fields]
        for each in made
    )
    _insert(SearchEntry._meta.db_table, [str(field.column) for field in fields], rows)
