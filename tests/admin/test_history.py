"""An item's history in the admin: what happened, any two revisions, the way back."""

import pytest

from articles.models import Author
from newsroom.editorial.rules import workflow
from tests.factories import edit, make_article, make_author, make_tag

from .pages import change_url, text_of

pytestmark = pytest.mark.django_db


def history_url(item) -> str:
    return change_url(item).replace("/change/", "/history/")


def test_revisions_and_acts_stand_in_one_list_with_who_and_why(client, desk, reporter):
    client.force_login(desk)
    article = make_article(by=reporter)
    workflow.transition(article, "submit", by=reporter)
    workflow.transition(article, "return", by=desk, note="Ring the harbour master.")
    edit(article, by=reporter, headline="Rung")
    text = text_of(client.get(history_url(article)))
    for part in ("Revision 1", "Revision 2", "Submit for review", "Ring the harbour master.",
                 str(reporter), str(desk)):  # fmt: skip
        assert part in text


def test_two_revisions_are_compared_word_by_word_and_nothing_is_taken_as_markup(client, desk):
    client.force_login(desk)
    article = make_article(by=desk, headline="The bridge is open", tags=[make_tag("Bridges")])
    edit(article, by=desk, headline="The bridge is <b>closed</b>")
    url = change_url(article).replace("/change/", "/compare/")
    html = client.get(url, {"from": 1, "to": 2}).content.decode()
    assert "<del>open</del>" in html
    assert "<ins>&lt;b&gt;closed&lt;/b&gt;</ins>" in html
    assert "<b>closed" not in html
    assert client.get(url, {"from": 1, "to": 99}).status_code == 404
    assert client.get(url, {"from": "x"}).status_code == 404


def test_going_back_makes_a_new_revision_and_says_what_is_gone(client, desk):
    client.force_login(desk)
    author = make_author("Gone Tomorrow")
    article = make_article(by=desk, headline="First", authors=[author])
    edit(article, by=desk, headline="Second")
    article.bylines.all().delete()
    edit(article, by=desk, headline="Third")
    Author.objects.filter(pk=author.pk).delete()
    url = change_url(article).replace("/change/", "/restore/1/")
    assert client.get(url).status_code == 405
    response = client.post(url, follow=True)
    text = text_of(response)
    article.refresh_from_db()
    assert article.headline == "First"
    assert "this is revision 4" in text
    assert f"The author {author.uuid} is gone." in text


def test_people_who_may_not_change_it_may_read_the_history_and_not_go_back(client, desk, legal):
    article = make_article(by=desk)
    edit(article, by=desk, headline="Second")
    client.force_login(legal)
    assert client.get(history_url(article)).status_code == 200
    reader = change_url(article).replace("/change/", "/restore/1/")
    article.refresh_from_db()
    workflow.transition(article, "spike", by=desk)
    assert client.post(reader).status_code == 403


def test_a_long_body_compares_in_a_moment(client, desk):
    client.force_login(desk)
    first = "".join(f"<p>Paragraph {n} of a very long story.</p>" for n in range(1500))
    article = make_article(by=desk, body=first)
    edit(article, by=desk, body=first.replace("Paragraph 700 ", "Paragraph seven hundred "))
    url = change_url(article).replace("/change/", "/compare/")
    html = client.get(url).content.decode()
    assert "<ins>seven hundred</ins>" in html
    assert len(html) < 30_000
