"""What readers find: one page of live items, and the authors, tags and sections of that name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nlargest
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from newsroom.editorial.registry import ItemType
from newsroom.editorial.rules import public_things
from newsroom.site.live_cards import card_of, with_cards
from newsroom.site.models import SearchEntry

from . import entries, excerpts, index, places, postings, spelling
from .matches import Need, walk
from .query import Filters, Query, read
from .ranking import Hit, ordered
from .windows import Window, Windows

#: So many windows are read for one page, where matches are rare in each.
_MOST_WINDOWS = 3
_MOST_THINGS = 6
#: So many hits of an index that lags are looked at for one page, beyond those it shows.
_MOST_DEAD = 200
#: So many texts are read to count those with a phrase.
_MOST_READ = 300


@dataclass(frozen=True)
class Place:
    """The place of a hit: in the window from ``floor`` to ``below``, after the hit ``last``.

    Without a floor and a hit: where the window under ``below`` begins.
    """

    below: int
    titles_floor: int
    floor: int | None = None
    last: Hit | None = None

    def to_text(self) -> str:
        numbers = [self.below, self.titles_floor]
        if self.last is not None and self.floor is not None:
            numbers += [self.floor, self.last.score, self.last.when, self.last.place]
        return "-".join(f"{number:x}" for number in numbers)

    @classmethod
    def from_text(cls, text: str) -> Place:
        """Raises ``ValueError`` for what ``to_text`` did not make."""
        if len(text) > 120:
            raise ValueError(text[:40])
        numbers = [int(each, 16) for each in text.split("-")]
        if any(number >= 1 << 62 for number in numbers):
            raise ValueError(text[:40])
        match numbers:
            case [below, titles_floor]:
                return cls(below, titles_floor)
            case [below, titles_floor, floor, score, when, place]:
                return cls(below, titles_floor, floor, Hit(score, when, place))
        raise ValueError(text[:40])


@dataclass(frozen=True)
class Thing:
    """An author, tag or section whose name holds the words."""

    type: str
    id: str
    name: str
    url: str


@dataclass(frozen=True)
class Found:
    """One page of hits, best first: documents without body, each with ``version``, ``snippet`` and
    ``marked`` (headline and snippet as HTML with the words marked).

    ``after`` is the place of the last one, for the page that follows; None at the end. ``total`` is
    counted for the first page alone.
    """

    documents: list[dict[str, Any]] = field(default_factory=list)
    after: Place | None = None
    things: Sequence[Thing] = ()
    total: int | None = None
    total_is_lower_bound: bool = False
    #: The query that was answered in place of one whose words no text holds.
    corrected: str = ""


def find(
    q: str,
    *,
    at: datetime,
    limit: int = 20,
    after: Place | None = None,
    filters: Filters | None = None,
    counts: bool = False,
) -> Found:
    """What is live at ``at`` and holds all words of ``q``, ranked. A fixed number of queries."""
    languages = index.languages()
    query = read(q, languages, filters)
    if not query.words:
        return Found()
    found = _page(query, at, limit, after, counts=counts)
    if found.documents or after is not None:
        return found
    if better := _better(query):
        meant = read(query.corrected(better), languages, filters)
        other = _page(meant, at, limit, None, counts=counts)
        if other.documents:
            return replace(other, corrected=meant.text)
    return found


def _page(query: Query, at: datetime, limit: int, after: Place | None, *, counts: bool) -> Found:
    windows = Windows(query)
    shown: list[tuple[Hit, SearchEntry]] = []
    window, dead, following, counted = None, 0, after, (0, False)
    for _each in range(_MOST_WINDOWS):
        window = _window(windows, following)
        if counts and following is None:
            counted = _counted(windows, window)
        last = following.last if following else None
        for chunk in _chunks(query, window, last, limit + 1 - len(shown)):
            live = _live(chunk, at)
            dead += len(chunk) - len(live)
            shown += live
            if len(shown) > limit or dead > _MOST_DEAD:
                break
        if len(shown) > limit or not window.floor:
            break
        following = Place(window.floor, window.titles_floor)
    total, is_more = counted
    return Found(
        [_document(query, entry) for _hit, entry in shown[:limit]],
        _after(window, [hit for hit, _entry in shown], limit),
        things=_things(query, at) if after is None else (),
        total=max(0, total - dead) if counts and after is None else None,
        total_is_lower_bound=is_more,
    )


def _window(windows: Windows, place: Place | None) -> Window:
    if place is None:
        return windows.first()
    if place.below == windows.below:
        return windows.first(place.floor)
    return windows.after(place.below, place.titles_floor, place.floor)


def _counted(windows: Windows, first: Window) -> tuple[int, bool]:
    """How many match, and whether there are more. Phrases are counted in the best texts alone."""
    query = windows.query
    if not query.phrases and not query.refused_phrases:
        return windows.count(first)
    best = nlargest(_MOST_READ, first.hits)
    is_more = len(best) < len(first.hits) or first.floor > 0
    return sum(1 for _hit in ordered(query, best)), is_more


def _chunks(query: Query, window: Window, last: Hit | None, size: int) -> Iterator[list[Hit]]:
    """The window's hits after ``last``, best first, ``size`` at a time."""
    ranked = ordered(query, window.hits)
    rest = (hit for hit in ranked if last is None or _order(hit) < _order(last))
    while chunk := list(islice(rest, size)):
        yield chunk


def _order(hit: Hit) -> tuple[int, int, int]:
    return hit.score, hit.when, hit.place


def _after(window: Window | None, hits: Sequence[Hit], limit: int) -> Place | None:
    if window is None:
        return None
    if len(hits) > limit:
        return Place(window.below, window.titles_floor, window.floor, hits[limit - 1])
    return Place(window.floor, window.titles_floor) if window.floor else None


def _live(hits: Sequence[Hit], at: datetime) -> list[tuple[Hit, SearchEntry]]:
    """Those whose items are live, with their entries and cards. One query."""
    types = entries.searched()
    rows = SearchEntry.objects.filter(place__in=[hit.place for hit in hits]).defer("folded")
    versions = Coalesce(*(_version(each) for each in types), Value(0))
    found = {row.place: row for row in with_cards(rows, types, at).annotate(version=versions)}
    return [(hit, found[hit.place]) for hit in hits if hit.place in found]


def _version(item_type: ItemType) -> Subquery:
    rows = item_type.model._base_manager.filter(uuid=OuterRef("item_uuid"))
    return Subquery(rows.values("version"))


def _document(query: Query, entry: Any) -> dict[str, Any]:
    snippet = excerpts.excerpt(entry.text, query, entry.language)
    card: Mapping[str, Any] = card_of(entry)
    headline: SafeString = excerpts.marked(card["headline"], query, entry.language).html
    return {
        **card,
        "version": entry.version,
        "snippet": snippet.text,
        "marked": {"headline": headline, "snippet": snippet.html},
    }


def _things(query: Query, at: datetime) -> list[Thing]:
    """The public authors, tags and sections whose names hold all words, the shortest first."""
    if query.filters.named():
        return []
    needs = [Need(word.readings).under(entries.OF_THING) for word in query.words]
    matched = next(walk(needs, (), below=places.THINGS * 2, not_below=places.THINGS))
    found = [places.place(s, number) for s, numbers in matched.found.items() for number in numbers]
    if not found:
        return []
    rows = SearchEntry.objects.filter(place__in=found[:200]).order_by("title", "pk")
    named = sorted(rows, key=lambda row: len(row.folded.partition("\n")[0].split()))
    named = named[: 2 * _MOST_THINGS]
    public = _public(named, at)
    shown = (public[row.item_type, row.item_uuid] for row in named
             if (row.item_type, row.item_uuid) in public)  # fmt: skip
    return list(islice(shown, _MOST_THINGS))


def _public(named: Iterable[SearchEntry], at: datetime) -> dict[tuple[str, Any], Thing]:
    """Those that a live edition shows. A query for each type."""
    public = {}
    for thing_type in entries.things():
        uuids = [row.item_uuid for row in named if row.item_type == thing_type.name]
        if not uuids:
            continue
        for thing in public_things.public(thing_type.name, at).filter(uuid__in=uuids):
            public[thing_type.name, thing.uuid] = Thing(
                thing_type.name, str(thing.uuid), thing_type.public_name(thing),
                thing.get_absolute_url(),
            )  # fmt: skip
    return public


def _better(query: Query) -> dict[str, str]:
    """Words that are known, for those of the query that are not. A few queries."""
    keys = sorted({key for word in query.words for key in word.keys})
    known = postings.newest(keys, below=places.THINGS, not_below=0, count=1)
    unknown = [
        word.folded
        for word in query.words
        if " " not in word.folded and not any(key in known for key in word.keys)
    ]
    return spelling.corrected(unknown)
