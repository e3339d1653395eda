"""Which entries of a span hold a key, and in which of their fields."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from newsroom.site.models import SearchPostings

_FLAG_BITS = 5
_FLAGS = (1 << _FLAG_BITS) - 1
_TABLE = SearchPostings._meta.db_table
_NEWEST = (
    f"SELECT * FROM (SELECT word, span, postings FROM {_TABLE} WHERE word = %s AND span < %s "  # noqa: S608
    "AND span >= %s ORDER BY span DESC LIMIT %s) AS newest"
)
#: So many rows are written or looked up by one statement.
_AT_ONCE = 500

#: The flags of entries by their numbers.
Postings = dict[int, int]
#: By key, then by span.
Found = dict[str, dict[int, Postings]]
#: Changes of a span: by key, the flags of numbers; 0 takes a number out.
Edits = Mapping[str, Mapping[int, int]]


def pack(postings: Postings) -> bytes:
    values = [number << _FLAG_BITS | flags for number, flags in sorted(postings.items())]
    return struct.pack(f"<{len(values)}H", *values)


def unpack(packed: bytes | memoryview) -> Postings:
    values = struct.unpack(f"<{len(packed) // 2}H", packed)
    return {value >> _FLAG_BITS: value & _FLAGS for value in values}


def newest(keys: Iterable[str], *, below: int, not_below: int, count: int) -> Found:
    """The newest ``count`` spans under ``below`` of each key. One query."""
    params = [param for key in keys for param in (key, below, not_below, count)]
    if not params:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_NEWEST] * (len(params) // 4)), params)
        return _found(cursor.fetchall())


def at(keys: Collection[str], spans: Collection[int]) -> Found:
    """The keys in these spans. One query, or none."""
    if not keys or not spans:
        return {}
    rows = SearchPostings.objects.filter(word__in=keys, span__in=spans)
    return _found(rows.values_list("word", "span", "postings"))


def edit(span: int, edits: Edits) -> None:
    """Write the changes of a span: what else stands there stays."""
    words = list(edits)
    for start in range(0, len(words), _AT_ONCE):
        _edit(span, {word: edits[word] for word in words[start : start + _AT_ONCE]})


def _edit(span: int, edits: Edits) -> None:
    stored = at(edits.keys(), [span])
    changed, emptied = [], []
    for word, numbers in edits.items():
        merged = {**stored.get(word, {}).get(span, {}), **numbers}
        left = {number: flags for number, flags in merged.items() if flags}
        if left:
            changed.append(SearchPostings(word=word, span=span, postings=pack(left)))
        else:
            emptied.append(word)
    SearchPostings.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["word", "span"], update_fields=["postings"]
    )
    SearchPostings.objects.filter(span=span, word__in=emptied).delete()


def _found(rows: Iterable[tuple[str, int, bytes | memoryview]]) -> Found:
    found: Found = defaultdict(dict)
    for word, span, packed in rows:
        found[word][span] = unpack(packed)
    return dict(found)
