"""Bringing in: an import publishes with the dates of its source, first and again."""

from datetime import UTC, datetime, timedelta

import pytest

from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.refusals import NotPossible, NotReady
from tests.factories import edit, make_article

pytestmark = pytest.mark.django_db
THEN = datetime(2019, 5, 4, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def live(article):
    return article.editions.live(clock.now()).first()


def test_an_imported_item_is_live_from_now_with_the_dates_of_its_source():
    article = make_article()
    before = clock.now()

    publishing.bring_in(article, published_at=THEN, updated_at=THEN + HOUR)

    assert (live(article).published_at, live(article).updated_at) == (THEN, THEN + HOUR)
    assert live(article).live_from >= before
    assert LedgerEntry.objects.get(type="article").cause == "imported"


def test_newer_words_replace_what_is_live_and_keep_the_first_date():
    article = make_article()
    publishing.bring_in(article, published_at=THEN)
    edit(article, headline="Newer words")

    publishing.bring_in(article, published_at=THEN + HOUR, updated_at=THEN + 2 * HOUR)

    assert live(article).card["headline"] == "Newer words"
    assert (live(article).published_at, live(article).updated_at) == (THEN, THEN + 2 * HOUR)


def test_an_update_that_is_planned_here_stays_planned():
    article = make_article()
    publishing.bring_in(article, published_at=THEN)
    edit(article, headline="Planned words")
    publishing.schedule(article, by=None, at=clock.now() + HOUR)
    edit(article, headline="Newer words")

    publishing.bring_in(article, published_at=THEN)

    planned = article.editions.planned(clock.now()).get()
    assert live(article).card["headline"] == "Newer words"
    assert live(article).live_until == planned.live_from


def test_a_plan_is_replaced():
    article = make_article()
    publishing.bring_in(article, at=clock.now() + HOUR)
    edit(article, headline="Newer words")

    publishing.bring_in(article, at=clock.now() + 2 * HOUR)

    assert article.editions.get().card["headline"] == "Newer words"


def test_what_was_taken_down_is_not_brought_in_again():
    article = make_article()
    publishing.bring_in(article, published_at=THEN)
    takedowns.withdraw(article, by=None, note="A trial.")
    edit(article, headline="Newer words")

    with pytest.raises(NotPossible):
        publishing.bring_in(article, published_at=THEN)


def test_an_embargo_bars_bringing_in():
    article = make_article()
    publishing.set_embargo(article, by=None, until=clock.now() + HOUR)

    with pytest.raises(NotReady):
        publishing.bring_in(article, published_at=THEN)
