"""Redirects that an editor writes: however an address is typed, it is found or refused."""

import pytest

from articles import redirect_csv, redirect_hits
from articles.models import Redirect
from newsroom.editorial.acts import publishing
from tests.admin.pages import text_of
from tests.factories import edit, make_page, make_tag, publish_article

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/redirect/add/"
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def inside(client, desk):
    client.force_login(desk)
    return client


def write(client, old: str, target: str = "/feed/", **more) -> str:
    """ "" if it was saved, else what the form says."""
    response = client.post(ADD, {"old_path": old, "target": target, **more})
    return "" if response.status_code == 302 else text_of(response)


def leads(client, path: str) -> str | None:
    return client.get(path).headers.get("Location")


TYPED = [
    "/old-story", "/old-story/", "old-story", " /old-story/ ", "/old-story.html", "/Old-Story/",
    "//old-story/", "/old-story//", "/old-story/#top", "/old-story/?utm_source=mail",
    f"{SITE}/old-story/", f"{SITE.replace('http', 'https')}/old-story", "127.0.0.1:8000/old-story/",
    "\\old-story\\", "/./old-story/", "/x/../old-story/", "/old-story/\u200b",
    "\u202a/old-story/\u202c", "/old\u00ad-story", "/old-story\ufeff/", "/%6Fld-story/",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_an_old_address_is_found_however_it_was_typed(inside, typed):
    assert write(inside, typed) == ""
    asked = "/old-story.html" if typed.endswith(".html") else "/old-story/"
    for path in (asked, "/old-story", "/old-story/", "/old-story.html", "/OLD-Story/"):
        assert leads(inside, path) == "/feed/", path


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/caf%C3%A9/", "/caf%C3%A9/"),
        ("/café", "/caf%C3%A9/"),
        ("/cafe\u0301/", "/caf%C3%A9/"),
        ("/café/", "/cafe%CC%81/"),
        ("/caf%E9/", "/caf%E9/"),
        ("/two words/", "/two%20words/"),
        ("/100%25/", "/100%25/"),
        ("/news/2019/old.html", "/news/2019/old.html"),
        ("/news/2019/old.html", "/news/2019/old"),
        ("/news/2019/old/", "/news/2019/old.html"),
        ("/news/2019/old/index.php", "/news/2019/old/"),
        ("/2019/05/31/one", "/2019/05/31/one/?x=1"),
        ("/story.php?id=7&utm_source=x", "/story.php?utm_source=y&id=7"),
        ("/tag/gone/", "/tag/gone"),
        ("/files-of-2019/a.pdf", "/files-of-2019/a.pdf"),
    ],
)  # fmt: skip
def test_addresses_of_every_shape_lead_on(inside, typed, asked):
    assert write(inside, typed) == ""
    assert (leads(inside, asked) or "").startswith("/feed/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/", "This is the front page"),
        (f"{SITE}/", "This is the front page"),
        ("https://elsewhere.example/old/", "an address of another site"),
        ("//evil.example/x", "beginning with “/”"),
        ("mailto:a@b.example", "beginning with “/”"),
        ("/admin/old/", "Readers have no page under"),
        ("/api/v1/old", "Readers have no page under"),
        ("/search/", "an address of the site itself"),
        ("/rss.xml", "an address of the site itself"),
        ("/feed", "an address of the site itself"),
        ("/old/*", "“*” is not a wildcard here"),
        ("/old\x00/", "Null characters are not allowed"),
        ("/old%00/", "characters that no address can have"),
        ("/old%0Astory/", "characters that no address can have"),
        ("/old%7F/", "characters that no address can have"),
        ("elsewhere.example/old-story/", "beginning with “/”"),
        ("jane@elsewhere.example/old", "beginning with “/”"),
        ("elsewhere.example:8080/old", "beginning with “/”"),
        ("/" + "x" * 600, "500"),
    ],
)
def test_an_old_address_that_can_never_lead_on_is_refused_with_a_sentence(inside, typed, said):
    told = write(inside, typed)
    assert said in told
    assert bool(told) == bool(said)


def test_the_address_of_what_readers_find_is_refused(inside, chief):
    article = publish_article(slug="first")
    page = make_page(slug="about")
    publishing.publish(page, by=None)
    first = article.editions.get().path
    edit(article, slug="second")
    publishing.publish(article, by=None)
    for path in (first, article.editions.live().get().path, "/about", "/second/"):
        assert "Readers already find something at this address" in write(inside, path), path


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/", "/\\evil.example/", "\\\\evil.example", "javascript:alert(1)",
        "data:text/html,x", "mailto:a@b.example", "#top", "elsewhere.example/x", "/old/", "/OLD",
        f"{SITE}/old/", "https://", "https://user:pass@evil.example/", "/admin?x=1", "/preview/x/",
        "ftp://files.example/", "", "java\tscript:alert(1)", "/%61dmin/", "/a/../admin/x",
        "/./api/v1/", "/ADMIN/", "//admin/", "/x/%2e%2e/admin/", "/x%00", "/a\\..\\..\\admin/",
        f"{SITE}/%61dmin/", "/static/../admin/",
    ],
)  # fmt: skip
def test_a_target_that_harms_or_leads_nowhere_is_refused(inside, target):
    assert write(inside, "/old/", target) != ""
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("target", "stored"),
    [
        ("/feed/", "/feed/"),
        (f"{SITE}/feed/?a=1#top", "/feed/?a=1#top"),
        ("https://elsewhere.example/x?y=1", "https://elsewhere.example/x?y=1"),
        ("www.elsewhere.example/x", "https://www.elsewhere.example/x"),
        ("/nothing-yet/", "/nothing-yet/"),
    ],
)
def test_a_good_target_is_stored_in_one_form(inside, target, stored):
    assert write(inside, "/old/", target) == ""
    assert Redirect.objects.get().target == stored


def test_redirects_that_lead_in_a_circle_are_refused(inside):
    assert write(inside, "/a/", "/b/") == ""
    assert write(inside, "/b/", "/c/") == ""
    assert "It would lead to itself" in write(inside, "/c/", "/A.html")
    assert write(inside, "/c/", "/feed/") == ""


def test_another_spelling_of_the_old_address_is_a_circle_unless_something_is_there(inside):
    assert "It would lead to itself" in write(inside, "/about.html", "/about/")
    publishing.publish(make_page(slug="about"), by=None)
    assert write(inside, "/about.html", "/about/") == ""
    assert leads(inside, "/about.html") == "/about/"
    assert inside.get("/about/").status_code == 200


def test_a_redirect_to_itself_from_before_there_were_rules_is_not_followed(client):
    Redirect.objects.create(old_path="/a/", target="/a/")
    assert client.get("/a/").status_code == 404


def test_a_redirect_leads_to_one_thing(inside):
    article = publish_article()
    both = write(inside, "/old/", "/feed/", article=article.pk)
    assert "one of them" in both
    assert "one of them" in write(inside, "/old/", "")
    assert write(inside, "/old/", "", article=article.pk) == ""
    path = article.editions.get().path
    assert leads(inside, "/old?utm_source=mail") == f"{path}?utm_source=mail"


def test_a_known_old_address_and_one_that_leads_to_nothing_are_told(inside):
    assert write(inside, "/old/") == ""
    assert "“/old/” already leads somewhere." in write(inside, "/OLD.html".replace(".html", ""))
    response = inside.post(ADD, {"old_path": "/x/", "target": "/nothing/"}, follow=True)
    assert "At present readers find nothing at “/nothing/”." in text_of(response)


def test_the_query_goes_along_and_the_target_s_own_comes_first(inside):
    write(inside, "/old/", "/feed/?a=1#top")
    assert leads(inside, "/old/?a=2&b=3&utm_source=x") == "/feed/?a=1&b=3&utm_source=x#top"
    write(inside, "/story.php?id=7", "https://elsewhere.example/7")
    assert leads(inside, "/story.php?id=7&utm_source=x") == (
        "https://elsewhere.example/7?utm_source=x"
    )
    assert leads(inside, "/story.php?id=8") is None


def test_a_redirect_saved_before_there_were_rules_is_found_as_it_is(client):
    Redirect.objects.create(old_path="/Old/Mixed/", target="/feed/")
    assert leads(client, "/Old/Mixed/") == leads(client, "/Old/Mixed") == "/feed/"


def test_the_api_resolves_what_pages_redirect(inside):
    write(inside, "/old.html", "/feed/")
    told = inside.get("/api/v1/resolve", {"path": "/OLD"})
    assert told.json()["redirect"] == f"{SITE}/feed/", told.json()


def test_hits_are_counted_in_memory_and_written_in_sums(inside):
    redirect_hits.write()
    write(inside, "/old/")
    write(inside, "/other/")
    for _each in range(3):
        inside.get("/old")
    assert Redirect.objects.get(old_path="/old/").hits == 0
    redirect_hits.write()
    found = Redirect.objects.get(old_path="/old/")
    assert (found.hits, found.last_hit_at is not None) == (3, True)
    assert Redirect.objects.get(old_path="/other/").hits == 0


def test_redirects_go_out_and_come_in_as_csv(inside):
    article = publish_article(slug="bridge")
    path = article.editions.get().path
    write(inside, "/b/", "https://elsewhere.example/?a=1,2")
    write(inside, "/a/", "", article=article.pk)
    exported = b"".join(inside.get("/admin/articles/redirect/export/").streaming_content).decode()
    assert exported.splitlines() == [
        "old_path,target,hits,last_hit_at",
        f"/a/,{path},0,",
        '/b/,"https://elsewhere.example/?a=1,2",0,',
    ]
    result = redirect_csv.take(exported)
    assert (result.added, result.changed, result.unchanged, result.refused) == (0, 0, 2, [])
    assert Redirect.objects.get(old_path="/a/").article == article
    Redirect.objects.all().delete()
    assert redirect_csv.take(exported).added == 2
    assert leads(inside, "/a") == path


def test_an_import_takes_what_is_right_and_says_what_is_not(inside):
    write(inside, "/old/")
    sent = "/one;/feed/\n/admin/x;/feed/\n\n/OLD;/videos/\n/two;javascript:x\n"
    response = inside.post("/admin/articles/redirect/import/", {"lines": sent})
    said = text_of(response)
    assert "Redirects: 1 added, 1 changed, 2 refused." in said
    assert "Readers have no page under" in said
    assert leads(inside, "/one/") == "/feed/"
    assert leads(inside, "/old/") == "/videos/"
    assert "Enter some lines" in text_of(inside.post("/admin/articles/redirect/import/", {}))


def test_a_line_that_is_too_long_to_be_read_is_refused_and_the_others_are_taken():
    long = "x" * 200_000
    result = redirect_csv.take(f"/a/,/feed/\n/{long},/feed/\n/b/,/feed/")
    assert {"/a/", "/b/"} == set(Redirect.objects.values_list("old_path", flat=True))
    assert "500 characters" in result.refused[0][2]
    # A quotation mark that is never closed takes the rest along.
    assert redirect_csv.take(f'"/{long}\n",/\n/c/,/feed/').added == 0
    assert redirect_csv.take('"' + long).added == 0


def test_only_those_who_may_change_redirects_import_them(client, reporter):
    client.force_login(reporter)
    for path in ("import", "export"):
        assert client.get(f"/admin/articles/redirect/{path}/").status_code == 403


def test_a_redirect_costs_three_small_queries(client, django_assert_max_num_queries):
    Redirect.objects.create(old_path="/old/", target="/feed/")
    tag = make_tag()
    publish_article(tags=[tag])
    with django_assert_max_num_queries(8):
        client.get("/old")
