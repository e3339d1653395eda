"""The lists of those who see their own drafts alone: what they have written costs them nothing."""

from datetime import timedelta

import pytest

from articles.models import Article, Byline
from newsroom.accounts.roles import Role
from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import revisions
from newsroom.editorial.rules import access
from tests.bulk import multiply_article
from tests.conftest import person
from tests.factories import (
    make_article,
    make_author,
    make_post,
    make_section,
    make_tag,
    publish_article,
)
from tests.plans import Asked, asked_by, assert_narrow

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
#: No list reads more rows of a table than this, whoever asks and whatever they have written.
MOST_ROWS = 700


@pytest.fixture
def writer():
    user = person(Role.CONTRIBUTOR)
    user.author = make_author("Ines Falk", user=user)
    return user


def copies(article: Article, count: int) -> list[int]:
    """The keys of copies with the same byline, all saved at one instant, as after an import."""
    made = [edition.item_id for edition in multiply_article(article, count)]
    rows = list(article.bylines.all())
    Byline.objects.bulk_create(
        Byline(
            article_id=key, author=row.author, role=row.role, position=row.position,
            saved_at=article.saved_at,
        )
        for key in made
        for row in rows
    )  # fmt: skip
    return made


def walked(client, path: str = LIST) -> list[int]:
    keys: list[int] = []
    while path:
        changelist = client.get(path).context["cl"]
        keys += [row.pk for row in changelist.result_list]
        path = changelist.next_url and LIST + changelist.next_url
    return keys


@pytest.mark.parametrize("query", ["", "?o=-7", "?o=7", "?kind__exact=news", "?q=bridge"])
def test_every_way_of_being_somebody_s_own_is_listed_once(client, writer, query):
    editor, other = person(Role.REPORTER), make_author("Jon Reyes")
    their = [(writer.author, "", role) for role in ("writer", "photographer")]
    signed = make_article(by=editor, headline="A bridge")
    registry.set_lists(signed, byline=[*their, (other, "", "writer")])
    revisions.save(signed, by=editor)
    publishing.publish(signed, by=None)
    theirs = [signed, make_article(by=writer, authors=[writer.author], headline="My bridge")]
    theirs.append(make_article(by=editor, headline="The bridge"))
    Article.objects.filter(pk=theirs[-1].pk).update(assigned_to=writer)
    make_article(by=editor, authors=[other], headline="No bridge of mine")
    wanted = [article.pk for article in theirs] + copies(signed, 120)
    client.force_login(writer)
    keys = walked(client, LIST + query)
    assert sorted(keys) == sorted(wanted)
    saved = dict(Article.objects.values_list("pk", "saved_at"))
    order = [(saved[key], key) for key in keys]
    assert order == sorted(order, reverse="o=7" not in query)


def test_a_save_moves_a_story_up_in_the_list_of_whoever_signs_it(client, writer):
    first = make_article(authors=[writer.author], headline="First")
    second = make_article(authors=[writer.author], headline="Second")
    client.force_login(writer)
    assert walked(client) == [second.pk, first.pk]
    first.headline = "First, again"
    revisions.save(first, by=None)
    assert walked(client) == [first.pk, second.pk]
    # A save that changes nothing writes the byline again.
    registry.set_lists(second, byline=[(writer.author, "", "writer")])
    revisions.save(second, by=None)
    assert walked(client) == [first.pk, second.pk]


def test_what_nobody_else_knows_of_is_offered_to_whoever_named_it(client, writer):
    mine, hidden = make_tag("Mine"), make_tag("Hidden")
    make_article(by=writer, tags=[mine])
    make_article(tags=[hidden])
    user = type(writer).objects.get(pk=writer.pk)
    assert list(access.known(type(mine).objects.all(), user)) == [mine]
    client.force_login(writer)
    page = client.get(LIST).content.decode()
    assert "Mine" in page
    assert "Hidden" not in page


@pytest.mark.usefixtures("served_plans")
@pytest.mark.postgres  # it explains its plans
@pytest.mark.parametrize("own", [10, 3000])
def test_a_list_reads_no_more_rows_of_who_has_written_much(client, writer, own):
    section, tag = make_section("Port"), make_tag("Cranes")
    about = {"section": section, "tags": [tag]}
    mine = publish_article(by=writer, authors=[writer.author], **about)
    other = publish_article(authors=[make_author("Jon Reyes")], **about)
    copies(mine, own)
    copies(other, 3010 - own)
    make_post(by=writer)
    Article.objects.filter(pk=mine.pk).update(saved_at=now() + timedelta(seconds=1))
    client.force_login(writer)
    second = client.get(LIST).context["cl"].next_url if own > 50 else ""
    asked: list[Asked] = []
    for path in (LIST, LIST + second, "/admin/feed/post/", "/admin/", "/admin/pick/article/?q=",
                 "/admin/pick/tag/?q=", f"{LIST}{mine.pk}/change/"):  # fmt: skip
        answer, more = asked_by(client.get, path, MOST_ROWS)
        assert answer.status_code == 200, path
        asked += more
    assert_narrow(asked, bloat=lambda: copies(mine, 3000))
