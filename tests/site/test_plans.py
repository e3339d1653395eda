"""On PostgreSQL the pages' lists walk one range of an index and sort nothing."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.editorial.acts import publishing
from tests.bulk import multiply_article, multiply_post
from tests.factories import make_author, make_section, make_tag, publish_article, publish_post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,  # it explains its plans
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return article, post


def nodes(plan: dict):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def explained(sql: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
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
                read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                read *= node.get("Actual Loops", 1)
                assert read <= MORE.get(path, MOST_ROWS), (path, node["Node Type"], read, sql)
