"""Public text is compressed, whatever its address; files, ranges and the newsroom's forms never."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.test import Client

from newsroom.lib import codings, static_files
from tests.site.reader import Reader

from . import living, walking

TEXT = re.compile(
    r"text/|image/svg|application/(?:[\w.+-]*(?:json|xml|yaml)|javascript|vnd\.oai\.openapi)"
)
#: Static files whose bytes are packed already, and maps, which only a debugger asks for.
PACKED = (".png", ".jpg", ".gif", ".webp", ".woff", ".woff2", ".map")
#: Forms of one route, and what parameters choose.
MORE = ("/rss.xml", "/atom.xml", "/feed.json", "/api/v1/articles?body=all",
        "/api/v1/changes?since=0&include=resource", "/search/?q=harbour")  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_every_public_answer_of_text_is_compressed_and_nothing_else(chief, coding):
    reader, types = Reader(), set()
    for path in (*living.one_of_each(living.plant(chief).paths()), *MORE):
        answer = reader.get(path, accept_encoding=coding)
        kind = answer.headers.get("content-type", "")
        is_short = len(answer.body) < codings.SMALLEST and "content-encoding" not in answer.headers
        if path.startswith("/files/") or not TEXT.match(kind):
            assert "content-encoding" not in answer.headers, path
        elif answer.body and not is_short:
            types.add(kind.partition(";")[0])
            assert answer.headers.get("content-encoding") == coding, (path, kind)
            assert answer.headers["vary"] == "Accept-Encoding", path
            assert answer.text, path
    assert {"text/html", "application/json", "application/rss+xml", "application/xml"} <= types


@pytest.mark.django_db
def test_neither_a_video_nor_a_range_of_any_file_is_compressed(chief):
    planted = living.plant(chief)
    video = next(each for each in planted.things if getattr(each, "file_name", ""))
    names = [video.file_name, *planted.image.renditions.values_list("file_name", flat=True)[:1]]
    for name in filter(None, [*names, video.captions_file_name]):
        for asked, status in ({}, 200), ({"range": "bytes=0-99"}, 206):
            answer = Reader().get(f"/files/{name}", accept_encoding="br, gzip", **asked)
            assert answer.status == status, name
            assert "content-encoding" not in answer.headers, name


@pytest.mark.django_db
def test_no_page_that_may_carry_a_form_s_token_is_compressed(chief):
    """A secret beside words that somebody else chooses could be guessed from the length."""
    client = Client()
    client.force_login(chief)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    reader, with_token = Reader(), 0
    for route, _pattern in walking.patterns():
        if route.startswith(living.STAFF) and "<" not in route:
            answer = reader.get(f"/{route}", accept_encoding="br, zstd, gzip", cookie=cookie)
            assert "content-encoding" not in answer.headers, route
            with_token += b"csrfmiddlewaretoken" in answer.body
    assert with_token > 20


def test_every_static_file_of_text_is_compressed_once_for_all():
    compressor = static_files.StaticStorage().create_compressor()
    for finder in get_finders():
        for name, _storage in finder.list([]):
            assert compressor.should_compress(name) is not name.endswith(PACKED), name
