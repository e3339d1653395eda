"""``import_ghost``: a publication comes in whole, once, and nothing of it leaks."""

import io
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image as Picture

from articles.importers.addresses import Addresses
from articles.importers.ghost import prose
from articles.importers.import_run import bring
from articles.importers.publication import Fate, IncomingItem, Publication
from articles.importers.report import Notes
from articles.models import (
    Article,
    ArticleEdition,
    Author,
    ImportedRecord,
    Page,
    PageEdition,
    Redirect,
    Section,
    Tag,
)  # fmt: skip
from media.models import Image
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import Address, LedgerEntry
from tests.analysed import analysed_tables
from tests.requirements import need, need_shared

from .conftest import export, lexical, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring_in(tmp_path, settings):
    """Import tables (or a file) and return the report as a dictionary."""
    settings.SITE_URL = "https://news.example"

    def run(source=None, *options, **tables):
        path = source
        if source is None:
            path = tmp_path / "export.json"
            path.write_bytes(export(**tables))
        out = io.StringIO()
        call_command("import_ghost", str(path), "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    return run


def post(slug="one", **fields):
    return {
        "id": f"id-{slug}", "title": slug.title(), "slug": slug, "html": f"<p>Text of {slug}</p>",
        "status": "published", "visibility": "public", "type": "post",
        "published_at": "2024-05-31 22:30:00", "updated_at": "2024-05-31 22:30:00", **fields,
    }  # fmt: skip


def signed(*rows):
    """Tables for posts that have an author, so that nothing is amiss with them."""
    return {
        "posts": list(rows),
        "users": [{"id": "user-1", "name": "Ada Roth", "slug": "ada-roth"}],
        "posts_authors": [{"post_id": row["id"], "author_id": "user-1"} for row in rows],
    }


def item(report, name):
    return next(line for line in report["items"] if line["name"] == name)


def told(report, name):
    return "\n".join(note["text"] for note in item(report, name)["notes"])


def everything():
    """All rows of every table that an import could touch."""
    with connection.cursor() as cursor:
        tables = sorted(
            name
            for name in connection.introspection.table_names(cursor)
            if name.split("_")[0] in ("articles", "media", "editorial", "feed", "taggit")
        )
        rows = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            rows[name] = cursor.fetchall()
    return rows


# --- Whole exports -------------------------------------------------------------------------------


@pytest.fixture
def truth(publication):
    return [post for post in publication.truth if post["visibility"] == "public"]


def test_every_public_post_is_live_as_it_was(bring_in, publication, truth, client):
    bring_in(publication.export)

    assert len(truth) == publication.public
    for expected in truth:
        edition = ArticleEdition.objects.live(clock.now()).get(slug=expected["slug"])
        card = edition.card
        assert card["headline"] == expected["title"]
        assert edition.published_at == datetime.fromisoformat(expected["published_at"])
        assert [a["name"] for a in card["authors"]] == [a["name"] for a in expected["authors"]]
        assert [t["name"] for t in card["tags"]] == [
            tag["name"] for tag in expected["tags"] if tag["visibility"] == "public"
        ]
        assert card["standfirst"] == (expected["custom_excerpt"] or "")
        assert card["section"]["name"] == "News"
    assert ArticleEdition.objects.live(clock.now()).count() == len(truth)


def test_what_was_not_public_is_not_public_here(bring_in, publication):
    report = bring_in(publication.export)

    live = set(ArticleEdition.objects.live(clock.now()).values_list("slug", flat=True))
    assert live.isdisjoint(publication.drafts)
    for slug in publication.drafts:
        assert Article.objects.get(slug=slug).state == "draft"
    planned = Article.objects.get(slug=publication.planned).editions.get()
    assert planned.live_from == datetime(2031, 1, 5, 6, tzinfo=UTC)
    title, script = publication.scripted
    assert script in told(report, title)
    assert not Tag.objects.filter(name__startswith="#").exists()
    assert not any(script in json.dumps(e.body) for e in ArticleEdition.objects.all())


def test_pages_are_pages(bring_in, publication):
    bring_in(publication.export)

    live = PageEdition.objects.live(clock.now()).values_list("slug", flat=True)
    assert tuple(sorted(live)) == publication.pages


def test_a_second_run_changes_nothing(bring_in, publication):
    bring_in(publication.export)
    before = everything()

    report = bring_in(publication.export)

    assert everything() == before
    assert {line["outcome"] for line in report["items"]} == {"unchanged"}


def test_a_trial_writes_nothing_and_tells_the_same(bring_in, publication):
    before = everything()
    trial = bring_in(publication.export, "--dry-run")
    assert everything() == before

    report = bring_in(publication.export)

    assert trial["dry_run"] is True
    for part in ("items", "counts", "notes"):
        assert trial[part] == report[part]


def test_old_addresses_lead_to_the_new_ones(bring_in, publication, client, truth):
    bring_in(publication.export)

    for expected in truth:
        answer = client.get(urlsplit(expected["url"]).path)
        assert answer.status_code == 301
        assert answer["Location"].endswith(f"/{expected['slug']}/")
        assert client.get(answer["Location"]).status_code == 200
    assert client.get("/rss/")["Location"] == "/rss.xml"
    assert client.get("/about/").status_code == 200
    for slug in (*publication.drafts, publication.planned):
        assert client.get(f"/{slug}/").status_code == 404


def test_links_between_posts_lead_straight_to_the_new_addresses(bring_in, publication):
    bring_in(publication.export)

    slug, address = publication.link
    assert f'href="{address}"' in ArticleEdition.objects.get(slug=slug).body["html"]


def test_every_small_fixture_comes_in_without_a_crash(bring_in):
    folder = need_shared("corpora/ghost")
    paths = [folder / "fixtures-3.42.9/fixtures.json"]
    paths += sorted((folder / "tryghost-migrate").rglob("*.json"))
    assert len(paths) == 12
    for path in paths:
        report = bring_in(path)
        assert not [line for line in report["items"] if line["outcome"] == "failed"], path
        again = bring_in(path)
        assert {line["outcome"] for line in again["items"]} == {"unchanged"}, path
    assert ArticleEdition.objects.live(clock.now()).count() > 10


def test_the_content_api_and_the_export_are_the_same_publication(bring_in, publication):
    bring_in(publication.export)

    report = bring_in(publication.content_api)

    assert report["counts"]["article"]["created"] == 0
    assert Author.objects.count() == publication.authors


# --- Dates and fates -----------------------------------------------------------------------------


def test_their_dates_are_kept_and_it_is_live_from_now(bring_in):
    started = clock.now()
    bring_in(**signed(post(updated_at="2024-06-02 08:00:00", created_at="2024-05-30 08:00:00")))

    edition = ArticleEdition.objects.get()
    assert edition.published_at == datetime(2024, 5, 31, 22, 30, tzinfo=UTC)
    assert edition.updated_at == datetime(2024, 6, 2, 8, tzinfo=UTC)
    assert edition.live_from >= started
    assert edition.item.created_at == datetime(2024, 5, 30, 8, tzinfo=UTC)
    assert LedgerEntry.objects.get(type="article").cause == "imported"


def test_the_path_has_the_month_of_the_newsrooms_zone(bring_in, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    bring_in(**signed(post()))

    assert ArticleEdition.objects.get().path == "/2024/06/one/"


def test_the_moment_in_which_ghost_saves_again_is_no_update(bring_in):
    bring_in(**signed(post(updated_at="2024-05-31 22:30:10")))

    assert ArticleEdition.objects.get().card["is_updated"] is False


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": "members"},
        {"visibility": "paid"},
        {"visibility": "tiers"},
        {"visibility": "label:vip"},
        {"visibility": ["public"]},
        {"status": "sent"},
        {"status": "draft"},
        {"status": "archived"},
        {"email_only": 1},
        {"status": "scheduled", "published_at": "2020-01-01 00:00:00"},
        {"status": "scheduled", "published_at": None},
    ],
)
def test_what_was_not_clearly_for_everybody_comes_in_as_a_draft(bring_in, fields):
    report = bring_in(**signed(post(**fields)))

    assert not ArticleEdition.objects.exists()
    assert item(report, "One")["became"] == "draft"
    assert Article.objects.get().slug == "one"


def test_a_private_site_comes_in_as_drafts(bring_in):
    bring_in(**signed(post()), settings=[{"key": "is_private", "value": "true"}])

    assert not ArticleEdition.objects.exists()


def test_a_published_post_of_the_future_is_planned_for_then(bring_in):
    then = clock.now().replace(microsecond=0) + timedelta(days=2)
    bring_in(**signed(post(published_at=then.isoformat())))

    edition = ArticleEdition.objects.get()
    assert (edition.live_from, edition.published_at) == (then, then)


# --- One bad apple -------------------------------------------------------------------------------


def failing(around):
    raise ZeroDivisionError


def hand_made(*items):
    """A publication of these items: (slug, converter of its body)."""
    return Publication(
        source="trial",
        name="Trial",
        addresses=Addresses(),
        items=[
            IncomingItem(
                kind="article", foreign_id=slug, wanted_uuid=None, wanted_slug=slug,
                headline=slug.title(), convert=convert, fate=Fate.LIVE,
                published_at=datetime(2024, 1, 1, tzinfo=UTC),
            )
            for slug, convert in items
        ],
    )  # fmt: skip


def good(around):
    return "<p>Words</p>", Notes()


def test_one_bad_item_is_reported_leaves_nothing_and_the_others_come_in():
    publication = hand_made(("good", good), ("bad", failing), ("better", good))

    report = bring(publication, folder=None, is_dry_run=False)

    assert sorted(Article.objects.values_list("slug", flat=True)) == ["better", "good"]
    assert [line.name for line in report.failed] == ["Bad"]
    assert not ImportedRecord.objects.filter(foreign_id="bad").exists()


def test_what_failed_comes_in_at_the_next_run():
    bring(hand_made(("one", failing)), folder=None, is_dry_run=False)
    assert not Article.objects.exists()

    bring(hand_made(("one", good)), folder=None, is_dry_run=False)

    assert ArticleEdition.objects.get().slug == "one"


def test_an_item_that_is_refused_says_why_and_the_others_come_in(bring_in):
    bring_in(**signed(post("one")))
    Address.objects.filter(space="story").update(
        uuid=Article.objects.create(headline="Another").uuid
    )

    report = bring_in(**signed(post("one", html="<p>Newer</p>"), post("two")))

    assert "has, or had, the slug" in told(report, "One")
    assert ArticleEdition.objects.live(clock.now()).filter(slug="two").exists()


def test_rows_that_are_no_posts_are_reported_and_the_others_come_in(bring_in):
    report = bring_in(posts=[None, post(), {}, "x"])

    assert report["counts"]["article"] == {
        "created": 1, "updated": 0, "unchanged": 0, "kept": 0, "failed": 3,
    }  # fmt: skip


def test_hostile_values_everywhere_are_survived_and_cleaned(bring_in):
    evil = "\x00<script>alert(1)</script>\ud800\u202e" + "x" * 3000
    row = post(
        title=evil, slug=evil, custom_excerpt=evil, meta_title=evil, meta_description=evil,
        canonical_url="javascript:alert(1)", feature_image="/content/images/../../etc/passwd",
        feature_image_alt=evil, feature_image_caption=evil,
        uuid="00000000-0000-0000-0000-000000000000", locale=evil,
        html=f"<p>ok</p>{evil}<img src=x onerror=alert(1)>",
    )  # fmt: skip
    tables = signed(row)
    tables["users"] = [{"id": "user-1", "name": evil, "slug": evil, "bio": evil,
                        "website": "javascript:x", "profile_image": evil}]  # fmt: skip
    tables["tags"] = [{"id": "t", "name": evil, "slug": evil, "description": evil}]
    tables["posts_tags"] = [{"post_id": row["id"], "tag_id": "t"}]

    report = bring_in(**tables)

    assert not [line for line in report["items"] if line["outcome"] == "failed"]
    edition = ArticleEdition.objects.get()
    assert "<script" not in edition.body["html"]
    assert "onerror" not in edition.body["html"]
    assert len(edition.card["headline"]) <= 300


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"db": []}', b"PK\x03\x04", b"\xff\xfe\x00", b"<rss/>"]
)
def test_a_malformed_file_is_one_sentence_and_nothing_is_written(bring_in, tmp_path, data):
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    before = everything()

    with pytest.raises(CommandError) as error:
        bring_in(path)

    assert error.value.returncode == 1
    assert "\n" not in str(error.value)
    assert everything() == before


def test_a_folder_of_images_that_is_not_there_is_an_error_before_anything_happens(
    bring_in, tmp_path
):
    with pytest.raises(CommandError, match="is not a folder"):
        bring_in(None, "--images", str(tmp_path / "absent"), **signed(post()))
    assert not Article.objects.exists()


def test_without_the_extra_the_command_names_it(bring_in, monkeypatch):
    monkeypatch.setattr(prose, "IS_INSTALLED", False)
    with pytest.raises(CommandError, match=r"pip install \"newsroom\[ghost\]\""):
        bring_in(None, **signed(post()))
    assert not Article.objects.exists()


# --- Slugs, people, tags -------------------------------------------------------------------------


def test_a_clash_of_slugs_gives_the_second_a_number(bring_in):
    Article.objects.create(headline="Ours", slug="one")
    revisions.save(Article.objects.get(), by=None)

    report = bring_in(**signed(post()))

    assert ArticleEdition.objects.get().slug == "one-2"
    assert "one-2" in told(report, "One")


def test_a_page_keeps_its_slug_when_a_post_has_the_same(bring_in):
    bring_in(**signed(post("about"), {**post("about"), "id": "page", "type": "page"}))

    assert Page.objects.get().slug == "about"
    assert Article.objects.get().slug == "about-2"


def test_a_slug_that_is_an_address_of_the_site_gets_a_number(bring_in):
    bring_in(**signed(post("search")))

    assert Article.objects.get().slug == "search-2"


def test_the_public_id_is_the_sources_own_unless_it_is_taken(bring_in):
    own = "d579cc26-4236-49ef-a03e-af5d5f96dcc0"
    bring_in(**signed(post("one", uuid=own), post("two", uuid=own)))

    assert str(Article.objects.get(slug="one").uuid) == own
    assert str(Article.objects.get(slug="two").uuid) != own


def test_authors_and_tags_that_are_here_already_are_used_as_they_are(bring_in):
    author = Author.objects.create(name="Ada Roth", slug="ada-roth", bio="Ours")
    tag = Tag.objects.create(name="harbour", slug="the-harbour")
    tables = signed(post())
    tables["tags"] = [{"id": "t", "name": "Harbour", "slug": "harbour"}]
    tables["posts_tags"] = [{"post_id": "id-one", "tag_id": "t"}]

    bring_in(**tables)

    article = Article.objects.get()
    assert [byline.author for byline in article.bylines.all()] == [author]
    assert [row.tag for row in article.ordered_tags.all()] == [tag]
    author.refresh_from_db()
    assert author.bio == "Ours"


def test_another_person_with_the_same_slug_is_another_author(bring_in):
    Author.objects.create(name="Ada Rothe", slug="ada-roth")

    bring_in(**signed(post()))

    assert Author.objects.get(name="Ada Roth").slug == "ada-roth-2"


def test_e_mail_addresses_of_logins_do_not_become_public(bring_in):
    tables = signed(post())
    tables["users"][0]["email"] = "ada@private.example"

    report = bring_in(**tables)

    assert Author.objects.get().email == ""
    assert "without passwords and e-mail" in json.dumps(report["notes"])


def test_everything_is_filed_in_the_import_section(bring_in, settings):
    settings.IMPORT_SECTION = "From the archive"
    Section.objects.create(name="from the ARCHIVE", slug="archive")

    bring_in(**signed(post()))

    assert ArticleEdition.objects.get().section.slug == "archive"


def test_a_post_without_an_author_comes_in_and_preflight_is_told(bring_in):
    report = bring_in(posts=[post()])

    assert ArticleEdition.objects.live(clock.now()).count() == 1
    assert "byline" in told(report, "One")


# --- Running again -------------------------------------------------------------------------------


def test_a_newer_text_of_the_source_follows_where_nobody_edited(bring_in):
    bring_in(**signed(post()))

    report = bring_in(
        **signed(post(html="<p>Corrected text</p>", updated_at="2024-07-01 10:00:00"))
    )

    live = ArticleEdition.objects.live(clock.now()).get()
    assert "Corrected text" in live.body["html"]
    assert live.published_at == datetime(2024, 5, 31, 22, 30, tzinfo=UTC)
    assert live.updated_at == datetime(2024, 7, 1, 10, tzinfo=UTC)
    assert live.card["is_updated"] is True
    assert item(report, "One")["outcome"] == "updated"
    assert Article.objects.count() == 1


def test_what_was_edited_here_is_left_alone_and_told(bring_in):
    bring_in(**signed(post()))
    article = Article.objects.get()
    article.headline = "Our own words"
    revisions.save(article, by=None)

    report = bring_in(**signed(post(html="<p>Newer there</p>")))

    article.refresh_from_db()
    assert article.headline == "Our own words"
    assert item(report, "One")["outcome"] == "kept"
    assert "edited here" in told(report, "One")


def test_what_was_taken_down_here_does_not_come_back(bring_in):
    bring_in(**signed(post()))
    takedowns.withdraw(Article.objects.get(), by=None, note="A trial.")

    bring_in(**signed(post()))
    report = bring_in(**signed(post(html="<p>Newer there</p>")))

    assert not ArticleEdition.objects.live(clock.now()).exists()
    assert "taken down" in item(report, "One")["became"]


def test_a_draft_there_that_has_been_published_since_goes_live_here(bring_in):
    bring_in(**signed(post(status="draft", published_at=None)))
    assert not ArticleEdition.objects.exists()

    bring_in(**signed(post()))

    assert ArticleEdition.objects.live(clock.now()).get().slug == "one"
    assert Redirect.objects.filter(old_path="/one/").exists()


def test_what_was_taken_out_of_the_plan_here_is_not_planned_again(bring_in):
    then = {"status": "scheduled", "published_at": "2031-01-01 06:00:00"}
    bring_in(**signed(post(**then)))
    publishing.unschedule(Article.objects.get(), by=None)

    bring_in(**signed(post(**then)))
    report = bring_in(**signed(post(html="<p>Newer</p>", **then)))

    assert not ArticleEdition.objects.exists()
    assert item(report, "One")["outcome"] == "kept"


def test_a_plan_follows_its_source(bring_in):
    then = {"status": "scheduled", "published_at": "2031-01-01 06:00:00"}
    bring_in(**signed(post(**then)))

    later = "2031-02-01 06:00:00"
    bring_in(**signed(post(html="<p>Newer</p>", status="scheduled", published_at=later)))

    edition = ArticleEdition.objects.get()
    assert edition.live_from == datetime(2031, 2, 1, 6, tzinfo=UTC)
    assert "Newer" in edition.body["html"]


def test_what_was_planned_and_is_public_there_by_now_goes_live_here(bring_in):
    bring_in(**signed(post(status="scheduled", published_at="2031-01-01 06:00:00")))

    bring_in(**signed(post(published_at="2026-01-01 06:00:00")))

    live = ArticleEdition.objects.live(clock.now()).get()
    assert live.published_at == datetime(2026, 1, 1, 6, tzinfo=UTC)
    assert ArticleEdition.objects.count() == 1


def test_an_embargo_set_here_holds_against_the_source(bring_in):
    bring_in(**signed(post(status="draft")))
    publishing.set_embargo(Article.objects.get(), by=None, until=clock.now() + timedelta(days=1))

    bring_in(**signed(post()))

    assert not ArticleEdition.objects.exists()


def test_what_is_no_longer_public_there_is_told_not_withdrawn(bring_in):
    bring_in(**signed(post()))

    report = bring_in(**signed(post(status="draft")))

    assert ArticleEdition.objects.live(clock.now()).exists()
    assert "Take it down" in told(report, "One")


# --- Addresses and cards -------------------------------------------------------------------------


def test_dated_addresses_lead_to_the_new_ones(bring_in, client):
    bring_in(None, "--permalinks", "/:year/:month/:day/:slug/", **signed(post()))

    assert client.get("/2024/05/31/one/")["Location"].endswith("/2024/05/one/")


def test_dated_addresses_of_old_versions_are_read_from_the_settings(bring_in):
    bring_in(
        **signed(post()), settings=[{"key": "permalinks", "value": "/:year/:month/:day/:slug/"}]
    )

    assert Redirect.objects.filter(old_path="/2024/05/31/one/").exists()


def test_a_bookmark_of_another_post_becomes_an_own_card_even_when_that_comes_later(bring_in):
    bookmark = lexical({"type": "bookmark", "url": "https://old.example/two/", "metadata": {}})
    bring_in(
        None,
        "--site-url", "https://old.example",
        **signed(post(lexical=bookmark), post("two", published_at="2024-08-01 10:00:00")),
    )  # fmt: skip

    blocks = ArticleEdition.objects.get(slug="one").body["blocks"]
    assert [(block["_type"], block["title"]) for block in blocks] == [("card", "Two")]


def test_a_bookmark_of_a_members_post_shows_nothing_of_it(bring_in):
    bookmark = lexical(
        {"type": "bookmark", "url": "__GHOST_URL__/two/", "metadata": {"title": "Secret title"}}
    )
    bring_in(**signed(post(lexical=bookmark), post("two", visibility="members")))

    assert "Secret title" not in json.dumps(ArticleEdition.objects.get().body)


# --- Pictures ------------------------------------------------------------------------------------


@pytest.fixture
def images(tmp_path):
    """A folder as Ghost keeps it, with pictures of different colours."""

    def make(*names):
        folder = tmp_path / "pictures"
        for number, name in enumerate(names):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            Picture.new("RGB", (320, 200), (number * 40 % 255, 90, 120)).save(path)
        folder.mkdir(exist_ok=True)
        return folder

    return make


ILLUSTRATED = {
    "feature_image": "__GHOST_URL__/content/images/2026/03/lead.jpg",
    "feature_image_alt": "A quay",
    "feature_image_caption": "<span>The quay. (Ana Ruiz/Pool/AFP via Getty Images)</span>",
    "lexical": lexical(
        {"type": "image", "src": "__GHOST_URL__/content/images/size/w600/2026/03/in.jpg",
         "alt": "A boat", "caption": "A boat. (Handout)"},
        {"type": "paragraph", "children": [text("Text")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", ["content/images/2026/03/", "images/2026/03/", "2026/03/", ""])
def test_pictures_are_found_in_ghosts_folders_and_in_a_flat_one(bring_in, images, layout):
    folder = images(f"{layout}lead.jpg", f"{layout}in.jpg")

    bring_in(None, "--images", str(folder), **signed(post(**ILLUSTRATED)))

    document = ArticleEdition.objects.get()
    lead = document.card["lead_image"]
    assert (lead["alt"], lead["caption"]) == ("A quay", "The quay.")
    assert lead["credit"]["line"] == "Ana Ruiz/Pool/AFP via Getty Images"
    assert lead["credit"]["pool"] is True
    figure = document.body["blocks"][0]
    assert figure["_type"] == "figure"
    assert Image.objects.get(alt_text="A boat").printed_credit == "Handout"


def test_pictures_that_are_not_there_are_listed_and_their_captions_stay(bring_in, images):
    report = bring_in(None, "--images", str(images()), **signed(post(**ILLUSTRATED)))

    body = ArticleEdition.objects.get().body
    assert "A boat." in body["text"]
    assert "lead.jpg" in told(report, "One")
    assert "Ana Ruiz/Pool/AFP via Getty Images" in told(report, "One")
    assert "2 pictures" in json.dumps(report["notes"])


def test_pictures_that_are_found_later_come_in_at_the_next_run(bring_in, images):
    bring_in(**signed(post(**ILLUSTRATED)))

    report = bring_in(
        None, "--images", str(images("lead.jpg", "in.jpg")), **signed(post(**ILLUSTRATED))
    )

    live = ArticleEdition.objects.live(clock.now()).get()
    assert live.card["lead_image"]["alt"] == "A quay"
    assert live.card["is_updated"] is False
    assert item(report, "One")["outcome"] == "updated"


def test_pictures_without_a_credit_may_come_later_too(bring_in, images):
    row = post(feature_image="/content/images/2026/03/lead.jpg")
    bring_in(**signed(row))

    report = bring_in(None, "--images", str(images("lead.jpg")), **signed(row))

    assert ArticleEdition.objects.live(clock.now()).get().card["lead_image"] is not None
    assert "credit line" in told(report, "One")


def test_one_file_under_two_addresses_is_one_picture_in_a_trial_too(bring_in, images):
    folder = images("a.jpg")
    (folder / "b.jpg").write_bytes((folder / "a.jpg").read_bytes())
    rows = [
        post("one", feature_image="/content/images/a.jpg"),
        post("two", feature_image="/content/images/b.jpg"),
    ]

    trial = bring_in(None, "--images", str(folder), "--dry-run", **signed(*rows))
    report = bring_in(None, "--images", str(folder), **signed(*rows))

    assert trial["items"] == report["items"]
    assert Image.objects.count() == 1


def test_with_pictures_too_a_second_run_changes_nothing(bring_in, images):
    folder = images("lead.jpg", "in.jpg")
    bring_in(None, "--images", str(folder), **signed(post(**ILLUSTRATED)))
    before = everything()

    with_folder = bring_in(None, "--images", str(folder), **signed(post(**ILLUSTRATED)))
    without = bring_in(**signed(post(**ILLUSTRATED)))

    assert everything() == before
    for report in (with_folder, without):
        assert {line["outcome"] for line in report["items"]} == {"unchanged"}


def test_a_trial_with_pictures_writes_neither_rows_nor_files(bring_in, images, tmp_path):
    folder = images("lead.jpg", "in.jpg")
    before = everything()

    trial = bring_in(None, "--images", str(folder), "--dry-run", **signed(post(**ILLUSTRATED)))

    assert everything() == before
    assert not [path for path in (tmp_path / "originals").rglob("*") if path.is_file()]
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    report = bring_in(None, "--images", str(folder), **signed(post(**ILLUSTRATED)))
    assert trial["items"] == report["items"]


def test_a_damaged_picture_is_told_and_the_story_comes_in(bring_in, images):
    folder = images("in.jpg")
    (folder / "lead.jpg").write_bytes(b"\xff\xd8\xff not a picture")

    report = bring_in(None, "--images", str(folder), **signed(post(**ILLUSTRATED)))

    assert ArticleEdition.objects.get().card["lead_image"] is None
    assert "its file was refused" in told(report, "One")


def test_a_picture_outside_the_folder_is_never_read(bring_in, images, tmp_path):
    folder = images("in.jpg")
    Picture.new("RGB", (300, 300)).save(tmp_path / "secret.jpg")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    rows = [
        post("one", feature_image="/content/images/../../secret.jpg"),
        post("two", feature_image="/content/images/link.jpg"),
        post("three", feature_image=f"/content/images/{tmp_path}/secret.jpg"),
    ]

    bring_in(None, "--images", str(folder), **signed(*rows))

    assert not Image.objects.exists()


def test_a_picture_without_credit_or_alt_text_is_told(bring_in, images):
    folder = images("lead.jpg")
    row = post(feature_image="/content/images/2026/03/lead.jpg")

    report = bring_in(None, "--images", str(folder), **signed(row))

    assert ArticleEdition.objects.get().card["lead_image"] is not None
    assert "credit line" in told(report, "One")
    assert "alt text" in told(report, "One")


def test_the_picture_of_a_page_opens_its_text(bring_in, images):
    folder = images("lead.jpg")
    row = post(type="page", feature_image="/content/images/2026/03/lead.jpg")

    bring_in(None, "--images", str(folder), **signed(row))

    assert PageEdition.objects.get().body["blocks"][0]["_type"] == "figure"


def test_portraits_come_in_with_their_people(bring_in, images):
    tables = signed(post())
    tables["users"][0]["profile_image"] = "__GHOST_URL__/content/images/2026/03/ada.jpg"

    bring_in(None, "--images", str(images("ada.jpg")), **tables)

    assert Author.objects.get().portrait.alt_text == "Ada Roth"


# --- The report ----------------------------------------------------------------------------------


def test_the_report_reads_as_a_table_and_notes(tmp_path):
    path = tmp_path / "export.json"
    path.write_bytes(export(**signed(post(), post("two", visibility="paid")), members=[{}]))
    out = io.StringIO()

    call_command("import_ghost", str(path), stdout=out)

    printed = out.getvalue()
    assert "article        2" in printed
    assert "article “Two” (created, draft)" in printed
    assert "it was for members only (paid)" in printed
    assert "Members left out: 1." in printed


def test_an_import_ends_with_statistics_of_what_it_filled(bring_in):
    need("postgres")
    bring_in(None, "--dry-run", **signed(post()))
    assert "articles_articleedition" not in analysed_tables()
    bring_in(**signed(post()))
    assert {"articles_articleedition", "editorial_ledgerentry"} <= analysed_tables()
