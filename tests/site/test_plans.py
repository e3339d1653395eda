"""On PostgreSQL the pages' lists walk one range of an index, whatever the planner knows."""

import pytest

from newsroom.delivery import followers
from newsroom.editorial.acts import publishing
from newsroom.lib import prepared
from newsroom.site import states
from tests.bulk import multiply_article, multiply_post
from tests.factories import make_author, make_section, make_tag, publish_article, publish_post
from tests.plans import Asked, asked_by, assert_narrow

from .reader import Reader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,  # it explains its plans
    pytest.mark.usefixtures("served_plans"),
]
ROWS = 3000
#: No list reads more rows of a table than this, whatever the archive holds.
MOST_ROWS = 400
#: The news sitemap prints a thousand addresses, as its standard allows.
MORE = {"/news-sitemap.xml": 1100}


@pytest.fixture
def archive():
    article = publish_article(
        section=make_section("Port"), tags=[make_tag("Cranes")], authors=[make_author("Ines Falk")]
    )
    post = publish_post()
    multiply_article(article, ROWS)
    multiply_post(post, ROWS)
    publishing.correct(article, by=None, text="It was Monday.", note="Reader wrote")
    return article, post


def paths(client, article, post) -> list[str]:
    section = article.section.get_absolute_url()
    second = client.get(section).context["next_url"]
    tag = article.tags.get().get_absolute_url()
    return [
        "/", section, second, tag, client.get(tag).context["next_url"],
        article.authors.get().get_absolute_url(), "/feed/",
        client.get("/feed/").context["next_url"], article.editions.live().get().path, "/rss.xml",
        "/corrections/", "/news-sitemap.xml", "/videos/",
    ]  # fmt: skip


def test_no_public_page_reads_more_than_the_rows_it_prints(client, archive):
    asked: list[Asked] = []
    for path in paths(client, *archive):
        answer, more = asked_by(client.get, path, MORE.get(path, MOST_ROWS))
        assert answer.status_code == 200
        asked += more
    assert_narrow(asked, bloat=lambda: multiply_article(archive[0], ROWS))


# --- What the layer before Django asks, prepared --------------------------------------------------
def asked_by_the_layer(paths: list[str], monkeypatch) -> list[Asked]:
    """Every statement that it sends for these pages, with its values: joined, cold and anew."""
    found: dict[str, list] = {}
    rows = prepared.Statement.rows

    def noting(statement):
        found.setdefault(statement._sql, list(statement._parameters))
        return rows(statement)

    reader = Reader(is_on=False)
    for path in paths:
        reader.get(path)
    monkeypatch.setattr(prepared.Statement, "rows", noting)
    states.forget()
    for path in paths:
        reader.get(path)
        Reader(is_on=False).get(path)
    # A news sitemap has so many entries.
    most = {sql: MORE["/news-sitemap.xml"] if "LIMIT 1000" in sql else MOST_ROWS for sql in found}
    return [Asked("", sql, most[sql], values) for sql, values in found.items()]


def test_what_the_layer_asks_walks_indexes_with_generic_plans(client, archive, monkeypatch):
    followers.run()
    asked = asked_by_the_layer(paths(client, *archive), monkeypatch)
    for table in ("articles_section", "feed_postedition", "site_storedpage", "editiontag"):
        assert table in " ".join(each.sql for each in asked)
    assert_narrow(asked, bloat=lambda: multiply_article(archive[0], ROWS))
