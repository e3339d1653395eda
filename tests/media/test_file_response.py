"""Parts of files, what caches are told, and leases: ``/files/``."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from media.models import Image
from media.storage import cache_headers
from media.storage.file_response import Range, Unsatisfiable, parse_range
from media.storage.stores import FOREVER, renditions_storage
from newsroom.lib import instants

from .factories import make_image

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def served(db):
    """A picture's file: its address and bytes."""
    rendition = make_image().renditions.first()
    with renditions_storage().open(rendition.file_name) as file:
        return f"/files/{rendition.file_name}", file.read()


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-7", -7, None),
     ("bytes=5-99999999", 5, None), ("bytes=-99999999", 0, None), ("bytes=3-3", 3, 3)],
)  # fmt: skip
def test_a_range_is_answered_with_that_part(client, served, header, first, last):
    address, whole = served
    answer = client.get(address, headers={"Range": header})
    expected = whole[first : None if last is None else last + 1]
    assert answer.status_code == 206
    assert body(answer) == expected
    start = whole.index(expected) if first < 0 else first
    assert answer["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(expected))
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("header", ["bytes=999999-", "bytes=-0", "bytes=999999-9999999"])
def test_a_range_after_the_end_is_a_416(client, served, header):
    address, whole = served
    answer = client.get(address, headers={"Range": header})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    "header", ["bytes=0-1,4-5", "bytes=9-2", "bytes=a-b", "lines=0-1", "bytes=-", "bytes=1"]
)
def test_a_range_that_is_not_understood_gives_the_whole(client, served, header):
    address, whole = served
    answer = client.get(address, headers={"Range": header})
    assert answer.status_code == 200
    assert answer["Accept-Ranges"] == "bytes"
    assert body(answer) == whole


def test_a_range_holds_only_for_the_bytes_that_the_reader_has(client, served):
    address, whole = served
    etag = client.get(address)["ETag"]
    same = client.get(address, headers={"Range": "bytes=1-3", "If-Range": etag})
    assert (same.status_code, body(same)) == (206, whole[1:4])
    other = client.get(address, headers={"Range": "bytes=1-3", "If-Range": '"another"'})
    assert (other.status_code, body(other)) == (200, whole)


def test_who_has_the_file_already_gets_no_bytes(client, served):
    address, _whole = served
    etag = client.get(address)["ETag"]
    assert etag.strip('"') in address
    answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_head_ignores_ranges(client, served):
    address, whole = served
    answer = client.head(address, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Length"] == str(len(whole))


@given(st.text(alphabet="bytes=0123456789-, ", max_size=30), st.integers(1, 500))
def test_whatever_the_header_says_a_range_lies_in_the_file(header, size):
    try:
        found = parse_range(header, size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found.first <= found.last < size


def test_ranges_read_as_the_standard_has_them():
    assert parse_range("bytes=0-499", 10_000) == Range(0, 499)
    assert parse_range("bytes=-500", 10_000) == Range(9_500, 9_999)
    assert parse_range("bytes=9500-", 10_000) == Range(9_500, 9_999)


# --- Leases --------------------------------------------------------------------------------------


def leased(*windows: tuple[datetime | None, datetime | None]) -> str:
    """The address of a picture that may be shown in these windows only."""
    image = make_image()
    texts = [[at and instants.to_text(at) for at in window] for window in windows]
    Image.objects.filter(pk=image.pk).update(windows=texts)
    return f"/files/{image.renditions.first().file_name}"


@pytest.mark.django_db
def test_a_picture_is_not_cached_past_the_end_of_its_lease(client):
    address = leased((None, NOON))
    with time_machine.travel(NOON - timedelta(seconds=90), tick=False):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=90, must-revalidate"
        told = client.head(address)
        assert told["Cache-Control"] == "public, max-age=90, must-revalidate"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_at_the_second_its_lease_ends_a_picture_is_gone(client, method):
    address = leased((None, NOON))
    ask = getattr(client, method)
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        etag = ask(address)["ETag"]
        assert ask(address).status_code == 200
    with time_machine.travel(NOON, tick=False):
        for headers in ({}, {"If-None-Match": etag}, {"Range": "bytes=0-1"}):
            answer = ask(address, headers=headers)
            assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


@pytest.mark.django_db
def test_a_picture_comes_when_its_lease_begins(client):
    address = leased((NOON, None))
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        assert client.get(address).status_code == 404
    with time_machine.travel(NOON, tick=False):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("windows", "expires"),
    [
        (None, None),
        ([(None, NOON)], NOON),
        ([(NOON, None)], None),
        ([(NOON, NOON + timedelta(days=2))], NOON + timedelta(days=2)),
        ([(None, NOON - timedelta(days=1)), (NOON, NOON + timedelta(days=1))],
         NOON + timedelta(days=1)),
    ],
)  # fmt: skip
def test_a_storage_is_told_the_end_of_the_window_that_is_open_or_opens_next(windows, expires):
    image = Image(windows=windows and [[at and instants.to_text(at) for at in w] for w in windows])
    told = cache_headers.of_stored_file(image, at=NOON - timedelta(hours=1))
    assert told.expires == expires
    assert told.cache_control == ("public, must-revalidate" if expires else FOREVER)


def test_a_right_to_pass_on_that_begins_sooner_is_no_window():
    image = Image(
        windows=[[instants.to_text(NOON), instants.to_text(NOON + timedelta(days=1))]],
        syndication_windows=[[instants.to_text(NOON - timedelta(minutes=1)), None]],
    )
    told = cache_headers.of_stored_file(image, at=NOON - timedelta(hours=1))
    assert told.expires == NOON + timedelta(days=1)


@pytest.mark.django_db
def test_rights_cost_one_query_however_many_leases(client, django_assert_num_queries):
    address = leased(*[(NOON - timedelta(days=n), NOON - timedelta(days=n - 1)) for n in (3, 2, 1)])
    with django_assert_num_queries(1):
        client.get(address)
