"""Rows of several tables in one query are what a query for each table gives, or stores."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Section, Tag
from media.models import Image, Rendition, Video
from newsroom.editorial import clock
from newsroom.editorial.models import RecompileRequest
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


def test_rows_of_several_tables_are_inserted_as_by_their_own_statements(things):
    image, now = Image.objects.first(), clock.now()
    Rendition.objects.all().delete()
    renditions = [
        Rendition(image=image, name=name, format="webp", width_px=9, height_px=9, bytes=1)
        for name in ("small", "middle", "large")
    ]
    request = RecompileRequest(
        item_type="article", item_uuid=image.uuid, cause="card", requested_at=now
    )
    with CaptureQueriesContext(connection) as queries:
        rows.insert_together({Rendition: renditions, Tag: [], RecompileRequest: [request]})
    if connection.vendor == "postgresql":
        assert len(queries) == 1
    assert {each.name for each in image.renditions.all()} == {"small", "middle", "large"}
    assert RecompileRequest.objects.get(item_uuid=image.uuid).requested_at == now


def test_nothing_to_insert_is_no_statement(things):
    with CaptureQueriesContext(connection) as queries:
        rows.insert_together({Tag: []})
    assert not queries.captured_queries
