"""The admin site itself: its policy, its tables, shared things, the quick post."""

import re
import struct

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import translation
from django.utils.translation import trans_real

from articles.models import Redirect, Section, Tag
from feed.models import Post
from newsroom.editorial import registry
from newsroom.editorial.acts import shared_things
from newsroom.editorial.clock import now
from newsroom.editorial.models import LedgerEntry
from newsroom.editorial.refusals import NotPossible
from newsroom.editorial.rules import visibility
from tests.factories import (
    make_article,
    make_author,
    make_post,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_video

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db


def policy_of(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts if part.strip())


def test_every_admin_page_carries_the_admins_policy_and_the_form_its_nonce(client, desk):
    client.force_login(desk)
    page = client.get(change_url(make_article(by=desk)))
    policy = policy_of(page)
    assert policy["style-src"] == "'self'"
    assert policy["style-src-attr"] == "'unsafe-inline'"
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    nonce = policy["script-src"].split("'nonce-")[1].rstrip("'")
    html = page.content.decode()
    assert f'<script type="importmap" nonce="{nonce}">' in html
    assert "style-src-attr" in policy_of(client.get("/admin/"))


def test_no_style_or_handler_stands_in_the_pages(client, admin_user):
    client.force_login(admin_user)
    article = publish_article(by=admin_user)
    for path in (
        "/admin/", "/admin/articles/article/", "/admin/feed/post/", change_url(article),
        "/admin/articles/article/add/", "/admin/articles/tag/", "/admin/accounts/user/",
        f"/admin/articles/article/{article.pk}/history/",
        f"/admin/articles/article/{article.pk}/step/withdraw/", "/admin/feed/post/quick/",
    ):  # fmt: skip
        html = client.get(path).content.decode()
        assert "<style" not in html, path
        assert " onclick=" not in html, path
        assert " style=" not in html, path


def test_every_table_opens_and_can_be_searched(client, admin_user):
    client.force_login(admin_user)
    publish_article(by=admin_user)
    publish_post(by=admin_user)
    Redirect.objects.create(old_path="/old/", target="/new/")
    for model, model_admin in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(path).status_code == 200, path
        if model_admin.search_fields:
            assert (
                client.get(path, {"q": "00000000-0000-4000-8000-000000000000"}).status_code == 200
            )


def test_the_log_and_the_ledger_are_only_read(client, admin_user):
    client.force_login(admin_user)
    publish_article(by=admin_user)
    entry = LedgerEntry.objects.first()
    assert client.get("/admin/editorial/ledgerentry/add/").status_code == 403
    url = f"/admin/editorial/ledgerentry/{entry.pk}/change/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"op": "remove"}).status_code == 403


def test_a_changed_tag_reaches_the_stories_that_show_it(
    client, desk, django_capture_on_commit_callbacks
):
    client.force_login(desk)
    tag = make_tag("Harbor")
    article = publish_article(by=desk, tags=[tag])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": "Harbour", "slug": tag.slug})
    live = visibility.standing(article, now()).live
    assert live.card["tags"][0]["name"] == "Harbour"


def test_merging_says_where_it_is_used_and_moves_every_use(
    client, desk, django_capture_on_commit_callbacks
):
    client.force_login(desk)
    old = make_tag("Harbor")
    make_tag("Harbour")
    article = publish_article(by=desk, tags=[old], headline="Named by the old tag")
    url = f"/admin/articles/tag/{old.pk}/merge/"
    assert "Named by the old tag" in text_of(client.get(url))
    assert "Choose another one." in text_of(client.post(url, {"into": old.slug}))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, {"into": "Harbour"}, follow=True)
    assert "“Harbor” is now “Harbour” everywhere." in text_of(response)
    live = visibility.standing(article, now()).live
    assert [t["name"] for t in live.card["tags"]] == ["Harbour"]
    # Typing the old name finds the new tag.
    values = form_values(client.get(change_url(article)))
    client.post(change_url(article), {**values, "tag_list": "Harbor"})
    assert str(article.ordered_tags.get()) == "Harbour"


def test_merging_twice_keeps_the_chain_short_and_refuses_circles(desk):
    first, second, third = make_tag("One"), make_tag("Two"), make_tag("Three")
    shared_things.merge(first, into=second)
    shared_things.merge(second, into=third)
    first.refresh_from_db()
    assert first.merged_into == third
    with pytest.raises(NotPossible, match="itself merged"):
        shared_things.merge(third, into=first)
    with pytest.raises(NotPossible, match="same kind"):
        shared_things.merge(third, into=third)


def test_an_author_gets_a_portrait_from_the_library(client, desk):
    client.force_login(desk)
    author, picture = make_author("Ana Ruiz"), make_image()
    url = change_url(author)
    values = form_values(client.get(url), "author_form")
    assert "Select a valid" not in text_of(client.post(url, values, follow=True))
    refused = client.post(url, {**values, "portrait": "no such picture"})
    assert "There is no “no such picture” here." in text_of(refused)
    client.post(url, {**values, "portrait": str(picture.uuid)})
    author.refresh_from_db()
    assert author.portrait == picture


def test_retired_things_are_offered_no_more_and_come_back(client, desk):
    client.force_login(desk)
    author = make_author("Old Hand")
    url = f"/admin/articles/author/{author.pk}/retire/"
    client.post(url)
    assert client.get("/admin/pick/author/?q=old").json()["results"] == []
    assert "Old Hand" not in text_of(client.get("/admin/articles/author/"))
    client.post(url)
    assert client.get("/admin/pick/author/?q=old").json()["results"][0]["title"] == "Old Hand"


def test_a_story_keeps_the_author_the_video_and_the_picture_that_were_retired(client, desk):
    author, video, image = make_author("Old Hand"), make_video(), make_image(title="Old pier")
    article = make_article(by=desk, lead_image=image)
    registry.set_lists(article, byline=[(author, "", "writer")])
    registry.set_lists(article, videos=[video])
    for thing in (author, video, image):
        shared_things.retire(thing)
    client.force_login(desk)
    words = form_values(client.get(change_url(article)))
    saved = client.post(change_url(article), {**words, "headline": "Corrected", "_save": "1"})
    assert saved.status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.lead_image) == ("Corrected", image)
    assert [row.author for row in article.bylines.all()] == [author]
    assert [row.video for row in article.ordered_videos.all()] == [video]


def test_a_post_keeps_the_author_who_was_retired(client, desk):
    author, post = make_author("Old Hand"), make_post(by=desk)
    post.bylines.create(author=author)
    shared_things.retire(author)
    client.force_login(desk)
    words = form_values(client.get(change_url(post)), "post_form")
    saved = client.post(change_url(post), {**words, "headline": "Corrected.", "_save": "1"})
    assert saved.status_code == 302
    assert [row.author for row in post.bylines.all()] == [author]


def test_what_a_form_holds_has_its_name_when_it_is_retired(client, desk):
    held = {"author": make_author("Old Hand"), "video": make_video(), "image": make_image()}
    client.force_login(desk)
    for kind, thing in held.items():
        shared_things.retire(thing)
        url = f"/admin/pick/{kind}/"
        assert client.get(url, {"q": ""}).json()["results"] == []
        [choice] = client.get(url, {"id": str(thing.uuid)}).json()["results"]
        assert choice["title"] == str(thing)
        assert choice["detail"].endswith("retired")


def test_without_javascript_a_field_that_names_things_says_what_to_type(client, desk):
    client.force_login(desk)
    page = client.get("/admin/articles/article/add/").content.decode()
    unseen = " ".join(re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL))
    assert "Its exact name, slug or id." in unseen
    assert "Exact names, slugs or ids, separated by commas." in unseen


def test_what_a_draft_names_is_not_deleted_and_what_nothing_names_is(client, admin_user):
    client.force_login(admin_user)
    used, unused = make_section("Used"), make_section("Unused")
    make_article(by=admin_user, section=used)
    assert (
        client.post(f"/admin/articles/section/{used.pk}/delete/", {"post": "1"}).status_code == 403
    )
    client.post(f"/admin/articles/section/{unused.pk}/delete/", {"post": "1"})
    assert list(Section.objects.filter(pk__in=[used.pk, unused.pk])) == [used]


def test_a_quick_post_is_published_by_those_who_may(client, reporter):
    client.force_login(reporter)
    assert "data-quick" in client.get("/admin/feed/post/").content.decode()
    response = client.post(
        "/admin/feed/post/quick/",
        {"headline": "Fog on the river.", "text": "Two boats wait.\n\nA <b>third</b> turns.",
         "tags": "River, Fog", "_step": "publish"},
        follow=True,
    )  # fmt: skip
    assert "Published: readers see it now." in text_of(response)
    post = Post.objects.get()
    live = visibility.standing(post, now()).live
    assert live.body["html"] == "<p>Two boats wait.</p><p>A &lt;b&gt;third&lt;/b&gt; turns.</p>"
    assert [t["name"] for t in live.card["tags"]] == ["River", "Fog"]


def test_a_quick_post_of_a_contributor_waits_for_review_whatever_is_posted(client, contributor):
    client.force_login(contributor)
    publish_article(tags=[make_tag("River")])
    page = client.get("/admin/feed/post/quick/").content.decode()
    assert "Submit for review" in page
    assert 'value="publish"' not in page
    client.post(
        "/admin/feed/post/quick/", {"headline": "Fog.", "tags": "River", "_step": "publish"}
    )
    post = Post.objects.get()
    assert post.state == "in_review"
    assert visibility.standing(post, now()).live is None


def test_a_quick_post_with_an_error_keeps_what_was_typed(client, contributor):
    client.force_login(contributor)
    response = client.post(
        "/admin/feed/post/quick/", {"headline": "Fog.", "text": "Kept.", "tags": "Unknown"}
    )
    assert response.status_code == 422
    assert "There is no tag “Unknown”." in text_of(response)
    assert "Kept." in response.content.decode()
    assert not Post.objects.exists()
    assert not Tag.objects.exists()


def test_pictures_that_are_gone_from_the_library_block_and_are_named(client, desk):
    client.force_login(desk)
    article = make_article(
        by=desk, body='<p>A</p><figure data-image="0f0e0d0c-0000-4000-8000-000000000000"></figure>'
    )
    text = text_of(client.get(change_url(article)))
    assert "A picture of the text is gone." in text


def test_a_save_names_what_it_took_out_of_the_text(client, desk):
    client.force_login(desk)
    carded = publish_article(headline="Carded story")
    article = make_article(
        by=desk, body=f'<p>A</p><div data-card="article" data-id="{carded.uuid}"></div>'
    )
    values = form_values(client.get(change_url(article)))
    # An editor that does not know cards cannot have meant to take one out.
    response = client.post(
        change_url(article), {**values, "body": "<p>A</p>", "body_kinds": "image"}
    )
    assert "The editor dropped “Carded story”" in text_of(response)
    response = client.post(
        change_url(article),
        {**values, "body": "<p>A</p>", "body_kinds": "image article"}, follow=True,
    )  # fmt: skip
    assert "No longer in the text: card of “Carded story”." in text_of(response)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_pages_of_the_admin_refuse_every_method_but_get_and_post(client, chief, method):
    client.force_login(chief)
    article = make_article()
    for address in ("/admin/", "/admin/pick/tag/", change_url(article)):
        assert getattr(client, method)(address).status_code == 405
    assert client.get(change_url(article)).status_code == 200


def test_the_tags_of_the_library_behind_ours_have_no_pages(client, admin_client):
    """Its page that merges tags asks for no permission, and nobody uses those tags."""
    assert admin_client.get("/admin/taggit/tag/").status_code == 404
    assert admin_client.get("/admin/taggit/tag/merge-tags/").status_code == 404


def test_helpers_of_forms_answer_only_whoever_may_see_the_form(client, django_user_model, reporter):
    nobody = django_user_model.objects.create_user(username="no-role", is_staff=True)
    addresses = [
        "/admin/articles/article/slug/?headline=Ferry",
        "/admin/media/agency/example/?name=Wire",
        "/admin/media/image/credit/?credit=Ana/Wire",
    ]
    for user, status in ((nobody, 403), (reporter, 200)):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [status] * 3


def test_sentences_of_our_scripts_are_translated(client, desk, monkeypatch, tmp_path):
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "djangojs.mo").write_bytes(_catalog("Fact box", "Faktenkasten"))
    monkeypatch.setattr(apps.get_app_config("articles"), "path", str(tmp_path))
    # What is read from that folder is nobody else's.
    monkeypatch.setattr(trans_real, "_translations", {})
    client.force_login(desk)
    with translation.override("de"):
        assert "Faktenkasten" in client.get("/admin/jsi18n/").content.decode()


def _catalog(word: str, translated: str) -> bytes:
    """A compiled catalogue as GNU gettext writes it: its head, and one word beside it."""
    texts = [b"", b"Content-Type: text/plain; charset=UTF-8\n", word.encode(), translated.encode()]
    places, at = [], 28 + 8 * len(texts)
    for text in texts:
        places.append((len(text), at))
        at += len(text) + 1
    tables = [number for table in (places[0::2], places[1::2]) for pair in table for number in pair]
    head = struct.pack("<7I", 0x950412DE, 0, 2, 28, 28 + 16, 0, 0)
    return head + struct.pack("<8I", *tables) + b"\0".join(texts) + b"\0"


def test_scripts_find_their_words_before_they_run(client, admin_user):
    client.force_login(admin_user)
    for address in ("/admin/", "/admin/media/image/", "/admin/media/image/upload/",
                    "/admin/articles/article/", "/admin/articles/article/add/"):  # fmt: skip
        page = client.get(address).content.decode()
        # A script of the old kind runs before every module, wherever it stands.
        assert '<script src="/admin/jsi18n/"></script>' in page, address
    assert b"gettext" in client.get("/admin/jsi18n/").content
