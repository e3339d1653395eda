"""Followers take in every entry once it is committed, whatever fails on the way."""

import pytest

from newsroom.delivery import followers
from newsroom.delivery.followers import Follower
from newsroom.delivery.models import FollowerPosition
from newsroom.editorial.publication import ledger
from tests.factories import publish_article, publish_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(monkeypatch):
    """The numbers that a follower named "proof" has taken in."""
    numbers = []
    proof = Follower("proof", lambda entries: numbers.extend(e.seq for e in entries))
    monkeypatch.setattr(followers, "_followers", {"proof": proof})
    return numbers


def test_a_new_follower_starts_with_the_first_entry(seen):
    publish_article()
    publish_post()
    followers.run()
    assert seen == list(range(1, ledger.head() + 1))
    assert followers.behind() == {"proof": 0}


def test_a_follower_that_begins_at_the_head_leaves_out_what_was_there_before(monkeypatch):
    numbers = []
    late = Follower(
        "late", lambda entries: numbers.extend(e.seq for e in entries), begins_at_head=True
    )
    monkeypatch.setattr(followers, "_followers", {"late": late})
    publish_article()
    followers.run()
    before = ledger.head()
    publish_post()
    followers.run()
    assert numbers == list(range(before + 1, ledger.head() + 1))


def test_a_follower_goes_on_where_it_stopped(seen):
    publish_article()
    followers.run()
    before = list(seen)
    publish_post()
    followers.run()
    assert seen == before + list(range(len(before) + 1, ledger.head() + 1))


def test_one_that_fails_loses_nothing_and_holds_nobody_up(seen, monkeypatch):
    def fail(entries):
        raise RuntimeError("no disk")

    monkeypatch.setitem(followers._followers, "broken", Follower("broken", fail))
    publish_article()
    report = followers.run()
    assert report.failed == ["broken"]
    assert seen == list(range(1, ledger.head() + 1))
    broken = FollowerPosition.objects.get(name="broken")
    assert (broken.seq, broken.failures) == (0, 1)
    assert "no disk" in broken.error
    taken = []
    monkeypatch.setitem(
        followers._followers, "broken", Follower("broken", lambda es: taken.extend(es))
    )
    FollowerPosition.objects.filter(name="broken").update(retry_at=None)
    followers.run()
    assert [e.seq for e in taken] == list(range(1, ledger.head() + 1))
