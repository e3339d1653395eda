"""On PostgreSQL every list of the API walks one range of an index, whatever the planner knows."""

import pytest

from articles.models import Article, Author, Tag
from feed.models import PostEditionAuthor, PostEditionTag
from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from tests.bulk import multiply_article, multiply_post
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_video
from tests.plans import Asked, asked_by, assert_narrow

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres,  # it explains its plans
    pytest.mark.usefixtures("served_plans"),
]
ROWS = 3000
#: No list of ten reads more rows of a table than this, whatever the archive holds.
MOST_ROWS = 120
LISTS = [
    "/articles", "/articles?order=published_at", "/articles?order=-updated_at",
    "/articles?tag={tag}", "/articles?tag={tag}&order=published_at", "/articles?tag={tag_id}",
    "/articles?primary_tag={tag}", "/articles?author={author}", "/articles?section={section}",
    "/articles?tag={tag}&author={author}", "/articles?tag={tag}&section={section}",
    "/articles?tag={rare}", "/articles?ids={ids}",
    "/articles?tag={tag}&published_before={before}", "/articles?published_before={before}",
    # What few or none have.
    "/articles?language=xx", "/articles?language=xx&order=updated_at", "/articles?has=image",
    "/articles?has=video", "/articles?section={unused}", "/articles?updated_after=2999-01-01",
    "/articles?tag={tag}&language=xx", "/articles?tag={tag}&author={nobody}",
    "/articles?author={author}&section={unused}", "/articles?language=xx&count=true",
    # What one item has, at the far end of the order.
    "/articles?language=da&order=updated_at", "/articles?section={one}&order=updated_at",
    "/articles?has=image&order=updated_at", "/articles?has=video&order=updated_at",
    "/posts?language=da&order=updated_at",
    "/posts?has=image", "/posts?language=xx", "/posts?tag={tag}&has=image",
    "/articles?order=updated_at", "/posts?order=updated_at",
    "/posts", "/posts?order=published_at", "/posts?order=-updated_at", "/posts?tag={tag}",
    "/posts?author={author}", "/authors", "/tags", "/sections", "/videos", "/tags?count=true",
    "/articles/{id}", "/articles/by-slug/{slug}", "/tags/{tag}", "/authors/{author}",
    "/sections/{section}", "/posts/{post}", "/changes",
]  # fmt: skip


def unused(model) -> list:
    """Names that nothing live uses, before the others in the order of the lists."""
    return [model(name=f"{n:04} unused", slug=f"{n:04}-unused") for n in range(ROWS)]


@pytest.fixture
def archive() -> dict:
    tag, rare = make_tag("Cranes"), make_tag("Gulls")
    author, section = make_author("Ines Falk"), make_section("Port")
    article = publish_article(section=section, tags=[tag], authors=[author])
    post = publish_post(tags=[tag], authors=[author])
    editions = multiply_article(article, ROWS)
    posts = multiply_post(post, ROWS)
    for model, thing in ((PostEditionTag, {"tag": tag}), (PostEditionAuthor, {"author": author})):
        model.objects.bulk_create(
            model(edition=e, item_id=e.item_id, published_at=e.published_at, **thing)
            for e in posts
        )  # fmt: skip
    publish_article(section=section, tags=[rare, tag], authors=[author])
    make_page()
    one = make_section("Pilots")
    with_all = make_article(section=one, language="da", lead_image=make_image())
    registry.set_lists(with_all, videos=[make_video()])
    revisions.save(with_all, by=None)
    publishing.publish(with_all, by=None)
    publish_post(language="da")
    for model in (Author, Tag):
        model.objects.bulk_create(unused(model))
    return {
        "tag": tag.slug, "tag_id": tag.uuid, "rare": rare.slug, "author": author.slug,
        "section": section.slug, "id": article.uuid, "slug": article.slug, "post": post.uuid,
        "ids": ",".join(str(e.item.uuid) for e in editions[:5]),
        "one": one.slug, "unused": make_section("Empty").slug, "nobody": make_author("Nobody").slug,
        "before": f"{editions[1500].published_at:%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip


def asked_by_two_pages(api, address: str) -> list[Asked]:
    """What a page asks, and the one that follows it."""
    asked: list[Asked] = []
    following = ""
    while address:
        response, more = asked_by(api.get, address, MOST_ROWS)
        assert response.status_code == 200, response.content
        asked += more
        following = "" if following else response.json().get("next") or ""
        address = following if following.startswith("http") else ""
    return asked


def test_no_list_reads_more_than_about_the_rows_it_prints(api, archive):
    asked: list[Asked] = []
    for template in LISTS:
        address = template.format(**archive)
        if address.count("/") == 1:
            address += ("&" if "?" in address else "?") + "limit=10"
        asked += asked_by_two_pages(api, address)
    article = Article.objects.get(uuid=archive["id"])
    assert_narrow(asked, bloat=lambda: multiply_article(article, ROWS))
