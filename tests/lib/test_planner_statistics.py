"""Statistics of tables that were filled at once: commands gather them, a check misses them."""

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import connection

from articles.models import ArticleEdition
from newsroom.editorial.publication import ledger
from newsroom.lib import planner_statistics
from tests.analysed import analysed_tables
from tests.factories import publish_article
from tests.requirements import need

pytestmark = pytest.mark.django_db


def fill_at_once(megabytes: int) -> None:
    """A table as a restore brings it in; PostgreSQL may know any of the newsroom's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE filled_at_once AS SELECT number, repeat('x', 1000) AS text "
            "FROM generate_series(1, %s) AS number",
            [megabytes * 1024],
        )


def warned() -> list[str]:
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [warning.msg for warning in found if warning.id == "editorial.W002"]


def test_every_table_with_rows_is_analysed():
    need("postgres")
    publish_article()
    planner_statistics.gather()
    assert {
        "articles_articleedition",
        "editorial_ledgerentry",
        "articles_section",
    } <= analysed_tables()


@pytest.mark.parametrize(
    ("command", "options"), [("rebuild_mentions", {}), ("make_archive", {"articles": 2})]
)
def test_commands_that_fill_tables_gather_statistics_of_them(command, options):
    need("postgres")
    publish_article()
    call_command(command, **options)
    assert {"editorial_mention", "articles_articleedition"} <= analysed_tables()


def test_sqlite_walks_a_list_in_its_order_after_everything_was_imported():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL plans by its statistics.")
    publish_article()
    planner_statistics.gather()
    newest = ArticleEdition.objects.live(ledger.public_instant()).order_by("-updated_at")
    assert "articleedition_updated" in newest[:20].explain()


def test_the_check_names_a_big_table_until_it_is_analysed():
    need("postgres")
    fill_at_once(megabytes=10)
    # Tables of earlier tests may be as big.
    assert [said for said in warned() if "filled_at_once" in said]
    assert not [said for said in warned() if "editorial_ledgerhead" in said], "it has one row"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE filled_at_once")
    assert not [said for said in warned() if "filled_at_once" in said]


def test_the_check_is_one_query_whatever_the_tables_hold(django_assert_num_queries):
    need("postgres")
    with django_assert_num_queries(1):
        planner_statistics.missing()
