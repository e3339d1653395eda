"""ETags, 304, what caches are told, HEAD and CORS."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import recompilation
from tests.bulk import multiply_article, multiply_post
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def max_age(response) -> int:
    assert response["Cache-Control"].startswith("public, max-age=")
    return int(response["Cache-Control"].rpartition("=")[2])


@pytest.mark.parametrize("path", ["/articles", "/articles/{id}", "/changes", "/tags", "/posts"])
def test_an_unchanged_answer_is_a_304_with_the_same_validators(api, path):
    article = publish_article(tags=[make_tag()])
    publish_post()
    path = path.format(id=article.uuid)
    first = api.get(path)
    for tag in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = api.get(path, If_None_Match=tag)
        assert again.status_code == 304
        assert not again.content
        for name in ("ETag", "Cache-Control", "Vary", "Surrogate-Key"):
            assert again[name] == first[name]
    assert not first["ETag"].startswith("W/")
    assert api.get(path, If_None_Match='"other"').status_code == 200


def test_what_is_printed_in_another_way_has_another_etag(api):
    article = publish_article(tags=[make_tag()])
    for path in ("/articles", f"/articles/{article.uuid}", "/tags"):
        tags = {api.get(path + query)["ETag"] for query in ("", "?fields=id", "?fields=id,url")}
        assert len(tags) == 3


def test_every_change_of_what_is_printed_changes_the_etag(api, chief):
    author = make_author("Old Name")
    article = publish_article(authors=[author])
    seen = set()

    def look():
        tags = (api.get("/articles")["ETag"], api.get(f"/articles/{article.uuid}")["ETag"])
        assert not seen & set(tags)
        seen.update(tags)

    look()
    edit(article, headline="New words")
    publishing.publish(article, by=chief, change="minor")
    look()
    author.name = "New Name"
    author.save()
    recompilation.changed(author)
    recompile_all()
    assert api.get(f"/articles/{article.uuid}").json()["authors"][0]["name"] == "New Name"
    look()


def test_a_removal_and_a_scheduled_arrival_change_the_list_s_etag(api, chief, time_machine_at):
    first, second = publish_article(), publish_article()
    seen = [api.get("/articles")["ETag"]]
    takedowns.withdraw(second, by=chief, note="x")
    seen.append(api.get("/articles")["ETag"])
    third, at = make_article(), clock.now() + 60 * SECOND
    publishing.publish(third, by=chief, at=at)
    assert api.get("/articles")["ETag"] == seen[-1]
    time_machine_at(at)
    seen.append(api.get("/articles")["ETag"])
    assert len(set(seen)) == 3
    assert first.uuid


def test_caches_keep_every_answer_equally_long_whatever_is_planned(api, chief):
    article = publish_article()
    paths = ["/articles", "/tags", "/changes", f"/articles/{article.uuid}"]
    assert {max_age(api.get(path)) for path in paths} == {5}
    planned, at = make_article(tags=[make_tag()]), clock.now() + 3 * SECOND
    publishing.publish(planned, by=None, at=at)
    takedowns.withdraw(article, by=chief, note="x", at=at)
    assert {max_age(api.get(path)) for path in paths} == {5}


def test_last_modified_is_given_once_it_cannot_be_taken_for_another_change(api, time_machine_at):
    article = publish_article()
    for path in ("/articles", f"/articles/{article.uuid}"):
        assert not api.get(path).has_header("Last-Modified")
    time_machine_at(clock.now() + 5 * SECOND)
    for path in ("/articles", f"/articles/{article.uuid}"):
        response = api.get(path)
        modified = parsedate_to_datetime(response["Last-Modified"])
        assert modified <= clock.now() - 4 * SECOND
        same = api.get(path, If_Modified_Since=response["Last-Modified"])
        assert same.status_code == 304
    edit(article, headline="New words")
    publishing.publish(article, by=None)
    assert api.get(path, If_Modified_Since=response["Last-Modified"]).status_code == 200


def test_a_planned_end_that_nobody_announced_is_no_304_by_date(api, chief, time_machine_at):
    publish_article()
    ending = publish_article()
    at = clock.now() + 60 * SECOND
    takedowns.withdraw(ending, by=chief, note="x", at=at)
    time_machine_at(at - 10 * SECOND)
    modified = api.get("/articles")["Last-Modified"]
    time_machine_at(at + 10 * SECOND)
    assert len(api.get("/articles", If_Modified_Since=modified).json()["data"]) == 1


def test_head_answers_as_get_without_the_body(api):
    article = publish_article()
    for path in ("/articles", f"/articles/{article.uuid}", "/changes", "/nothing"):
        got = api.get(path)
        head = api.client.head(f"/api/v1{path}")
        assert head.status_code == got.status_code
        assert head.content == b""
        assert head["Content-Length"] == str(len(got.content))
        assert head.get("ETag") == got.get("ETag")


def test_anybody_s_browser_may_read_it_and_nothing_varies_by_who_asks(api, chief):
    publish_article()
    plain = api.get("/articles", Origin="https://elsewhere.example")
    assert plain["Access-Control-Allow-Origin"] == "*"
    assert not plain.has_header("Access-Control-Allow-Credentials")
    assert plain["Vary"] == "Accept-Encoding"
    api.client.force_login(chief)
    known = api.get("/articles", Authorization="Bearer nonsense")
    assert known.content == plain.content
    assert known["ETag"] == plain["ETag"]
    assert not known.cookies
    preflight = api.client.options("/api/v1/articles", headers={"Origin": "https://x.example"})
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]


def test_answers_carry_the_keys_that_a_change_purges(api):
    article = publish_article()
    assert api.get(f"/articles/{article.uuid}")["Surrogate-Key"] == f"article:{article.uuid} site"
    assert api.get("/articles")["Surrogate-Key"] == "articles site"


@pytest.fixture(params=[20, 2000])
def many(request) -> dict:
    tag, author, section = make_tag(), make_author(), make_section()
    article = publish_article(tags=[tag], authors=[author], section=section)
    multiply_article(article, request.param - 1)
    post = publish_post()
    multiply_post(post, request.param - 1)
    return {"tag": tag.slug, "author": author.slug, "section": section.slug, "id": article.uuid}


READ = [
    "/articles?limit=1", "/articles?limit=100", "/articles?limit=100&body=all", "/posts?limit=20",
    "/articles?tag={tag}&limit=20", "/articles?author={author}&section={section}&limit=20",
    "/articles?order=-updated_at&limit=20", "/articles/{id}",
]  # fmt: skip


def test_an_answer_costs_at_most_two_queries_and_a_304_one(
    api, many, django_assert_num_queries, django_assert_max_num_queries
):
    for path in (each.format(**many) for each in READ):
        with django_assert_max_num_queries(2):
            response = api.get(path)
        assert response.status_code == 200
        with django_assert_num_queries(1):
            assert api.get(path, If_None_Match=response["ETag"]).status_code == 304
    # Counting costs no query more.
    for path in ("/articles?count=true", "/tags?count=true", "/changes?include=resource&limit=5"):
        response = api.get(path)
        with django_assert_num_queries(1):
            assert api.get(path, If_None_Match=response["ETag"]).status_code == 304
    with django_assert_max_num_queries(2):
        page = api.get("/articles?count=true").json()
    assert page["total"] in (20, 2000)


def test_the_pages_for_people_have_an_etag_and_answer_head_and_other_origins(api):
    for path in ("/api/v1/docs", "/api/v1/problems/legal"):
        page = api.client.get(path)
        head = api.client.head(path)
        assert page["ETag"] == head["ETag"]
        assert head.content == b""
        assert page["Access-Control-Allow-Origin"] == "*"
        assert "public" in page["Cache-Control"]
        for ask in (api.client.get, api.client.head):
            assert ask(path, headers={"if-none-match": page["ETag"]}).status_code == 304
