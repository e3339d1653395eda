"""However many readers ask at once for what is not kept, each piece of it is printed once."""

from __future__ import annotations

from collections import Counter

import pytest

from articles import cards
from newsroom.lib import pieces
from newsroom.site import states
from tests.editorial.conftest import shared_database  # noqa: F401
from tests.editorial.racing import at_once, raised
from tests.factories import make_section, publish_article, publish_post

from .reader import Reader

READERS = 24


@pytest.mark.usefixtures("shared_database")
def test_many_readers_of_a_purged_front_cost_one_print_of_each_piece(monkeypatch):
    section = make_section("Harbour")
    for _each in range(4):
        publish_article(section=section)
        publish_post()
    printed: Counter[tuple[str, bytes]] = Counter()
    real = pieces.printed

    def counted(template, context):
        piece = real(template, context)
        printed[template, piece.digest] += 1
        return piece

    monkeypatch.setattr(pieces, "printed", counted)
    states.forget()
    cards.kept.clear()
    reader = Reader()
    answers = at_once(*[lambda: reader.get("/")] * READERS)
    assert not raised(answers)
    assert len({answer.body for answer in answers}) == 1
    assert reader.printed == 1
    assert len(printed) > 5
    assert set(printed.values()) == {1}
