"""Rows of several tables in one query are what a query for each table gives."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Section, Tag
from media.models import Image, Video
from newsroom.lib import rows
from tests.factories import make_author, make_section, make_tag
from tests.media.factories import make_image, make_video

pytestmark = pytest.mark.django_db
MODELS = (Image, Author, Section, Tag, Video)


@pytest.fixture
def things():
    image, other = make_image(), make_image()
    Image.objects.filter(pk=image.pk).update(
        keywords=["quay", "crane"], focal_x=0.1 + 0.2, windows=[["2026-01-01", None]]
    )
    Image.objects.filter(pk=other.pk).update(web_statement="javascript:alert(1)")
    make_author(portrait=image)
    make_section(position=7, is_in_navigation=False)
    make_tag()
    make_video(poster=image)


def plain(found) -> list:
    return [(type(row), {k: v for k, v in vars(row).items() if k != "_state"}) for row in found]


@pytest.mark.parametrize("locks", [False, True])
def test_every_column_is_what_its_own_query_gives(things, locks):
    querysets = [model._base_manager.order_by("-pk") for model in MODELS]
    expected = [row for each in querysets for row in each]
    if locks:
        querysets = [each.select_for_update(no_key=True) for each in querysets]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        found = rows.together(*querysets)
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) == 1
    assert plain(found) == plain(expected)
    assert len(found) == 6


def test_what_can_have_no_rows_is_left_out(things):
    none = Tag._base_manager.filter(pk__in=[])
    with CaptureQueriesContext(connection) as queries:
        assert rows.together(none, none) == []
    assert not queries.captured_queries
    assert [type(row) for row in rows.together(none, Section._base_manager.all())] == [Section]


def test_a_condition_on_a_union_of_keys_reads_each_row_once(things):
    image = Image._base_manager.first()
    keys = Image._base_manager.order_by().values("pk").filter(pk=image.pk)
    portraits = Author._base_manager.order_by().values("portrait_id")
    both = Image._base_manager.filter(pk__in=keys.union(portraits, all=True))
    assert len(rows.together(both, Video._base_manager.all())) == 2
