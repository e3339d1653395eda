"""Compiled queries give the rows that their querysets would, at any later instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import F

from articles.models import ArticleEdition, ArticleEditionTag
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import ledger
from newsroom.editorial.witness import Vouched, Witness
from newsroom.lib import prepared
from tests.factories import edit, make_article, make_tag, publish_article

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "compile_number")


def live(at):
    return ArticleEdition.objects.live(at).newest_first().values_list(*COLUMNS)


def test_it_gives_the_rows_of_its_queryset():
    tag = make_tag()
    for _each in range(3):
        publish_article(tags=[tag])
    at = ledger.public_instant()
    named = ArticleEditionTag.objects.filter(
        tag=tag, published_at__lte=at, edition__in=ArticleEdition.objects.live(at)
    )
    rows = named.order_by("-item_id").values_list("edition_id", "edition__compile_number")[:2]
    assert Witness.of(rows, at).ask(at) == list(rows)
    assert len(rows) == 2


def test_what_is_published_later_is_in_it():
    publish_article()
    witness = Witness.of(live(at := ledger.public_instant()), at)
    before = witness.ask(at)
    second = publish_article()
    after = witness.ask(ledger.public_instant())
    assert after == [(second.editions.get().pk, 1), *before]


def test_planned_editions_are_in_it_from_their_instant_on():
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as traveller:
        planned = make_article()
        publishing.publish(planned, by=None, at=noon + timedelta(hours=1))
        witness = Witness.of(live(at := ledger.public_instant()), at)
        seen = []
        for minutes in (0, 59, 60):
            traveller.move_to(noon + timedelta(minutes=minutes))
            seen.append(len(witness.ask(ledger.public_instant())))
    assert seen == [0, 0, 1]


def test_the_present_in_sql_is_asked_anew_each_time():
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as traveller:
        publishing.publish(make_article(), by=None, at=noon + timedelta(hours=1))
        witness = Witness.of(live(ledger.instant_in_sql()))
        traveller.move_to(noon + timedelta(hours=1))
        assert len(witness.ask(ledger.public_instant())) == 1


def test_head_and_rows_are_of_one_instant():
    story = publish_article()
    witness = Witness.of(live(at := ledger.public_instant()), at)
    head, rows = ledger.head_and_rows(witness)
    assert (head.number, rows) == (ledger.head_state().number, [(story.editions.get().pk, 1)])
    takedowns.withdraw(story, by=None, note="Wrong.")
    later, none = ledger.head_and_rows(witness)
    assert (later.number > head.number, none) == (True, [])


def test_rows_vouch_until_they_are_others_or_the_time_is_over():
    story = publish_article()
    at = ledger.public_instant()
    witness = Witness.of(live(at), at)
    rows = witness.ask(at)
    assert Vouched(witness, rows).holds(witness.ask(at), at)
    assert Vouched(witness, rows, until=at + timedelta(seconds=1)).holds(rows, at)
    assert not Vouched(witness, rows, until=at).holds(rows, at)
    publishing.publish(edit(story, headline="Other words"), by=None)
    later = ledger.public_instant()
    assert not Vouched(witness, rows).holds(witness.ask(later), later)


def test_a_percent_sign_in_a_query_stays_one():
    edition = publish_article().editions.get()
    rows = ArticleEdition.objects.filter(slug=edition.slug).values_list(F("pk") % 7)
    assert Witness.of(rows).ask(ledger.public_instant()) == [(edition.pk % 7,)]


def test_instants_come_as_instants_from_either_database():
    edition = publish_article().editions.get()
    column = ArticleEdition._meta.get_field("published_at").column
    found = prepared.rows(f"SELECT {column} FROM {ArticleEdition._meta.db_table}")
    assert clock.of_driver(found[0][0]) == edition.published_at
