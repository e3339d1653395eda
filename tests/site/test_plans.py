"""On PostgreSQL the pages' lists walk one range of an index and sort nothing, however planned."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.delivery import followers
from newsroom.editorial.acts import publishing
from newsroom.lib import prepared
from newsroom.site import states
from tests.analysed import analyse
from tests.bulk import multiply_article, multiply_post
from tests.factories import make_author, make_section, make_tag, publish_article, publish_post

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
    analyse()
    return article, post


def nodes(plan: dict):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def explained(sql: str, values=None) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        answer = cursor.fetchone()[0]
    plan = answer if isinstance(answer, list) else json.loads(answer)
    return list(nodes(plan[0]["Plan"]))


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
    for path in paths(client, *archive):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        for query in queries:
            sql = query["sql"]
            if not re.match(r"\(?SELECT", sql):
                continue
            for node in explained(sql):
                read = rows_read(node)
                assert read <= MORE.get(path, MOST_ROWS), (path, node["Node Type"], read, sql)


def rows_read(node: dict) -> int:
    read: int = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return read * node.get("Actual Loops", 1)


# --- What the layer before Django asks, prepared --------------------------------------------------
def asked_by_the_layer(paths: list[str], monkeypatch) -> dict[str, list]:
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
    return found


def explained_as_a_generic_plan(sql: str, values: list) -> list[dict]:
    """The plan of a prepared statement, for which the server does not look at its values."""
    places = iter(range(1, len(values) + 1))
    numbered = re.sub("%s", lambda _mark: f"${next(places)}", sql).replace("%%", "%")
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE asked AS {numbered}")
    try:
        marks = ", ".join(["%s"] * len(values))
        return explained(f"EXECUTE asked({marks})" if values else "EXECUTE asked", values or None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE asked")


def assert_narrow(asked: dict[str, list]) -> None:
    for sql, values in asked.items():
        for node in explained_as_a_generic_plan(sql, values):
            read = rows_read(node)
            # A news sitemap has so many entries.
            most = MORE["/news-sitemap.xml"] if "LIMIT 1000" in sql else MOST_ROWS
            assert read <= most, (node["Node Type"], read, sql)


def test_what_the_layer_asks_walks_indexes_with_generic_plans(client, archive, monkeypatch):
    followers.run()
    # Of a tag's later pages a generic plan still collects the whole tag: docs/performance.md.
    later = client.get(archive[0].tags.get().get_absolute_url()).context["next_url"]
    asked = [path for path in paths(client, *archive) if path != later]
    asked = asked_by_the_layer(asked, monkeypatch)
    for table in ("articles_section", "feed_postedition", "site_storedpage", "editiontag"):
        assert table in " ".join(asked)
    assert_narrow(asked)
