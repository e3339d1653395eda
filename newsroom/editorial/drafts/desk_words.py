"""An index of drafts' words, so that the desk's search costs the same however many there are.

Rows hold, for each word and each span of 2,048 ids, the items that have or had the word. The index
only proposes items: the caller's own query says which of them are meant, and which the user may
see. The worker keeps it up; what it has not come to yet is proposed as a whole, so a search never
waits for it.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from itertools import islice
from operator import and_
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from newsroom.editorial import clock, registry
from newsroom.editorial.models import DeskIndexed, DeskPostings, DeskWord
from newsroom.editorial.registry import ItemType
from newsroom.lib import tokens
from newsroom.lib.folding import bare_words

#: So many items are proposed by the index, and so many of the last saved beside them.
MOST = 300
_SPAN_BITS = 11
_SPAN_SIZE = 1 << _SPAN_BITS
_LONGEST = 40
#: Shorter pieces are looked for at the beginnings of words only.
_SHORTEST_PART = 3
_MOST_PIECES = 12
#: Words looked up for all pieces together.
_MOST_WORDS = 120
#: So many rows are read of a piece's postings, more as long as too few items have all pieces.
_ROWS = (4, 16, 64, 256, 512)
_BATCH = 2_000
#: A save may be committed so long after the time that it bears.
_COMMITTED_WITHIN = timedelta(minutes=2)
_TABLE = DeskPostings._meta.db_table
_NEWEST = (
    f"SELECT * FROM (SELECT word, span, numbers FROM {_TABLE} WHERE item_type = %s "  # noqa: S608
    "AND word = %s ORDER BY span DESC LIMIT %s) AS newest"
)

#: Ids by the span that they are in.
Ids = dict[int, set[int]]


# --- What is looked for ---


@dataclass(frozen=True)
class Narrowed:
    """Rows that were found; ``is_cut`` where older ones may have the words too."""

    rows: QuerySet[Any]
    is_cut: bool = False


def narrowed(
    rows: QuerySet[Any], found: QuerySet[Any], text: str, *, newest: QuerySet[Any] | None = None
) -> Narrowed:
    """``found``, rows by what was typed, among a bounded number of ``rows``, whatever their number.

    These are the last saved, which ``newest`` finds if the caller knows a shorter way to them, and
    the newest with all the words. A few queries.
    """
    if not text.strip():
        return Narrowed(found)
    item_type = registry.type_of(rows.model())
    newest = last_saved_first(rows) if newest is None else newest
    last_saved = list(newest.values_list("pk", flat=True)[: MOST + 1])
    if len(last_saved) <= MOST:
        return Narrowed(found)
    indexed = DeskIndexed.objects.filter(item_type=item_type.name).first()
    if indexed is None:
        return Narrowed(found)
    # What waits for the worker, of all drafts: mostly none, or the last few.
    waiting = found.filter(_not_yet(indexed)).order_by().values_list("pk", flat=True)
    newest_ids, is_cut = proposed(item_type, text)
    ids = {*last_saved, *newest_ids, *waiting}
    return Narrowed(found.filter(pk__in=ids), is_cut)


def last_saved_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("-saved_at", "-pk")


def proposed(item_type: ItemType, text: str) -> tuple[list[int], bool]:
    """The newest ids, at most ``MOST``, whose words may hold every piece of the text, and whether
    there may be older ones."""
    pieces = _words(text)[:_MOST_PIECES]
    read = [_words_with(item_type, piece, _MOST_WORDS // len(pieces)) for piece in pieces]
    # A piece that too many words hold narrows nothing: the caller's query asks for it.
    words = [of for of in read if len(of) < _MOST_WORDS // len(pieces)]
    is_cut, words = not words, words or read
    if not words or not all(words):
        return [], False
    for count in _ROWS:
        read_on = _newest(item_type, words, count=count)
        common = _common(_beside_the_rarest(item_type, words, read_on))
        is_whole = any(is_all for _ids, is_all in read_on)
        if len(common) >= MOST or is_whole:
            break
    is_cut = is_cut or len(common) > MOST or not is_whole
    return sorted(common, reverse=True)[:MOST], is_cut


def _beside_the_rarest(
    item_type: ItemType, words: list[list[str]], read: list[tuple[Ids, bool]]
) -> list[Ids]:
    """Where all of one piece is read, what stands of the others in its spans; else what is read."""
    rarest = min((ids for ids, is_all in read if is_all), key=len, default=None)
    if rarest is None:
        return [ids for ids, _is_all in read]
    return [
        ids if is_all else _at(item_type, words[place], rarest)
        for place, (ids, is_all) in enumerate(read)
    ]


def _words_with(item_type: ItemType, piece: str, most: int) -> list[str]:
    """At most so many known words that hold the piece: those that it begins come first."""
    part = piece.encode()
    rows = DeskWord.objects.filter(
        item_type=item_type.name, part__gte=part, part__lt=part + b"\xff"
    )
    rows = rows.order_by("part", "word")
    found: list[str] = []
    for is_whole in (True, False)[: 1 if len(piece) < _SHORTEST_PART else 2]:
        more = rows.filter(is_whole=is_whole).values_list("word", flat=True)
        found += more[: most - len(found)]
    return list(dict.fromkeys(found))


def _newest(item_type: ItemType, words: list[list[str]], *, count: int) -> list[tuple[Ids, bool]]:
    """For each piece the ids in the newest spans of its words, and whether that is all. A query."""
    each = {word: max(4, count // len(of)) for of in words for word in of}
    params = [param for word, most in each.items() for param in (item_type.name, word, most)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_NEWEST] * len(each)), params)
        rows = cursor.fetchall()
    read: dict[str, Ids] = defaultdict(dict)
    for word, span, numbers in rows:
        read[word][span] = _unpack(span, numbers)
    return [
        (_together(read[word] for word in of), all(len(read[word]) < each[word] for word in of))
        for of in words
    ]


def _at(item_type: ItemType, words: Collection[str], spans: Collection[int]) -> Ids:
    rows = DeskPostings.objects.filter(item_type=item_type.name, word__in=words, span__in=spans)
    found = rows.values_list("span", "numbers")
    return _together({span: _unpack(span, numbers)} for span, numbers in found)


def _together(read: Iterable[Ids]) -> Ids:
    found: Ids = defaultdict(set)
    for spans in read:
        for span, ids in spans.items():
            found[span] |= ids
    return found


def _common(pieces: list[Ids]) -> set[int]:
    spans = reduce(and_, (ids.keys() for ids in pieces))
    return {i for span in spans for i in reduce(and_, (ids[span] for ids in pieces))}


def _not_yet(indexed: DeskIndexed) -> Q:
    """What the worker has not come to."""
    return Q(pk__gt=indexed.last_id) | Q(saved_at__gt=indexed.saved_until - _COMMITTED_WITHIN)


# --- What the worker writes ---


def catch_up() -> int:
    """Index what is new or was saved since the last time; returns how many were new."""
    return sum(_catch_up(each) for each in registry.item_types() if each.looked_for)


def _catch_up(item_type: ItemType) -> int:
    indexed, _is_first = DeskIndexed.objects.get_or_create(
        item_type=item_type.name, defaults={"saved_until": clock.now()}
    )
    rows = item_type.model._default_manager.only("saved_at", *item_type.looked_for)
    is_late = Q(pk__gt=indexed.last_id) | Q(saved_at__gt=indexed.saved_until)
    return _read_on(item_type, rows) if rows.filter(is_late).exists() else 0


@transaction.atomic
def _read_on(item_type: ItemType, rows: QuerySet[Any]) -> int:
    # One worker at a time.
    indexed = DeskIndexed.objects.select_for_update().get(item_type=item_type.name)
    new = list(rows.filter(pk__gt=indexed.last_id).order_by("pk")[:_BATCH])
    _write(item_type, new)
    if new:
        indexed.last_id = new[-1].pk
    if len(new) < _BATCH:
        again = rows.filter(saved_at__gt=indexed.saved_until - _COMMITTED_WITHIN)
        each = again.order_by("saved_at", "pk").iterator()
        for some in iter(lambda: list(islice(each, _BATCH)), []):
            _write(item_type, some)
            indexed.saved_until = max(indexed.saved_until, some[-1].saved_at)
    indexed.save()
    return len(new)


def _write(item_type: ItemType, items: Iterable[Any]) -> None:
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for item in items:
        for word in words_of(item_type, item):
            found[word, item.pk >> _SPAN_BITS].add(item.pk)
    keys = sorted(found)
    for start in range(0, len(keys), _BATCH // 10):
        _add(item_type, {key: found[key] for key in keys[start : start + _BATCH // 10]})


def _add(item_type: ItemType, wanted: Mapping[tuple[str, int], set[int]]) -> None:
    words, spans = {word for word, _span in wanted}, {span for _word, span in wanted}
    rows = DeskPostings.objects.filter(item_type=item_type.name, word__in=words, span__in=spans)
    stored = {
        (word, span): _unpack(span, numbers)
        for word, span, numbers in rows.values_list("word", "span", "numbers")
    }
    changed = {
        key: ids | stored.get(key, set())
        for key, ids in wanted.items()
        if not ids <= stored.get(key, set())
    }
    DeskPostings.objects.bulk_create(
        [
            DeskPostings(item_type=item_type.name, word=word, span=span, numbers=_pack(ids))
            for (word, span), ids in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["item_type", "word", "span"],
        update_fields=["numbers"],
    )
    _learn(item_type, {word for word, _span in changed})


def _learn(item_type: ItemType, words: Collection[str]) -> None:
    known = DeskWord.objects.filter(item_type=item_type.name, is_whole=True)
    known = known.filter(part__in=[word.encode() for word in words])
    new = sorted(set(words) - set(known.values_list("word", flat=True)))
    DeskWord.objects.bulk_create(
        (
            DeskWord(item_type=item_type.name, is_whole=start == 0, part=part, word=word)
            for word in new
            for start, part in _parts(word)
        ),
        ignore_conflicts=True,
    )


def _parts(word: str) -> Iterable[tuple[int, bytes]]:
    """The word, and its ends where they may be looked for: numbers are known as a whole."""
    yield 0, word.encode()
    if word.isalpha() and not tokens.is_unspaced(word):
        for start in range(1, len(word) - _SHORTEST_PART + 1):
            yield start, word[start:].encode()


def words_of(item_type: ItemType, item: Any) -> set[str]:
    """The words of a draft as they are indexed."""
    return {w for name in item_type.looked_for for w in _words(getattr(item, name) or "")}


def _words(text: str) -> list[str]:
    """Plain words, each once; of scripts without spaces the signs by twos."""
    found: list[str] = []
    for word in bare_words(text).split():
        is_run = tokens.is_unspaced(word) and len(word) > 1
        found += _pairs(word) if is_run else [word[:_LONGEST]]
    return list(dict.fromkeys(found))


def _pairs(run: str) -> list[str]:
    """The pairs of signs, and the last one alone: a sign that is looked for begins one of them."""
    return [run[i : i + 2] for i in range(len(run))]


def _pack(ids: Iterable[int]) -> bytes:
    numbers = sorted(i & (_SPAN_SIZE - 1) for i in ids)
    return struct.pack(f"<{len(numbers)}H", *numbers)


def _unpack(span: int, packed: bytes | memoryview) -> set[int]:
    return {span << _SPAN_BITS | number for (number,) in struct.iter_unpack("<H", packed)}
