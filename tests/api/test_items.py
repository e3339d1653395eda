"""One item: its document, or what its takedown answers."""

from datetime import timedelta
from uuid import uuid4

import pytest

from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from tests.factories import edit, make_article, make_page, make_post, publish_article, publish_post

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def kill(article, by, kind, **more):
    takedowns.kill(article, by=by, kind=kind, note="internal", confirmation="kill", **more)


def bare(problem: dict) -> dict:
    return {name: value for name, value in problem.items() if name != "request_id"}


def test_an_article_is_its_stored_document_with_its_version_printed_in(api):
    article = publish_article(headline="Bridge closes")
    document = api.get(f"/articles/{article.uuid}").json()
    article.refresh_from_db()
    assert (document["headline"], document["version"]) == ("Bridge closes", article.version)
    assert set(document["body"]) == {"html", "blocks"}
    assert list(document)[:4] == ["id", "type", "version", "url"]


@pytest.mark.parametrize(
    ("form", "parts"),
    [("none", None), ("html", {"html"}), ("blocks", {"blocks"}), ("text", {"text"}),
     ("all", {"html", "blocks", "text"})],
)  # fmt: skip
def test_body_chooses_the_forms_of_the_text(api, form, parts):
    article = publish_article()
    document = api.get(f"/articles/{article.uuid}?body={form}").json()
    assert set(document.get("body", {})) == (parts or set())


def test_fields_reach_one_level_into_objects_and_lists(api):
    article = publish_article()
    shown = api.get(f"/articles/{article.uuid}?fields=headline,authors.name,section.slug").json()
    assert set(shown) == {"headline", "authors", "section"}
    assert [set(a) for a in shown["authors"]] == [{"name"}]
    assert set(shown["section"]) == {"slug"}


def test_fields_may_ask_for_one_form_of_the_body(api):
    article = publish_article()
    assert api.get(f"/articles/{article.uuid}?fields=body.text").json() == {
        "body": {"text": "The office closed the bridge on Sunday."}
    }
    assert set(api.data("/articles?fields=body")[0]["body"]) == {"html", "blocks"}
    api.problem("/articles?fields=body&body=none", 400)


def test_posts_and_pages_are_read_like_articles(api):
    post, page = publish_post(), make_page(slug="imprint")
    publishing.publish(page, by=None)
    assert api.get(f"/posts/{post.uuid}").json()["type"] == "post"
    assert api.get(f"/pages/{page.uuid}").json()["type"] == "page"
    assert api.get("/pages/by-slug/imprint").json()["id"] == str(page.uuid)
    assert [p["slug"] for p in api.data("/pages")] == ["imprint"]


def test_an_article_is_found_by_its_slug_and_an_old_slug_leads_to_the_new_one(api, chief):
    article = publish_article(slug="bridge-closes")
    assert api.get("/articles/by-slug/bridge-closes").json()["id"] == str(article.uuid)
    edit(article, slug="bridge-closed")
    api.problem("/articles/by-slug/bridge-closed", 404)
    publishing.publish(article, by=chief)
    moved = api.get("/articles/by-slug/bridge-closes")
    assert moved.status_code == 301
    assert moved["Location"].endswith("/api/v1/articles/by-slug/bridge-closed")


def test_what_readers_may_not_know_of_answers_as_an_unknown_id_does(api, chief):
    draft, scheduled, embargoed, withheld = (make_article() for _ in range(4))
    publishing.publish(scheduled, by=None, at=clock.now() + HOUR)
    publishing.set_embargo(embargoed, by=chief, until=clock.now() + HOUR)
    publishing.publish(withheld, by=None)
    takedowns.withhold(withheld, by=chief, note="x", public_note="A word")
    unknown = api.get(f"/articles/{uuid4()}")
    for other in (
        api.get("/nothing/here"), api.get("/articles/no-id"), api.get(f"/posts/{draft.uuid}"),
        api.get(f"/posts/{make_post().uuid}"), api.get("/articles/by-slug/unknown"),
        *(api.get(f"/articles/{a.uuid}") for a in (draft, scheduled, embargoed, withheld)),
        *(api.get(f"/articles/by-slug/{a.slug}") for a in (draft, scheduled, embargoed, withheld)),
    ):  # fmt: skip
        assert other.status_code == 404
        assert bare(other.json()) == bare(unknown.json())
        assert _headers(other) == _headers(unknown)


def _headers(response) -> dict:
    # django-csp prints its directives in any order.
    return {
        name: sorted(value.split("; ")) for name, value in response.headers.items()
        if name != "X-Request-ID"
    }  # fmt: skip


def test_a_withdrawn_article_is_a_410_with_its_public_note_and_no_internal_reason(api, chief):
    article = publish_article(headline="Once was", slug="once-was")
    takedowns.withdraw(article, by=chief, note="internal", public_note="Published too early.")
    for address in (f"/articles/{article.uuid}", "/articles/by-slug/once-was"):
        problem = api.problem(address, 410)
        assert problem["type"].endswith("/problems/withdrawn")
        assert (problem["reason"], problem["note"]) == ("withdrawn", "Published too early.")
        assert problem["at"].endswith("Z")
        assert "internal" not in str(problem)


def test_a_planned_end_is_a_410_from_its_second_on(api, chief, time_machine_at):
    article, at = publish_article(), clock.now() + HOUR
    takedowns.withdraw(article, by=chief, note="x", at=at)
    assert api.get(f"/articles/{article.uuid}").status_code == 200
    time_machine_at(at)
    assert api.problem(f"/articles/{article.uuid}", 410)["reason"] == "withdrawn"


def test_a_retraction_tells_what_was_wrong(api, chief):
    article = publish_article(headline="Once was")
    kill(article, chief, "retracted", public_note="It was not so.")
    problem = api.problem(f"/articles/{article.uuid}", 410)
    assert (problem["reason"], problem["note"]) == ("retracted", "It was not so.")
    assert problem["headline"] == "Once was"


def test_a_privacy_kill_tells_no_name_and_no_slug(api, chief):
    article = publish_article(headline="Zuzanna Roth was there", slug="zuzanna-roth")
    kill(article, chief, "privacy")
    for address in (f"/articles/{article.uuid}", "/articles/by-slug/zuzanna-roth"):
        response = api.get(address)
        assert response.status_code == 410
        assert response.json()["reason"] == "privacy"
        assert "zuzanna" not in response.content.decode().lower()


def test_a_legal_kill_is_a_451(api, chief):
    article = publish_article(headline="Once was")
    kill(article, chief, "legal")
    problem = api.problem(f"/articles/{article.uuid}", 451)
    assert problem["reason"] == "legal"
    assert "Once was" not in str(problem)


def test_a_duplicate_leads_to_the_survivor(api, chief):
    survivor, article = publish_article(), publish_article()
    kill(article, chief, "duplicate", into=survivor.uuid)
    moved = api.get(f"/articles/{article.uuid}")
    assert moved.status_code == 301
    assert moved["Location"].endswith(f"/api/v1/articles/{survivor.uuid}")
    assert not moved.content


def test_readers_keep_the_live_document_while_a_draft_is_rewritten(api):
    article = publish_article(headline="Old words")
    edit(article, headline="New words")
    assert api.get(f"/articles/{article.uuid}").json()["headline"] == "Old words"


@pytest.mark.parametrize("asked", ["?fields=id&fields=headline", "?body=text", "?fields=id,url"])
def test_who_is_led_on_gets_what_was_asked_for(api, chief, asked):
    article = publish_article(slug="old-words")
    edit(article, slug="new-words")
    publishing.publish(article, by=None)
    kept = publish_article()
    kill(publish_article(slug="twin"), chief, "duplicate", into=kept.uuid)
    moved = api.get(f"/articles/by-slug/old-words{asked}")
    assert moved.status_code == 301
    wanted = api.get(f"/articles/by-slug/new-words{asked}")
    assert api.get(moved["Location"]).content == wanted.content
    assert api.get(api.get(f"/articles/by-slug/twin{asked}")["Location"]).json().keys() == (
        wanted.json().keys()
    )
