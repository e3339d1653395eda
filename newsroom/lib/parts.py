"""Finding by parts of words, without accents and whatever the case, on both databases.

``headline__holds="zurich"`` finds "Zoë Zürich"; ``name__reads="ålesund"`` is the whole "ÅLESUND".
PostgreSQL folds by a function of ours, which indexes of trigrams hold too; SQLite by Python's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.signals import connection_created
from django.db.models import Lookup, Q

from .folding import without_accents
from .vendor_sql import VendorSQL

#: Words of a search that are looked for; the others would narrow nothing that is found any more.
MOST_WORDS = 12
_LONGEST_WORD = 100
FUNCTION = "newsroom_plain"

# Of what ``folding`` does, what column texts need: PostgreSQL 13 and newer, in UTF-8.
_FROM = "øłđðıŧħ‘’‚´`“”„«»‐‑‒–—―"
_TO = "olddith" + "''" * 5 + '"' * 5 + "-" * 6
_POSTGRES = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}(text) RETURNS text "
    "LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $function$ "
    "SELECT translate(replace(replace(replace(replace(regexp_replace("
    'normalize(lower($1 COLLATE "und-x-icu"), NFKD), '
    r"'[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g'), "
    "'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), "
    f"'{_FROM}', '{_TO}') $function$"
)


def words_of(text: str) -> list[str]:
    """The words of a search as they are looked for: a dozen at most, plain, without NUL."""
    plain = without_accents(text[: MOST_WORDS * _LONGEST_WORD].replace("\x00", ""))
    return [word[:_LONGEST_WORD] for word in plain.split()[:MOST_WORDS]]


def hold(fields: Iterable[str], word: str) -> Q:
    """Whether one of the fields holds the word; a field with a lookup of its own is asked by it."""
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__holds": word})
    return condition


class _Plain(Lookup):
    """Compares both sides without accents. On SQLite a function of the connection folds."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            left = f"({left})::text"
        condition, value = self.compare(f"{FUNCTION}({left})", without_accents(str(self.rhs)))
        return condition, (*params, value)

    def compare(self, left: str, plain: str) -> tuple[str, str]:
        raise NotImplementedError


@models.CharField.register_lookup
@models.TextField.register_lookup
class Holds(_Plain):
    lookup_name = "holds"

    def compare(self, left: str, plain: str) -> tuple[str, str]:
        escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{left} LIKE %s ESCAPE '\\'", f"%{escaped}%"


@models.CharField.register_lookup
@models.TextField.register_lookup
class Reads(_Plain):
    lookup_name = "reads"

    def compare(self, left: str, plain: str) -> tuple[str, str]:
        return f"{left} = %s", plain


def _on_sqlite(connection: Any, **_more: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _plain_or_null, deterministic=True)


def _plain_or_null(text: Any) -> str | None:
    return None if text is None else without_accents(str(text))


connection_created.connect(_on_sqlite, dispatch_uid="newsroom.lib.parts")


class CreateFunction(VendorSQL):
    """Migration operation: PostgreSQL's function; SQLite's comes with each connection."""

    def __init__(self) -> None:
        super().__init__(
            "postgresql",
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            _POSTGRES,
            undo=f"DROP FUNCTION IF EXISTS {FUNCTION}(text)",
        )


class FoldTrigramIndex(VendorSQL):
    """Migration operation: PostgreSQL finds any three letters of ``text``, folded, by an index.

    ``text`` is a column, or an expression over columns in SQL. An older index of that name goes.
    """

    def __init__(self, table: str, text: str, name: str) -> None:
        super().__init__(
            "postgresql",
            f"DROP INDEX IF EXISTS {name}",
            f"CREATE INDEX {name} ON {table} USING gin ({FUNCTION}(({text})::text) gin_trgm_ops)",
            undo=f"DROP INDEX IF EXISTS {name}",
        )
