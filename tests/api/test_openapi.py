"""The description of the API is the contract."""

import json
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from newsroom.api import errors, schema, shapes
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests.factories import make_article, make_author, make_tag, publish_article, publish_post
from tests.media.factories import make_image, make_video

from . import contract

pytestmark = pytest.mark.django_db

EVERY_PART = """
<h2>A heading</h2><p>Words <strong>in</strong> <a href="https://x.example/">a link</a>.</p>
<ul><li>One<ul><li>Two</li></ul></li></ul><blockquote><p>Said.</p></blockquote><hr>
<pre>code</pre><table><tbody><tr><th>A</th><td>B</td></tr></tbody></table>
<figure data-image="{image}" data-layout="wide"><figcaption>A caption</figcaption></figure>
<div data-card="article" data-id="{article}"></div>
<div data-card="link" data-url="https://x.example/" data-title="T" data-excerpt="E"></div>
<div data-video="{video}"></div><div data-post="{post}"></div>
<aside data-quote="" data-attribution="A. Person"><p>A quote</p></aside>
<aside data-factbox="" data-title="Facts"><p>One fact</p></aside>
<div data-embed="https://x.example/v" data-title="T" data-provider="P"></div>
"""


@pytest.fixture
def everything(db):
    """An article with every part, and one of each other thing."""
    image, video = make_image(), make_video(poster=make_image())
    other, post = publish_article(), publish_post(tags=[make_tag()], image=image)
    article = make_article(
        lead_image=image, tags=[make_tag()], authors=[make_author(portrait=image)],
        body=EVERY_PART.format(
            image=image.uuid, article=other.uuid, video=video.uuid, post=post.uuid
        ),
    )  # fmt: skip
    registry.set_lists(article, videos=[video])
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    publishing.correct(article, by=None, kind="correction", text="It was eight.", note="x")
    return {"article": article, "post": post, "image": image, "video": video}


def test_it_is_openapi_3_1_and_served_where_programs_look(api):
    response = api.get("/openapi.json")
    assert response["Content-Type"] == "application/json"
    described = response.json()
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) >= 20
    for operations in described["paths"].values():
        assert operations["get"]["summary"].endswith((".", "on", "it."))
        assert {"200", "304", "400", "500"} <= set(operations["get"]["responses"])
    names = [o["get"]["operationId"] for o in described["paths"].values()]
    assert len(set(names)) == len(names)


def test_every_question_and_answer_is_explained_with_an_example(api):
    described = api.get("/openapi.json").json()
    assert described["security"] == []
    for path, operations in described["paths"].items():
        operation = operations["get"]
        assert operation["security"] == [], path
        for parameter in operation["parameters"]:
            assert parameter["description"], (path, parameter["name"])
            is_told = {"default", "enum"} & parameter["schema"].keys() or "example" in parameter
            assert is_told or parameter["name"] in ("cursor", "types"), (path, parameter["name"])
        for status, response in operation["responses"].items():
            assert response["description"], (path, status)
            assert response["headers"], (path, status)
            assert all(header["description"] for header in response["headers"].values())


def test_every_reference_leads_to_a_component():
    text = json.dumps(schema.openapi())
    for name in schema.openapi()["components"]["schemas"]:
        text = text.replace(f'"#/components/schemas/{name}"', '""')
    assert "#/components/schemas/" not in text


def test_documents_have_exactly_the_members_that_are_described(api, everything):
    for path in (
        "/articles", f"/articles/{everything['article'].uuid}?body=all", "/posts?body=all",
        f"/posts/{everything['post'].uuid}", f"/images/{everything['image'].uuid}",
        f"/videos/{everything['video'].uuid}", "/authors", "/tags", "/sections", "/videos",
        "/changes?include=resource", "/site", "/articles?fields=headline,lead_image.src,body",
    ):  # fmt: skip
        assert api.get(path).status_code == 200
    for shape, edition in (
        ("Article", everything["article"].editions.live().get()),
        ("Post", everything["post"].editions.live().get()),
    ):
        contract.check_document(shape, {**edition.document, "version": 1})
    kinds = {b["_type"] for b in everything["article"].editions.live().get().body["blocks"]}
    assert kinds == {
        "block", "rule", "code", "table", "figure", "card", "video", "post", "quote", "factbox",
        "embed",
    }  # fmt: skip


def test_a_document_of_another_shape_is_noticed(everything):
    document = {**everything["article"].editions.live().get().document, "version": 1}
    with pytest.raises(AssertionError):
        contract.check_document("Article", {**document, "slugline": "desk only"})
    with pytest.raises(AssertionError):
        contract.check_document("Article", {k: v for k, v in document.items() if k != "byline"})


def test_every_kind_of_problem_has_a_page(api):
    for code, kind in errors.KINDS.items():
        page = api.get(f"/problems/{code}")
        assert page["Content-Type"].startswith("text/html")
        assert str(kind.title) in page.content.decode()
    api.problem("/problems/unheard_of", 404)


def test_the_documentation_asks_for_nothing_from_elsewhere(api):
    page = api.get("/docs").content.decode()
    assert "swagger-ui-bundle" in page
    assert "//" not in page.replace("<!doctype html>", "")
    assert "<style" not in page
    assert "<script>" not in page


@pytest.fixture
def one_connection():
    """The test's own transaction, which a server would close with the request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def described_api():
    app = schemathesis.openapi.from_dict(schema.openapi())
    app.app = get_wsgi_application()
    return app


def test_random_requests_meet_no_error_of_ours_and_nothing_undocumented(
    everything, chief, one_connection, storm
):
    takedowns.withdraw(publish_article(), by=chief, note="x")
    publishing.publish(make_article(), by=None, at=clock.now() + timedelta(hours=1))
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        positive_data_acceptance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = (
        not_a_server_error, status_code_conformance, content_type_conformance,
        response_schema_conformance, positive_data_acceptance,
    )  # fmt: skip
    for _round in storm.rounds():
        for result in described_api().get_all_operations():
            _ask_at_random(result.ok(), checks, examples=100 if storm.is_long else 8)


def _ask_at_random(operation, checks, *, examples: int) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @schemathesis_given(operation)
    def ask(case):
        _without_what_no_schema_says(case)
        case.call_and_validate(checks=list(checks), excluded_checks=[])

    ask()


def _without_what_no_schema_says(case) -> None:
    """A cursor is signed, a number of the ledger has to exist, some parameters exclude others."""
    asked = case.query or {}
    for name in ("cursor", "since"):
        asked.pop(name, None)
    if asked.get("body") == "none":
        asked.pop("fields", None)
    if asked.get("format") == "ninjs":
        asked.pop("body", None)
        asked.pop("fields", None)
    if "updated_at" in str(asked.get("order")):
        asked.pop("order")
    if {"tag", "author", "section"} & asked.keys():
        asked.pop("types", None)


def schemathesis_given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())


@pytest.mark.parametrize("item_type", registry.item_types(), ids=lambda each: each.name)
def test_every_field_that_a_document_holds_has_a_shape(item_type, api):
    """``fields`` prints only what the shape has: without one, the API would leave it out."""
    api.get("/openapi.json")
    members = shapes.members(item_type.name.capitalize())
    printed = {field.member.partition(".")[0] for field in item_type.fields if field.member}
    assert printed - members.keys() == set()
