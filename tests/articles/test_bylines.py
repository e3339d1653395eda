"""Roles of a byline: one declaration says what the line, the page, ninjs and JSON-LD make of it."""

import json

import feedparser
import pytest
from django.test import override_settings

from articles import bylines, ninjs, structured_data
from articles.bylines import byline_text, contributed
from articles.models import Author
from feed import structured_data as of_posts
from newsroom.editorial import registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from newsroom.site.templatetags.news import role_name
from tests.factories import make_article, make_author, publish_article, publish_post


def _authors(*roles):
    return [
        {"name": role.capitalize(), "role": role, "kind": "person", "url": "", "job_title": ""}
        for role in roles
    ]


def test_a_role_is_printed_everywhere_as_it_is_declared():
    authors = _authors("writer", "agency", "photographer", "editor")
    assert byline_text(authors) == "by Writer and Agency"
    assert [role_name(author) for author in contributed(authors)] == ["Photographs", "Editing"]
    signed = structured_data.written_by(authors)
    assert [author["@type"] for author in signed] == ["Person", "Organization"]
    assert [ninjs._named(author)["rel"] for author in authors] == [
        "author", "author", "photographer", "editor",
    ]  # fmt: skip


def test_a_stored_role_that_is_declared_no_longer_goes_by_its_name():
    [author] = _authors("fact_checker")
    assert role_name(author) == "Fact checker"
    assert bylines.wrote([author]) == []


def _guest(name: str, role: str = "writer") -> dict:
    return {"id": None, "name": name, "role": role}


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ([_guest("Mara Lind"), _guest("Mara Lind")], "by Mara Lind"),
        ([_guest("Mara Lind"), _guest("MARA\u00a0 LIND")], "by Mara Lind"),
        ([_guest("AFP"), _guest("AFP", "agency")], "by AFP"),
        ([_guest("Mara Lind") | {"id": "1"}, _guest("M. Lind") | {"id": "1"}], "by Mara Lind"),
        ([_guest("Mara Lind") | {"id": "1"}, _guest("Mara Lind")], "by Mara Lind"),
        # Two people may have one name.
        ([_guest("A B") | {"id": "1"}, _guest("A B") | {"id": "2"}], "by A B and A B"),
    ],
)
def test_the_same_author_twice_prints_once(names, line):
    assert byline_text(names) == line


def test_of_a_guest_and_an_author_of_one_name_the_author_is_named():
    guest = {"id": None, "name": "mara lind", "role": "writer"}
    author = {"id": "1", "name": "Mara Lind", "role": "writer"}
    for authors in ([guest, author], [author, guest]):
        assert bylines.wrote(authors) == bylines.each_once(authors) == [author]


def test_who_wrote_and_took_the_photographs_is_told_of_both():
    authors = [_guest("Mara Lind"), _guest("Mara Lind", "photographer")] * 2
    assert byline_text(authors) == "by Mara Lind"
    assert contributed(authors) == [_guest("Mara Lind", "photographer")]


def publish_byline(*names, **words):
    """A live article with these (author or None, printed name, role)."""
    article = make_article(authors=[], headline="Quay reopens", **words)
    registry.set_lists(article, byline=names)
    revisions.save(article, by=None)
    publishing.publish(article, by=None)
    return article


@pytest.mark.django_db
def test_every_surface_shows_the_byline_of_the_agency_and_not_of_the_photographer(client):
    agency = make_author("AFP", kind=Author.Kind.BODY)
    taken = make_author("Jon Reyes")
    article = publish_byline((agency, "", "agency"), (taken, "", "photographer"),
                             (agency, "", "agency"))  # fmt: skip
    carding = publish_article(
        body=f'<p>See.</p><div data-card="article" data-id="{article.uuid}"></div>'
    )
    document = article.editions.live().get().document

    assert [(a["name"], a["role"]) for a in document["authors"]] == [
        ("AFP", "agency"), ("Jon Reyes", "photographer"),
    ]  # fmt: skip
    page = client.get(document["path"]).content.decode()
    assert '<meta name="twitter:data1" content="AFP">' in page
    assert page.count('property="article:author"') == 1
    [told] = json.loads(structured_data.article(document))[0]["author"]
    assert (told["@type"], told["name"]) == ("Organization", "AFP")
    assert "by AFP" in client.get("/section/" + document["section"]["slug"] + "/").content.decode()
    card = next(b for b in carding.editions.live().get().document["body"]["blocks"]
                if b["_type"] == "card")  # fmt: skip
    assert card["author"] == "AFP"
    told = f"/api/v1/articles/{article.uuid}"
    assert client.get(told).json()["byline"] == "by AFP"
    assert client.get(f"{told}?format=ninjs").json()["by"] == "AFP"

    files = {file: client.get(f"/author/{taken.slug}/{file}").content for file in
             ("rss.xml", "atom.xml", "feed.json")}  # fmt: skip
    assert [a.name for a in feedparser.parse(files["rss.xml"]).entries[0].authors] == ["AFP"]
    assert b"<dc:contributor>Jon Reyes<" in files["rss.xml"]
    [entry] = feedparser.parse(files["atom.xml"]).entries
    assert [a.name for a in entry.authors] == ["AFP"]
    assert [a.name for a in entry.contributors] == ["Jon Reyes"]
    assert [a["name"] for a in json.loads(files["feed.json"])["items"][0]["authors"]] == ["AFP"]


@pytest.mark.django_db
@override_settings(SITE_URL="https://news.example")
def test_what_nobody_has_signed_is_the_newsrooms():
    article = publish_byline((None, "Jon Reyes", "photographer"))
    document = article.editions.live().get().document
    assert document["byline"] == ""
    told = json.loads(structured_data.article(document))[0]
    assert told["author"] == [{"@id": "https://news.example/#org"}]


@pytest.mark.django_db
def test_a_post_of_a_body_is_not_by_a_person():
    post = publish_post(authors=[make_author("AFP", kind=Author.Kind.BODY)])
    told = json.loads(of_posts.posting(post.editions.live().get().document))[0]
    assert told["author"][0]["@type"] == "Organization"


@pytest.mark.django_db
def test_two_of_one_name_lead_to_a_page_each_and_a_guest_to_none(client):
    first, second = make_author("Ann Roe"), make_author("Ann Roe", slug="ann-roe-2")
    taken = make_author("Jon Reyes")
    article = publish_byline((first, "", "writer"), (second, "", "writer"))
    page = client.get(article.editions.live().get().path).content.decode()
    names = page.partition('class="byline-names"')[2].partition("</p>")[0]
    assert names.count(f'{first.get_absolute_url()}" rel="author">Ann Roe</a> and ') == 1
    assert names.count(f'{second.get_absolute_url()}" rel="author">Ann Roe</a>') == 1
    guest = publish_byline((None, "Jon Reyes", "writer"), (taken, "", "photographer"))
    page = client.get(guest.editions.live().get().path).content.decode()
    assert taken.get_absolute_url() not in page.partition('class="byline-part"')[0].partition(
        'class="byline-names"')[2]  # fmt: skip


@pytest.mark.django_db
def test_partners_are_told_of_each_name_once(client):
    agency = make_author("AFP", kind=Author.Kind.BODY)
    for names in (
        [(agency, "", "writer"), (agency, "", "agency")],
        [(None, "AFP", "writer"), (agency, "", "agency")],
    ):
        article = publish_byline(*names, slug=f"quay-{len(str(names[0][0]))}")
        told = client.get(f"/api/v1/articles/{article.uuid}?format=ninjs").json()
        assert [each["name"] for each in told["organisations"]] == ["AFP"]
        assert "people" not in told
