"""Forty judged queries: of an invented paper, what should come first comes first."""

import pytest

from newsroom.delivery import followers
from newsroom.editorial.publication import ledger
from newsroom.site import search

from .search_corpus import JUDGED, print_paper

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_of_forty_judged_queries_nearly_all_find_the_right_story_first():
    names = print_paper()
    while followers.behind()["search"]:
        followers.run()
    at = ledger.public_instant()
    judged = [(q, name) for queries in JUDGED.values() for q, name in queries.items()]
    wrong = {}
    for q, name in judged:
        found = [names[document["headline"]] for document in search.find(q, at=at).documents]
        if found[:1] != [name]:
            wrong[q] = (name, found[:3])
    assert len(judged) == 40
    assert len(judged) - len(wrong) >= 36, wrong
    assert not wrong
