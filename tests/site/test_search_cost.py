"""A search reads as much of an index of a million items as of one of ten thousand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.delivery import followers
from newsroom.editorial.publication import ledger
from newsroom.site import search
from newsroom.site.models import SearchPostings, SearchSpan
from newsroom.site.search import places, postings
from newsroom.site.search.entries import OF_TITLE, TEXT, TITLE
from newsroom.site.search.query import read
from newsroom.site.search.windows import MOST_COUNTED, Windows
from tests.factories import publish_article

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SMALL, LARGE = 5, 490
#: A word that half of all items hold, one that every twentieth holds, and one of three items.
COMMON, USUAL, RARE = "harbour", "crane", "patience"


def fill(spans: range) -> None:
    """Full spans of items, 2,048 each, as the follower would have left them."""
    every = {
        COMMON: dict.fromkeys(range(0, places.SPAN_SIZE, 2), TEXT),
        USUAL: dict.fromkeys(range(0, places.SPAN_SIZE, 20), TEXT),
        OF_TITLE + COMMON: dict.fromkeys(range(0, places.SPAN_SIZE, 100), TITLE | TEXT),
    }
    packed = {word: postings.pack(found) for word, found in every.items()}
    facts = b"".join(
        places.Facts(number, 6, places.STORY).pack() for number in range(places.SPAN_SIZE)
    )
    SearchSpan.objects.bulk_create(SearchSpan(span=span, facts=facts) for span in spans)
    SearchPostings.objects.bulk_create(
        SearchPostings(word=word, span=span, postings=found)
        for span in spans
        for word, found in packed.items()
    )


def effort(act: Callable[[], object]) -> int:
    """PostgreSQL: buffers read. SQLite: steps of its machine, in tens."""
    if connection.vendor != "postgresql":
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.connection.set_progress_handler(count, 10)
        try:
            act()
        finally:
            connection.connection.set_progress_handler(None, 0)
        return steps
    with CaptureQueriesContext(connection) as asked:
        act()
    buffers = 0
    with connection.cursor() as cursor:
        for each in asked.captured_queries:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + each["sql"])
            (plan,) = json.loads(json.dumps(cursor.fetchone()[0]))
            buffers += plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return buffers


def windows(q: str) -> Windows:
    return Windows(read(q, ("en",)))


def test_common_rare_and_absent_words_and_deep_pages_cost_the_same_in_a_hundredfold_archive():
    newest = places.first_of(datetime(2026, 3, 1, tzinfo=UTC)) + 1000
    rare = postings.pack({1: TEXT, 5: TEXT, 9: TEXT})
    SearchPostings.objects.create(word=RARE, span=newest - 1, postings=rare)
    # Other words, so that the planner takes the small index for an index.
    SearchPostings.objects.bulk_create(
        SearchPostings(word=f"other{number}", span=newest, postings=rare) for number in range(6000)
    )
    asked: dict[str, Callable[[], object]] = {
        "common": lambda: windows(COMMON).first(),
        "usual": lambda: windows(USUAL).first(),
        "both": lambda: windows(f"{COMMON} {USUAL}").first(),
        "rare": lambda: windows(RARE).first(),
        "rare and common": lambda: windows(f"{RARE} {COMMON}").first(),
        "absent": lambda: windows("elephant").first(),
        "absent and common": lambda: windows(f"elephant {COMMON}").first(),
        "counted": lambda: windows(COMMON).count(windows(COMMON).first()),
        "a page further down": lambda: windows(COMMON).after(newest - 2, 0),
    }
    costs = []
    for spans in (range(newest - SMALL, newest), range(newest - LARGE, newest - SMALL)):
        fill(spans)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE site_searchpostings, site_searchspan")
        costs.append({name: effort(act) for name, act in asked.items()})
    small, large = costs
    # A deeper page of a larger archive, which the small one does not have.
    large["a page further down"] = max(
        large["a page further down"], effort(lambda: windows(COMMON).after(newest - LARGE // 2, 0))
    )
    # An index of a hundred times as many rows may be one level higher: a step for each key.
    grown = {
        name: (small[name], large[name])
        for name in small
        if large[name] > max(1.15 * small[name], small[name] + 4)
    }
    assert grown == {}
    first = windows(COMMON).first()
    assert windows(COMMON).count(first) == (MOST_COUNTED, True)
    assert [hit.place for hit in windows(f"{RARE} {USUAL}").first().hits] == []
    assert len(windows(RARE).first().hits) == 3


def test_windows_meet_every_match_once_and_end():
    newest = places.first_of(datetime(2026, 3, 1, tzinfo=UTC)) + 1000
    fill(range(newest - 12, newest))
    seen: list[int] = []
    asked = windows(USUAL)
    window = asked.first()
    while True:
        seen += [hit.place for hit in window.hits]
        if not window.floor:
            break
        window = asked.after(window.floor, window.titles_floor)
    assert len(seen) == len(set(seen)) == 12 * len(range(0, places.SPAN_SIZE, 20))


def test_a_search_asks_as_often_however_much_there_is(django_assert_max_num_queries):
    for number in range(6):
        publish_article(headline=f"Quay wall {number}")
    followers.run()
    at = ledger.public_instant()
    for q in ("quay", "quay wall", "elephant", "quay -wall"):
        with django_assert_max_num_queries(9):
            search.find(q, at=at, counts=True)
