"""Reading a Ghost export: every wrapping, every order, and nothing that breaks it."""

import json
from datetime import UTC, datetime

import pytest

from articles.importers.ghost.export_file import Unreadable, read, read_file
from tests import corpora

from .conftest import export

ONE = {"id": "1", "title": "One", "slug": "one", "html": "<p>Text</p>", "status": "published"}


@pytest.mark.parametrize(
    "document",
    [
        {"db": [{"meta": {}, "data": {"posts": [ONE]}}]},
        {"db": {"data": {"posts": [ONE]}}},
        {"meta": {}, "data": {"posts": [ONE]}},
        {"data": {"posts": [ONE]}},
        {"posts": [ONE]},
        {"posts": [{"url": "https://old.example/one/", "data": ONE}]},
        {"result": {"posts": [{"url": "https://old.example/one/", "data": ONE}]}},
        {"models": [{"name": "Post", "entries": [ONE]}], "relations": []},
    ],
)
def test_every_wrapping_gives_the_same_post(document):
    post = read(json.dumps(document).encode()).posts[0]

    assert (post.title, post.slug, post.status, post.html) == (
        "One", "one", "published", "<p>Text</p>",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(encoding):
    data = json.dumps({"posts": [{**ONE, "title": "Élan"}]}, ensure_ascii=False)

    assert read(data.encode(encoding)).posts[0].title == "Élan"


def test_authors_and_tags_keep_their_order_and_the_internal_tag_is_known():
    found = read(
        export(
            posts=[ONE],
            users=[{"id": "a", "name": "Ada Roth"}, {"id": "b", "name": "Bo Lind"}],
            posts_authors=[
                {"post_id": "1", "author_id": "a", "sort_order": 1},
                {"post_id": "1", "author_id": "b", "sort_order": 0},
            ],
            tags=[
                {"id": "t", "name": "Harbour"},
                {"id": "u", "name": "#wire", "slug": "hash-wire"},
                {"id": "v", "name": "Courts"},
            ],
            posts_tags=[
                {"post_id": "1", "tag_id": "t", "sort_order": 2},
                {"post_id": "1", "tag_id": "u", "sort_order": 1},
                {"post_id": "1", "tag_id": "v", "sort_order": 0},
            ],
        )
    )

    assert [found.users[key].slug for key in found.posts[0].authors] == ["bo-lind", "ada-roth"]
    tags = [found.tags[key] for key in found.posts[0].tags]
    assert [(tag.name, tag.is_internal) for tag in tags] == [
        ("Courts", False), ("#wire", True), ("Harbour", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02 23:59:30", datetime(2026, 3, 2, 23, 59, 30, tzinfo=UTC)),
        ("2026-03-02T23:59:30.000Z", datetime(2026, 3, 2, 23, 59, 30, tzinfo=UTC)),
        ("2026-03-03T01:59:30+02:00", datetime(2026, 3, 2, 23, 59, 30, tzinfo=UTC)),
        (1283780649000, datetime(2010, 9, 6, 13, 44, 9, tzinfo=UTC)),
        ("yesterday", None),
        ("9999-99-99", None),
        (10**30, None),
        ([], None),
    ],
)
def test_times_are_aware_and_nonsense_is_told(value, expected):
    post = read(export(posts=[{**ONE, "published_at": value}])).posts[0]

    assert post.published_at == expected
    assert bool(post.problems) == (expected is None and bool(value))


def test_what_the_content_api_gives_was_public():
    rows = [{**ONE, "published_at": "2026-01-01", "authors": [{"name": "Ada", "slug": "ada"}]}]
    del rows[0]["status"]

    found = read(json.dumps({"posts": rows}).encode())

    assert found.posts[0].status == "published"
    assert [found.users[key].name for key in found.posts[0].authors] == ["Ada"]


def test_a_row_of_an_export_without_a_status_is_a_draft():
    row = {"id": "1", "title": "One", "published_at": "2026-01-01"}

    assert read(export(posts=[row])).posts[0].status == "draft"


def test_own_addresses_become_paths():
    post = read(
        export(
            posts=[
                {
                    **ONE,
                    "html": '<a href="__GHOST_URL__/two/">2</a><a href="__GHOST_URL__">home</a>',
                    "feature_image": "__GHOST_URL__/content/images/a.jpg",
                }
            ]
        )
    ).posts[0]

    assert post.html == '<a href="/two/">2</a><a href="/">home</a>'
    assert post.feature_image == "/content/images/a.jpg"


def test_an_address_of_our_own_cannot_become_one_of_another_host():
    post = read(export(posts=[{**ONE, "html": "__GHOST_URL__//evil.example/x"}])).posts[0]

    assert post.html == "/evil.example/x"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"<?xml version='1.0'?><rss/>", "not valid JSON"),
        (b'{"db": [', "not valid JSON"),
        (b"\xc3\x28\xa0\xa1", "not UTF-8"),
        (b"[]", "no posts"),
        (b'"posts"', "no posts"),
        (b"{}", "no posts"),
        (b'{"db": []}', "empty"),
        (b'{"db": [{"data": []}]}', "contains no tables"),
        (b'{"db": [{"data": {"posts": "x"}}]}', "no posts"),
        (b"[" * 200_000, "too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number too large"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(data)

    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read"):
        read_file(tmp_path / "absent.json")


def test_one_bad_row_does_not_keep_the_others_out():
    found = read(export(posts=[None, "x", 7, {}, ONE, [], {"id": "2", "title": "Two"}]))

    assert [post.title for post in found.posts] == ["One", "Two"]
    assert len(found.unread) == 5


def test_wrong_types_everywhere_read_as_nothing():
    wrong = [None, 1, 1.5, True, [], {}, "\x00", "\ud800", [[]], {"a": {}}]
    for value in wrong:
        tables = {
            name: [{"id": "1", "post_id": "1", "author_id": value, "tag_id": value,
                    "sort_order": value, "name": value, "slug": value, "key": value,
                    "value": value, "title": value, "html": "<p>x</p>", "lexical": value,
                    "mobiledoc": value, "published_at": value, "uuid": value, "type": value,
                    "authors": value, "tags": value, "tiers": value, "featured": value}]
            for name in ("posts", "posts_meta", "users", "tags", "posts_authors", "posts_tags",
                         "settings", "roles", "roles_users", "products", "posts_products")
        }  # fmt: skip
        assert len(read(export(**tables)).posts) == 1


def test_nul_bytes_and_lone_surrogates_are_gone():
    row = {**ONE, "title": "A\x00B\ufeffC\ud83d", "html": "<p>\x00x</p>"}

    post = read(export(posts=[row])).posts[0]

    assert (post.title, post.html) == ("ABC", "<p>x</p>")


def test_raw_control_characters_in_the_file_are_survived():
    data = b'{"posts": [{"id": "1", "title": "A\x00\x01\tB", "html": "x"}]}'

    assert read(data).posts[0].title == "A B"


def test_a_repeated_id_is_told_and_both_posts_come_in():
    found = read(export(posts=[ONE, {**ONE, "slug": "other", "title": "Other"}, ONE]))

    assert [(post.id, post.slug) for post in found.posts] == [("1", "one"), ("1/other", "other")]
    assert "same id" in found.posts[1].problems[0]
    assert "twice" in found.unread[0].reason


def test_what_else_the_file_holds_is_told():
    found = read(
        export(
            posts=[ONE],
            newsletters=[{}],
            members=[{}, {}],
            snippets=[{}],
            settings=[
                {"key": "title", "value": "The Gazette"},
                {"key": "navigation", "value": '[{"label": "Home", "url": "/"}]'},
                {"key": "codeinjection_head", "value": "<script>x</script>"},
            ],
        )
    )

    told = "\n".join(found.leftovers)
    for part in (
        "Newsletters left out: 1",
        "Members left out: 2",
        "Snippets",
        "Home (/)",
        "Code injected",
    ):
        assert part in told
    assert found.title == "The Gazette"


@pytest.mark.parametrize("path", corpora.files("ghost", "*.json"), ids=corpora.title)
def test_every_file_of_the_corpora_can_be_read(path):
    found = read_file(path)

    assert found.posts
    assert not found.unread


def test_an_export_and_the_content_api_agree_on_every_public_post(publication):
    found = read_file(publication.export)
    truth = publication.truth
    ours = {post.id: post for post in found.posts}

    assert len(truth) == publication.told
    for expected in truth:
        post = ours[expected["id"]]
        assert post.title == expected["title"]
        assert post.slug == expected["slug"]
        assert post.published_at == datetime.fromisoformat(expected["published_at"])
        assert [found.users[key].name for key in post.authors] == [
            author["name"] for author in expected["authors"]
        ]
        assert [found.tags[key].name for key in post.tags] == [
            tag["name"] for tag in expected["tags"]
        ]
