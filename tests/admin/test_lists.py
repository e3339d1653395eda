"""Lists and the desk: what they show, and how little they ask the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.editorial.acts import publishing
from newsroom.editorial.clock import now
from newsroom.editorial.rules import workflow
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_post,
    make_tag,
    publish_article,
    publish_post,
)

from .pages import text_of

pytestmark = pytest.mark.django_db


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/admin/articles/article/", "/admin/feed/post/", "/admin/"])
def test_a_list_asks_as_little_for_many_items_as_for_few(client, desk, path):
    client.force_login(desk)
    tag = make_tag("Harbour")
    for _number in range(2):
        make_article(by=desk, tags=[tag]), publish_article(by=desk, tags=[tag])
        make_post(by=desk, tags=[tag]), publish_post(by=desk, tags=[tag])
    client.get(path)
    few = queries_of(client, path)
    for _number in range(4):
        make_article(by=desk, tags=[tag]), publish_article(by=desk, tags=[tag])
        make_post(by=desk, tags=[tag]), publish_post(by=desk, tags=[tag])
    assert queries_of(client, path) <= few


def test_a_list_shows_state_and_what_readers_have(client, desk):
    client.force_login(desk)
    edit(publish_article(by=desk), by=desk, headline="Being rewritten")
    planned = make_article(by=desk, headline="Comes later")
    publishing.publish(planned, by=desk, at=now() + timedelta(hours=2))
    publishing.set_embargo(make_article(by=desk), by=desk, until=now() + timedelta(days=2))
    text = text_of(client.get("/admin/articles/article/"))
    for word in (
        "Update in progress",
        "Scheduled for",
        "Embargoed until",
        "○ Draft",
        "● Published",
    ):
        assert word in text


def test_what_is_due_and_not_announced_is_called_overdue(client, desk):
    client.force_login(desk)
    article = make_article(by=desk, headline="Nobody told of it")
    publishing.publish(article, by=desk, at=now() + timedelta(hours=1))
    type(article).objects.update(next_due_at=timezone.now() - timedelta(minutes=5))
    assert "Overdue" in text_of(client.get("/admin/articles/article/"))
    assert "is the worker running?" in text_of(client.get("/admin/"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"readers": "live"}, {"Live one"}),
        ({"readers": "never"}, {"Only a draft"}),
        ({"tag": "budget"}, {"Live one"}),
        ({"state__exact": "draft"}, {"Only a draft"}),
        ({"q": "only draft"}, {"Only a draft"}),
        ({"q": "working-name"}, {"Live one"}),
    ],
)
def test_lists_are_filtered_and_searched(client, desk, query, shown):
    client.force_login(desk)
    publish_article(
        by=desk, headline="Live one", slugline="working-name", tags=[make_tag("Budget")]
    )
    make_article(by=desk, headline="Only a draft")
    text = text_of(client.get("/admin/articles/article/", query))
    assert {h for h in ("Live one", "Only a draft") if h in text} == shown


def test_searching_for_a_nul_byte_is_answered(client, desk):
    client.force_login(desk)
    assert client.get("/admin/articles/article/?q=%00").status_code == 200
    assert client.get("/admin/pick/article/?q=a%00b").status_code == 200


def test_the_desk_shows_each_person_their_own_work(client, reporter, desk):
    make_article(by=reporter, headline="Mine to write")
    waiting = make_article(by=desk, headline="Waits for review")
    workflow.transition(waiting, "submit", by=desk)
    publish_post(headline="Out already.")
    client.force_login(reporter)
    text = text_of(client.get("/admin/"))
    for part in ("Mine to write", "Waits for review", "Out already.", "Set-up"):
        assert part in text


def test_a_story_of_several_names_is_listed_once(client, reporter, contributor):
    others = [make_author("Ben Falk"), make_author("Cy Dahl")]
    for user in (reporter, contributor):
        names = [make_author(f"Name of {user}", user=user), *others]
        make_article(by=user, headline=f"By three, of {user}", authors=names)
        post = make_post(by=user, headline=f"Seen by three, with {user}")
        for name in names:
            post.bylines.create(author=name)
        client.force_login(user)
        for path in ("/admin/", "/admin/articles/article/", "/admin/feed/post/"):
            text = text_of(client.get(path))
            said = [h for h in (f"By three, of {user}", f"Seen by three, with {user}") if h in text]
            assert said, path
            assert all(text.count(headline) == 1 for headline in said), path
        picked = client.get("/admin/pick/article/?q=three").json()["results"]
        assert [p["title"] for p in picked].count(f"By three, of {user}") == 1


def test_items_are_never_deleted_in_the_admin(client, admin_user):
    client.force_login(admin_user)
    article = make_article(by=admin_user)
    url = f"/admin/articles/article/{article.pk}/delete/"
    assert client.get(url).status_code == 403
    assert client.post(url, {"post": "yes"}).status_code == 403
