"""An initial load with resources is sent while it is read."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.api import changes
from tests.factories import make_tag, publish_article, publish_post
from tests.site.reader import Reader

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/changes?include=resource&limit=11"


@pytest.fixture
def told(monkeypatch):
    """The same entries in one piece."""
    for _each in range(3):
        publish_article(tags=[make_tag()])
        publish_post()
    whole = Client().get(ADDRESS).json()
    monkeypatch.setattr(changes, "PART", 2)
    return whole


def test_it_is_the_same_document_in_parts(told):
    answer = Client().get(ADDRESS)
    assert answer.streaming
    assert json.loads(answer.getvalue()) == told
    page = told["data"][:3]
    short = json.loads(Client().get(ADDRESS.replace("11", "3")).getvalue())
    assert (short["data"], short["more"], short["next"]) == (page, True, str(page[-1]["seq"]))


def test_the_first_bytes_are_sent_before_the_last_row_is_read(told):
    parts = iter(Client().get(ADDRESS).streaming_content)
    first = next(parts) + next(parts)
    assert str(told["data"][0]["seq"]).encode() in first
    with CaptureQueriesContext(connection) as later:
        rest = b"".join(parts)
    assert sum("ledgerentry" in each["sql"] for each in later) >= 3
    assert json.loads(first + rest) == told


def test_no_part_holds_more_entries_than_its_size(told, monkeypatch):
    sizes = []
    read = changes._resources_of
    monkeypatch.setattr(
        changes, "_resources_of", lambda shown: sizes.append(len(shown)) or read(shown)
    )
    Client().get(ADDRESS).getvalue()
    assert max(sizes) == 2
    assert sum(sizes) == len(told["data"])


@pytest.mark.parametrize("coding", ["", "gzip", "br", "zstd"])
def test_readers_get_it_through_the_layer_in_each_coding(told, coding):
    answer = Reader().get(ADDRESS, accept_encoding=coding)
    assert answer.headers.get("content-encoding", "") == coding
    assert json.loads(answer.text) == told
    assert Reader().get(ADDRESS, method="HEAD").body == b""
