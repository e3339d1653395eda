"""Every error under /api/ is a problem document; nothing is silently ignored, capped or dropped."""

import logging
from uuid import uuid4

import pytest
from django.test import Client

from articles.api import ArticleList
from newsroom.api import errors
from tests.factories import publish_article

pytestmark = pytest.mark.django_db

HOSTILE = [
    "%00", "a%00b", "9" * 30, "-1", "1.5", "٣", "not-a-uuid", "2026-13-45", "2026-02-30",
    "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "T", "x" * 10_000, "%FF%FE",
    "%F0%9F%A6%86", "'; DROP TABLE articles_article; --", "<script>alert(1)</script>", "../../etc",
    "%ED%A0%80", "null", "[]", "{}", "true", "a,b,c", ",", ".", "..", "body.", ".html", "id,id",
    "%0D%0AX-Injected:%201", "AAAA.BBBB", "AAZg-BA6ZIcAAAAAAAAAAg.D4pd5Yz6tcjW",
]  # fmt: skip


@pytest.mark.parametrize("name", [p.name for p in ArticleList().parameters])
def test_hostile_values_are_refused_by_name_and_never_break_anything(api, name):
    publish_article()
    for value in HOSTILE:
        response = api.client.get(f"/api/v1/articles?{name}={value}")
        assert response.status_code in (200, 400), (name, value)
        assert not response.has_header("X-Injected")
        if response.status_code == 400:
            problem = response.json()
            assert problem["errors"][0]["parameter"] == name
            assert len(response.content) < 2_000


@pytest.mark.parametrize(
    ("query", "name", "code"),
    [("limit=101", "limit", "invalid"), ("limit=0", "limit", "invalid"),
     ("limit=", "limit", "invalid"), ("limit=5&limit=5", "limit", "repeated"),
     ("page=2", "page", "unknown"), ("Limit=5", "Limit", "unknown"),
     ("format=json", "format", "unknown"), ("tag=a,b", "tag", "invalid"),
     ("fields=headline,nonsense", "fields", "invalid"), ("fields=headline.x", "fields", "invalid"),
     ("fields=lead_image.nonsense", "fields", "invalid"), ("body=markdown", "body", "invalid"),
     ("order=headline", "order", "invalid"), ("has=audio", "has", "invalid"),
     ("count=1", "count", "invalid"), ("ids=1,2", "ids", "invalid"),
     ("order=-updated_at&tag=x", "order", "cannot_combine"),
     ("order=-updated_at&author=x", "order", "cannot_combine"),
     ("published_after=yesterday", "published_after", "invalid"),
     ("published_after=2026-03-02T08:00:00", "published_after", "invalid")],
)  # fmt: skip
def test_a_wrong_parameter_is_named_with_what_it_may_be(api, query, name, code):
    problem = api.problem(f"/articles?{query}", 400)
    assert problem["type"].endswith("/api/v1/problems/bad_parameter")
    flaw = problem["errors"][0]
    assert (flaw["parameter"], flaw["code"]) == (name, code)
    assert flaw["detail"].endswith(".")


def test_an_unknown_parameter_is_answered_with_the_known_ones(api):
    problem = api.problem("/articles?q=1", 400)
    for parameter in ArticleList().parameters:
        assert parameter.name in problem["detail"]


def test_all_that_is_wrong_is_told_at_once(api):
    problem = api.problem("/articles?limit=0&order=x&y=1", 400)
    assert [e["parameter"] for e in problem["errors"]] == ["limit", "order", "y"]


def test_more_than_a_hundred_ids_are_refused(api):
    ids = ",".join(str(uuid4()) for _ in range(101))
    assert api.problem(f"/articles?ids={ids}", 400)["errors"][0]["parameter"] == "ids"


def test_a_cursor_of_another_list_is_refused_with_a_sentence(api):
    for _ in range(3):
        publish_article()
    cursor = api.get("/articles?limit=1").json()["next"].rpartition("cursor=")[2]
    assert api.get(f"/articles?limit=2&cursor={cursor}").status_code == 200
    for address in (
        f"/articles?order=published_at&cursor={cursor}", f"/articles?language=en&cursor={cursor}",
        f"/posts?cursor={cursor}", f"/articles?cursor=x{cursor}", f"/tags?cursor={cursor}",
    ):  # fmt: skip
        flaw = api.problem(address, 400)["errors"][0]
        assert (flaw["parameter"], flaw["code"]) == ("cursor", "foreign_cursor")
        assert "Follow “next”" in flaw["detail"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/articles",
                                  "/api/v1/articles/", "/api/v1/articles/x/y"])  # fmt: skip
def test_an_unknown_address_is_a_problem_for_every_method(path):
    client = Client(enforce_csrf_checks=True)
    for method in ("get", "post", "put", "patch", "delete"):
        response = getattr(client, method)(path)
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response["Cache-Control"] == "no-store"


def test_a_method_that_is_not_allowed_is_a_405_that_lists_the_allowed_ones():
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete", "trace"):
        response = getattr(client, method)("/api/v1/articles")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response["Content-Type"] == "application/problem+json"


def test_a_representation_we_do_not_have_is_a_406(api):
    assert api.problem("/articles", 406, Accept="text/csv")["status"] == 406
    for accept in ("*/*", "application/*", "text/html, application/json;q=0.5", "application/json"):
        assert api.get("/articles", Accept=accept).status_code == 200


def test_what_breaks_is_a_500_with_the_request_s_id_and_is_logged(api, monkeypatch, caplog):
    def broken(*args):
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr("newsroom.api.documents.of_rows", broken)
    with caplog.at_level(logging.ERROR):
        response = api.get("/articles", X_Request_ID="trace-12345678")
    assert response.status_code == 500
    problem = response.json()
    assert problem["request_id"] == response["X-Request-ID"] == "trace-12345678"
    assert "secret" not in response.content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_errors_of_django_itself_are_problems_too(api, settings):
    settings.ALLOWED_HOSTS = ["news.example"]
    response = api.client.get("/api/v1/articles", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    settings.ALLOWED_HOSTS = ["*"]
    many = "&".join(f"a{n}=1" for n in range(1100))
    assert api.problem(f"/articles?{many}", 400)["type"].endswith("/bad_request")


def test_every_answer_has_a_request_id(api):
    for path in ("/articles", "/nothing", "/articles?x=1"):
        response = api.get(path)
        assert len(response["X-Request-ID"]) == 32
        assert api.get(path, X_Request_ID="bad id\t!")["X-Request-ID"] != "bad id\t!"


def test_every_kind_of_problem_says_what_it_means():
    for code, kind in errors.KINDS.items():
        assert kind.title, code
        assert str(kind.meaning).endswith("."), code
    assert set(errors.BY_STATUS.values()) <= set(errors.KINDS)


@pytest.mark.parametrize(
    ("fields", "told"),
    [("id,nope,url", "“nope”"), ("id,", "“”"), ("lead_image.nope", "“lead_image” has no member"),
     ("headline.x", "“headline” has no members"), ("body.blocks.x", "“body.blocks” has no")],
)  # fmt: skip
def test_a_member_that_does_not_exist_is_named(api, fields, told):
    for given in (fields, fields.replace(",", "&fields=")):
        if not given.endswith("="):
            assert told in api.problem(f"/articles?fields={given}", 400)["errors"][0]["detail"]


def test_more_members_than_the_description_allows_are_refused(api):
    assert api.get(f"/articles?fields={','.join(['id'] * 100)}").status_code == 200
    for fields in (",".join(["id"] * 101), "&fields=".join(["id"] * 101)):
        [flaw] = api.problem(f"/articles?fields={fields}", 400)["errors"]
        assert "at most 100 members" in flaw["detail"]
