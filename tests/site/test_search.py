"""Search finds what is live, and nothing else."""

from datetime import timedelta

import pytest

from newsroom.delivery import followers
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import ledger
from newsroom.site import search
from tests.factories import edit, make_article, make_author, make_tag, publish_article, publish_post

pytestmark = pytest.mark.django_db


def found(q: str, **more) -> list[str]:
    followers.run()
    at = ledger.public_instant()
    return [d["headline"] for d in search.find(q, at=at, **more).documents]


def test_a_live_article_is_found_by_a_word_of_its_body_and_by_its_authors_and_tags():
    author, tag = make_author("Ines Falk"), make_tag("Tramways")
    publish_article(
        headline="Line nine returns", body="<p>Conductors polish brass.</p>", authors=[author],
        tags=[tag],
    )  # fmt: skip
    for q in ("conductors", "polished brass", "Falk", "tramways", "LINE"):
        assert found(q) == ["Line nine returns"], q


def test_all_words_of_the_query_must_be_there():
    publish_article(headline="Ferry", body="<p>Two boats.</p>")
    assert found("ferry boats") == ["Ferry"]
    assert found("ferry trains") == []


def test_drafts_scheduled_and_withdrawn_stories_are_not_found():
    make_article(headline="Zanzibar draft")
    planned = make_article(headline="Zanzibar planned")
    publishing.publish(planned, by=None, at=clock.now() + timedelta(hours=1))
    gone = publish_article(headline="Zanzibar gone")
    assert found("zanzibar") == ["Zanzibar gone"]
    takedowns.withdraw(gone, by=None, note="Wrong")
    # Before any follower has run: the index still holds it, the editions do not.
    at = ledger.public_instant()
    assert search.find("zanzibar", at=at).documents == []
    assert found("zanzibar") == []


def test_the_words_of_an_update_replace_the_old_ones():
    article = publish_article(headline="Aardvark")
    assert found("aardvark") == ["Aardvark"]
    edit(article, headline="Buffalo")
    publishing.publish(article, by=None)
    assert found("aardvark") == []
    assert found("buffalo") == ["Buffalo"]


def test_a_word_in_the_headline_ranks_before_one_in_the_text():
    publish_article(headline="Weather", body="<p>A word on lighthouses in passing.</p>")
    publish_article(headline="Lighthouses for sale", body="<p>Buyers queue.</p>")
    assert found("lighthouses") == ["Lighthouses for sale", "Weather"]


def test_posts_are_found_too():
    publish_post(headline="Tunnel reopens early.")
    assert found("tunnel") == ["Tunnel reopens early."]


@pytest.mark.parametrize("q", ['"', "'", "NEAR(", "a AND OR", "*", "col:x", "\x00", "-", "%", "🙂"])
def test_nothing_a_reader_types_is_an_error(q):
    publish_article()
    assert isinstance(found(q), list)


def test_pages_of_hits_meet_each_hit_once():
    for number in range(7):
        publish_article(headline=f"Quay wall {number}")
    followers.run()
    at, after, seen = ledger.public_instant(), None, []
    while True:
        page = search.find("quay", at=at, limit=3, after=after)
        seen += [d["headline"] for d in page.documents]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == [f"Quay wall {number}" for number in range(7)]


def test_a_search_is_one_query(django_assert_num_queries):
    publish_article(headline="Quay wall")
    followers.run()
    at = ledger.public_instant()
    with django_assert_num_queries(1):
        search.find("quay", at=at)
