"""Every name has an address: articles, pages, tags, authors, sections, videos, in any script."""

from urllib.parse import quote

import pytest

from articles import typed_tags
from articles.models import Article, Author, Section, Tag
from media.models import Video
from newsroom.editorial.acts import publishing
from tests.admin.pages import change_url, form_values, text_of
from tests.factories import make_article, make_page, publish_article

pytestmark = pytest.mark.django_db


def save(client, item, **words):
    values = form_values(client.get(change_url(item)))
    return client.post(change_url(item), {**values, **words}, follow=True)


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("Ærø får ny færge", "aero-far-ny-faerge"), ("Новости города", "novosti-goroda")],
)
def test_a_headline_in_any_script_can_be_published(client, headline, slug):
    publish_article(headline=headline)
    assert Article.objects.get().slug == slug
    assert f"/{slug}/" in client.get("/").content.decode()


@pytest.mark.parametrize("make", [make_article, make_page])
def test_a_headline_without_letters_has_a_slug_of_its_kind_and_id(make):
    item = make(headline="?!")
    publishing.publish(item, by=None)
    assert item.slug == f"{item._meta.model_name}-{item.uuid.hex[-8:]}"


def test_the_slug_of_a_draft_waits_for_its_headline():
    assert make_article(headline=" ").slug == ""


def test_tags_that_are_typed_while_writing_all_have_an_address(client, desk):
    tags = typed_tags.save_new(typed_tags.find_or_new(["🚢", "Ærø", "AERO", "…"], by=desk))
    assert [tag.slug for tag in tags[:3]] == ["ship", "aero", "aero-2"]
    assert tags[3].slug.startswith("tag-")
    publish_article(tags=tags)
    assert {client.get(tag.get_absolute_url()).status_code for tag in tags} == {200}


@pytest.mark.parametrize(
    ("path", "model", "more"),
    [
        ("articles/tag", Tag, {"is_another": "on"}),
        ("articles/author", Author, {"kind": "person"}),
        ("articles/section", Section, {"position": 0}),
        ("media/video", Video, {"url": "https://videos.example/1"}),
    ],
)
def test_a_name_without_a_typed_slug_gets_one_by_the_same_rule(admin_client, path, model, more):
    add = f"/admin/{path}/add/"
    name = "title" if model is Video else "name"
    for _twice in range(2):
        values = form_values(admin_client.get(add), f"{path.partition('/')[2]}_form")
        sent = {**values, name: f"Færge Łódź{' ' * len(model.objects.all())}!", "slug": ""}
        response = admin_client.post(add, {**sent, **more})
        assert response.status_code == 302, text_of(response)
    assert set(model.objects.values_list("slug", flat=True)) == {"faerge-lodz", "faerge-lodz-2"}


def test_a_unicode_slug_may_be_typed_and_is_the_address_of_page_feeds_and_documents(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    save(client, article, slug="Новости Города")
    publishing.publish(article, by=desk)
    path = article.editions.live().get().path
    assert path.endswith("/новости-города/")
    response = client.get(path)
    assert response.status_code == 200
    address = f"{quote(path)}"
    assert f'rel="canonical" href="http://127.0.0.1:8000{address}"' in response.content.decode()
    for listing in ("/rss.xml", "/feed.json", "/sitemap/lists.xml", "/news-sitemap.xml"):
        assert "новости" not in client.get(listing).content.decode()
    assert client.get(f"/api/v1/articles/{article.uuid}").json()["url"].endswith(address)
    assert client.get("/api/v1/articles/by-slug/новости-города").status_code == 200
    for asked in (path, address):
        resolved = client.get("/api/v1/resolve", {"path": asked}).json()
        assert resolved["id"] == str(article.uuid), asked


def test_an_imported_slug_in_capitals_is_not_changed_by_saving_the_form(client, desk):
    client.force_login(desk)
    article = make_article(by=desk, slug="Old_Slug")
    save(client, article, headline="Another")
    article.refresh_from_db()
    assert article.slug == "Old_Slug"


def test_the_form_tells_the_slug_that_a_headline_will_get(client, desk):
    client.force_login(desk)
    told = client.get("/admin/articles/article/slug/", {"headline": "Ærø \x00"}).json()
    assert told == {"slug": "aero"}
    told = client.get("/admin/articles/article/slug/", {"slug": "a/b"}).json()
    assert "Use letters of any script" in told["problem"]


@pytest.mark.parametrize("kind", ["tag", "author", "section"])
def test_a_shared_thing_with_a_unicode_slug_has_its_page_feeds_and_api(client, kind):
    thing = {"tag": Tag, "author": Author, "section": Section}[kind].objects.create(
        name="हिन्दी", slug="हिन्दी"
    )
    publish_article(
        **{"tag": {"tags": [thing]}, "author": {"authors": [thing]}}.get(kind, {"section": thing})
    )
    for path in (f"/{kind}/हिन्दी/", f"/{kind}/हिन्दी/rss.xml", f"/api/v1/{kind}s/हिन्दी"):
        assert client.get(path).status_code == 200, path
