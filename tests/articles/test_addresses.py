"""Old addresses of articles, pages, tags, authors, sections and videos lead on, everywhere."""

from datetime import timedelta

import pytest
import time_machine

from articles.models import Author, Section, Tag
from newsroom.editorial import addresses
from newsroom.editorial.acts import publishing, shared_things, takedowns
from newsroom.editorial.clock import now
from newsroom.editorial.models import Address
from newsroom.lib.folding import folded
from tests.admin.pages import change_url, form_values, text_of
from tests.factories import edit, make_article, make_page, publish_article
from tests.media.factories import make_video
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db
KINDS = ["tag", "author", "section", "video"]


def make(kind: str, slug: str):
    if kind == "video":
        return make_video(slug=slug, title=slug)
    return {"tag": Tag, "author": Author, "section": Section}[kind].objects.create(
        name=slug.title(), slug=slug
    )


def article_naming(kind: str, thing, **words):
    if kind == "video":
        article = make_article(**words)
        article.videos.add(thing)
        return edit(article)
    named = {"tag": {"tags": [thing]}, "author": {"authors": [thing]}}
    return make_article(**named.get(kind, {kind: thing}), **words)


def rename(client, thing, slug: str, **changes: str):
    form = f"{thing._meta.model_name}_form"
    values = form_values(client.get(change_url(thing)), form)
    response = client.post(change_url(thing), {**values, "slug": slug, **changes})
    assert response.status_code == 302, text_of(response)
    thing.refresh_from_db()
    recompile_all()


def path_of(kind: str, slug: str) -> str:
    return f"/videos/{slug}/" if kind == "video" else f"/{kind}/{slug}/"


def leads(client, path: str) -> str:
    """Where the address leads, "" if it is there, "404" if nothing is."""
    response = client.get(path)
    if response.status_code in (301, 404):
        return response.headers.get("Location", "404")
    assert response.status_code == 200, response.status_code
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_renamed_thing_is_found_by_every_slug_it_had_in_public(client, admin_user, kind):
    client.force_login(admin_user)
    thing = make(kind, "first")
    publishing.publish(article_naming(kind, thing), by=None)
    rename(client, thing, "second")
    rename(client, thing, "third")
    for old in ("first", "second"):
        path = path_of(kind, old)
        assert leads(client, f"{path}?utm_source=mail&before=x") == (
            f"{path_of(kind, 'third')}?utm_source=mail&before=x"
        )
        assert leads(client, f"/api/v1/{kind}s/{old}").endswith(f"/{kind}s/{thing.uuid}")
        told = client.get("/api/v1/resolve", {"path": path}).json()
        assert told["id"] == str(thing.uuid)
        if kind != "video":
            for file in ("rss.xml", "atom.xml", "feed.json"):
                assert leads(client, path + file) == f"{path_of(kind, 'third')}{file}"
            assert len(client.get(f"/api/v1/articles?{kind}={old}").json()["data"]) == 1
    rename(client, thing, "first")
    assert leads(client, path_of(kind, "first")) == ""
    assert leads(client, path_of(kind, "third")) == path_of(kind, "first")


@pytest.mark.parametrize("kind", ["tag", "author"])
def test_a_renamed_thing_is_known_by_its_new_name(client, admin_user, kind):
    """Its folded key is written with the name, though a form saves only what was changed."""
    client.force_login(admin_user)
    thing = make(kind, "first")
    rename(client, thing, "first", name="Zoë  ÅLESUND")
    assert thing.key == folded("Zoë ålesund")


@pytest.mark.parametrize("kind", ["tag", "author", "section"])
def test_a_merged_thing_leads_to_the_survivor_with_all_its_old_slugs(client, admin_user, kind):
    client.force_login(admin_user)
    old, new, last = make(kind, "old"), make(kind, "new"), make(kind, "last")
    for thing in (old, new, last):
        publishing.publish(article_naming(kind, thing), by=None)
    rename(client, old, "older")
    shared_things.merge(old, into=new)
    recompile_all()
    shared_things.merge(new, into=last)
    recompile_all()
    for slug in ("old", "older", "new"):
        assert leads(client, path_of(kind, slug)) == path_of(kind, "last")
        assert leads(client, f"{path_of(kind, slug)}rss.xml") == f"{path_of(kind, 'last')}rss.xml"
        assert leads(client, f"/api/v1/{kind}s/{slug}").endswith(str(last.uuid))
        assert len(client.get(f"/api/v1/articles?{kind}={slug}").json()["data"]) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_slug_that_was_never_public_tells_nothing(client, admin_user, kind):
    client.force_login(admin_user)
    scoop, plain = make(kind, "the-scoop"), make(kind, "plain")
    publishing.publish(article_naming(kind, plain), by=None)
    article = article_naming(kind, scoop)
    publishing.schedule(article, by=None, at=now() + timedelta(hours=1))
    rename(client, scoop, "renamed")
    publishing.publish(article, by=None)
    assert leads(client, path_of(kind, "renamed")) == ""
    assert leads(client, path_of(kind, "the-scoop")) == "404"
    assert client.get(f"/api/v1/{kind}s/the-scoop").status_code == 404
    assert client.get("/api/v1/resolve", {"path": path_of(kind, "the-scoop")}).status_code == 404
    shared_things.merge(make(kind, "another-scoop"), into=plain)
    assert leads(client, path_of(kind, "another-scoop")) == "404"
    assert client.get(f"/api/v1/{kind}s/another-scoop").status_code == 404
    if kind != "video":
        found = client.get(f"/api/v1/articles?{kind}=another-scoop").json()["data"]
        assert found == []


def test_what_the_clock_made_public_is_remembered_before_a_worker_has_told_of_it(
    client, admin_user
):
    tag = make("tag", "harbour")
    at = now() + timedelta(hours=1)
    publishing.schedule(article_naming("tag", tag), by=None, at=at)
    with time_machine.travel(at + timedelta(seconds=1)):
        client.force_login(admin_user)
        rename(client, tag, "port")
        assert leads(client, "/tag/harbour/") == "/tag/port/"


def test_an_old_public_slug_is_never_given_to_another_thing(client, admin_user):
    client.force_login(admin_user)
    tag = make("tag", "harbour")
    publishing.publish(article_naming("tag", tag), by=None)
    rename(client, tag, "port")
    assert addresses.free_slug(Tag(name="Harbour"), "Harbour") == "harbour-2"
    another = make("tag", "another")
    values = form_values(client.get(change_url(another)), "tag_form")
    response = client.post(change_url(another), {**values, "slug": "harbour"})
    assert "Another one has, or had, the slug “harbour”." in text_of(response)


@pytest.mark.parametrize("kind", ["tag", "author", "section"])
def test_the_survivor_may_take_every_slug_of_what_was_merged_into_it(client, admin_user, kind):
    client.force_login(admin_user)
    old, new, other = make(kind, "old"), make(kind, "new"), make(kind, "other")
    for thing in (old, new, other):
        publishing.publish(article_naming(kind, thing), by=None)
    rename(client, old, "older")
    shared_things.merge(old, into=new)
    recompile_all()
    values = form_values(client.get(change_url(other)), f"{kind}_form")
    for slug in ("old", "older", "new"):
        refused = client.post(change_url(other), {**values, "slug": slug})
        assert f"Another one has, or had, the slug “{slug}”." in text_of(refused)
    for slug in ("older", "old", "new", "older"):
        rename(client, new, slug)
        assert {path: leads(client, path_of(kind, path)) for path in ("old", "older", "new")} == {
            path: "" if path == slug else path_of(kind, slug) for path in ("old", "older", "new")
        }
        assert client.get(f"{path_of(kind, slug)}rss.xml").status_code == 200
        assert client.get(change_url(old)).status_code == 200


def test_a_slug_that_was_never_public_may_be_given_to_another_thing(client, admin_user):
    client.force_login(admin_user)
    rename(client, make("tag", "draft-tag"), "other")
    rename(client, make("tag", "second"), "draft-tag")
    assert leads(client, "/tag/draft-tag/") == "404"


@pytest.mark.parametrize("make_item", [make_article, make_page])
def test_old_slugs_of_items_lead_on_and_keep_the_query(client, make_item):
    item = make_item(slug="first")
    publishing.publish(item, by=None)
    old = item.editions.get().path
    edit(item, slug="second")
    publishing.publish(item, by=None)
    path = item.editions.live().get().path
    for asked in (old, "/first/"):
        assert leads(client, f"{asked}?utm_medium=mail&a=1&a=2") == (
            f"{path}?utm_medium=mail&a=1&a=2"
        )
        told = client.get("/api/v1/resolve", {"path": asked}).json()
        assert told["id"] == str(item.uuid)


def test_the_claim_of_a_draft_that_was_deleted_is_free_again():
    draft = make_article(slug="wanted")
    draft.revisions.model.objects.filter(item=draft)._raw_delete("default")
    draft.delete()
    assert make_article(slug="wanted").slug == "wanted"
    assert Address.objects.get(slug="wanted").uuid != draft.uuid


def test_a_thing_that_is_not_public_at_present_is_not_told_of_by_its_old_slug(client, desk):
    tag = make("tag", "harbour")
    article = article_naming("tag", tag)
    publishing.publish(article, by=None)
    client.force_login(desk)
    rename(client, tag, "port")
    takedowns.withdraw(article, by=desk, note="x")
    assert leads(client, "/tag/harbour/") == "404"
    assert client.get("/api/v1/tags/harbour").status_code == 404
    publish_article(tags=[tag])
    assert leads(client, "/tag/harbour/") == "/tag/port/"
