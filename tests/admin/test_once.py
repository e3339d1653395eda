"""A form that arrives again, because its answer was lost, stores nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from articles.models import Article, Author, Tag
from feed.models import Post
from media.models import Video
from tests.factories import edit, make_article
from tests.requirements import need

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
QUICK = "/admin/feed/post/quick/"


def filled(client, path=ADD, form_id="article_form", **words) -> dict:
    return {**form_values(client.get(path), form_id), "_made_as": str(uuid4()), **words}


def test_the_form_of_a_new_story_that_comes_again_makes_one_story(client, desk):
    client.force_login(desk)
    sent = filled(client, headline="Lost answer", body="<p>Once.</p>", _save="1")
    client.post(ADD, sent)
    page = client.post(ADD, sent, follow=True)
    (article,) = Article.objects.all()
    assert "Saved as revision 1." in text_of(page)
    assert str(article.uuid) == sent["_made_as"]
    assert article.revision == 1


def test_what_was_typed_before_it_came_again_is_saved_in_the_same_story(client, desk):
    client.force_login(desk)
    sent = filled(client, headline="Lost answer", _save="1")
    client.post(ADD, sent)
    client.post(ADD, {**sent, "headline": "Lost answer, and more"})
    (article,) = Article.objects.all()
    assert (article.headline, article.revision) == ("Lost answer, and more", 2)


def test_what_somebody_else_saved_in_between_is_not_overwritten(client, desk, chief):
    client.force_login(desk)
    sent = filled(client, headline="Lost answer", _save="1")
    client.post(ADD, sent)
    edit(Article.objects.get(), by=chief, headline="The chief's")
    page = client.post(ADD, {**sent, "headline": "Mine"})
    assert Article.objects.get().headline == "The chief's"
    assert "Mine" in text_of(page)


def test_a_story_that_was_handed_in_with_the_lost_answer_is_shown(client, contributor):
    client.force_login(contributor)
    sent = filled(client, headline="Handed in", _step="submit")
    client.post(ADD, sent)
    page = client.post(ADD, sent, follow=True)
    (article,) = Article.objects.all()
    assert page.redirect_chain[-1][0] == change_url(article)
    assert article.revision == 1


def test_nobody_changes_a_story_of_others_by_its_public_id(client, contributor, desk):
    article = make_article(by=desk)
    before = article.headline
    client.force_login(contributor)
    sent = filled(client, headline="Taken over", _save="1", _made_as=str(article.uuid))
    assert client.post(ADD, sent).status_code == 403
    article.refresh_from_db()
    assert article.headline == before


@pytest.mark.parametrize("step", ["publish", "draft"])
def test_a_quick_post_that_comes_again_is_one_post(client, desk, step):
    client.force_login(desk)
    sent = {"headline": "Fog.", "text": "Thick.", "_step": step, "_made_as": str(uuid4())}
    client.post(QUICK, sent)
    page = client.post(QUICK, sent, follow=True)
    (post,) = Post.objects.all()
    assert post.revision == 1
    assert post.state == {"publish": "published", "draft": "draft"}[step]
    assert ("Published" in text_of(page)) == (step == "publish")


@pytest.mark.parametrize(
    ("path", "form_id", "model", "words"),
    [
        ("/admin/articles/author/add/", "author_form", Author, {"name": "A", "slug": "a"}),
        ("/admin/articles/tag/add/", "tag_form", Tag, {"name": "A", "slug": "a"}),
        (
            "/admin/media/video/add/",
            "video_form",
            Video,
            {"title": "A", "slug": "a", "url": "https://vimeo.com/1"},
        ),
    ],
)
def test_a_shared_thing_that_comes_again_is_one(client, chief, path, form_id, model, words):
    client.force_login(chief)
    sent = filled(client, path, form_id, **words, _save="1")
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 302
    assert model.objects.count() == 1


def test_a_save_that_comes_again_is_no_conflict_with_itself(client, desk):
    client.force_login(desk)
    article = make_article(by=desk, body="<p>One.</p><pre>two\n  lines</pre>")
    sent = form_values(client.get(change_url(article))) | {"headline": "Once", "_save": "1"}
    # As browsers end lines.
    sent = {name: value.replace("\n", "\r\n") for name, value in sent.items()}
    client.post(change_url(article), sent)
    page = client.post(change_url(article), sent, follow=True)
    assert "Saved as revision 2." in text_of(page)
    article.refresh_from_db()
    assert (article.headline, article.revision) == ("Once", 2)


def test_a_save_and_publish_that_comes_again_publishes_once(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    sent = form_values(client.get(change_url(article))) | {"headline": "Once", "_step": "publish"}
    client.post(change_url(article), sent)
    page = client.post(change_url(article), sent, follow=True)
    assert page.redirect_chain[-1][0] == change_url(article)
    assert "Published: readers see it now." in text_of(page)
    article.refresh_from_db()
    assert (article.revision, article.editions.count()) == (2, 1)


def test_a_form_without_its_text_field_empties_no_text(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    sent = form_values(client.get(change_url(article))) | {"headline": "Cut short", "_save": "1"}
    del sent["body"]
    client.post(change_url(article), sent)
    body = article.body
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Cut short", body)


def test_a_story_can_still_be_emptied(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    sent = form_values(client.get(change_url(article))) | {"body": "", "_save": "1"}
    client.post(change_url(article), sent)
    article.refresh_from_db()
    assert article.body == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "model", "words"),
    [(ADD, Article, {"_save": "1"}), (QUICK, Post, {"_step": "publish", "text": "Thick."})],
)
def test_two_requests_at_once_of_one_form_make_one_thing(client, desk, path, model, words):
    need("postgres")
    client.force_login(desk)
    sent = {**(filled(client) if path == ADD else {"_made_as": str(uuid4())}), **words}
    sent["headline"] = "At once"
    start = Barrier(2)

    def post(_number) -> int:
        other = Client()
        other.force_login(desk)
        start.wait()
        try:
            return other.post(path, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(post, range(2))) == [302, 302]
    (made,) = model.objects.all()
    assert made.revision == 1
