"""What readers and partners are told of a story that was killed for privacy: that it is gone."""

import pytest

from articles.models import Redirect
from newsroom.delivery import followers
from newsroom.editorial.acts import publishing, takedowns
from tests.architecture import living
from tests.factories import edit, make_author, publish_article, publish_post
from tests.media.factories import make_image
from tests.settling import recompile_all

pytestmark = pytest.mark.django_db
SECRET = "quokka"


def everything_said(client, paths) -> str:
    told = living.answers(client, paths)
    return "\n".join(
        f"{path} {headers} {content.decode('utf-8', 'replace')}".replace(path, "")
        for path, (_status, headers, content) in told.items()
    )


def killed_for_privacy(chief, *, withdrawn_first: bool):
    words = {
        "headline": f"Headline {SECRET}", "standfirst": SECRET, "slug": f"old-{SECRET}",
        "body": f"<p>{SECRET}</p>", "authors": [make_author(f"Author {SECRET}", slug=SECRET)],
        "lead_image": make_image(caption=SECRET, alt_text=SECRET),
    }  # fmt: skip
    article = publish_article(**words)
    edit(article, slug=f"new-{SECRET}")
    publishing.publish(article, by=None)
    card = f'<p>W.</p><div data-card="article" data-id="{article.uuid}"></div>'
    publish_article(body=card, headline="Elsewhere")
    post = publish_post(headline=f"Post {SECRET}.")
    for item in (article, post):
        publishing.correct(item, by=None, text=f"Correction {SECRET}", note="x")
        if withdrawn_first:
            takedowns.withdraw(item, by=chief, note="x", public_note=f"Withdrawn {SECRET}")
            followers.run()
        takedowns.kill(
            item, by=chief, kind="privacy", note="x", public_note=f"Note {SECRET}",
            confirmation="kill",
        )  # fmt: skip
    Redirect.objects.create(old_path="/was/here/", article=article)
    followers.run()
    recompile_all()
    return article, post


@pytest.mark.parametrize("withdrawn_first", [False, True])
def test_of_a_kill_for_privacy_no_surface_says_more_than_that_it_is_gone(
    client, chief, withdrawn_first
):
    article, post = killed_for_privacy(chief, withdrawn_first=withdrawn_first)
    path = article.editions.order_by("-live_from").first().path
    old = path.replace("new-", "old-")
    gone = [
        path, old, f"/new-{SECRET}/", f"/old-{SECRET}/", "/was/here/", f"/feed/{post.uuid}/",
        f"/api/v1/articles/{article.uuid}", f"/api/v1/articles/{article.uuid}?format=ninjs",
        f"/api/v1/articles/by-slug/old-{SECRET}", f"/api/v1/posts/{post.uuid}",
        f"/api/v1/resolve?path={path}",
    ]  # fmt: skip
    for address in gone:
        for ask in (client.get, client.head):
            assert ask(address).status_code == 410, address
    site = living.Living(article, article.lead_image, None, [article, post])
    lists = [
        "/", "/feed/", "/corrections/", "/corrections/atom.xml", "/rss.xml", "/atom.xml",
        "/feed.json", "/feed/atom.xml", "/sitemap/lists.xml", "/news-sitemap.xml", "/search/",
        "/search/?q=headline", "/api/v1/search?q=headline", "/api/v1/articles?body=all",
        "/api/v1/posts", "/api/v1/authors", "/api/v1/changes?include=resource", "/videos/",
    ]  # fmt: skip
    assert SECRET not in everything_said(client, [*gone, *lists, *site.paths()]).lower()
    changes = client.get("/api/v1/changes").json()["data"]
    (told,) = [entry for entry in changes if entry["id"] == str(article.uuid)]
    assert (told["op"], told["reason"]) == ("remove", "privacy")
    assert str(article.uuid) in client.get("/atom.xml").content.decode()
    client.force_login(chief)
    preview = client.get(f"/preview/at/?path={path}&at=2099-01-01")
    assert preview.status_code == 410
    assert SECRET not in preview.content.decode().replace(path, "")


def test_a_retraction_still_says_what_was_wrong(client, chief):
    article = publish_article(headline="Headline")
    path = article.editions.live().get().path
    takedowns.kill(
        article, by=chief, kind="retracted", note="x", public_note="It was wrong.",
        confirmation="kill",
    )  # fmt: skip
    page = client.get(path).content.decode()
    assert "It was wrong." in page
    assert "Headline" in page


def test_a_story_closed_by_law_says_why_and_who_closed_it(client, legal):
    article = publish_article()
    path = article.editions.live().get().path
    takedowns.kill(
        article, by=legal, kind="legal", note="Court", public_note="By order of a court.",
        confirmation="kill",
    )  # fmt: skip
    page = client.get(path)
    assert page.status_code == 451
    assert "By order of a court." in page.content.decode()
    assert "Court<" not in page.content.decode()
    told = client.get(f"/api/v1/articles/{article.uuid}")
    assert told.status_code == 451
    assert told.json()["note"] == "By order of a court."
    in_ninjs = client.get(f"/api/v1/articles/{article.uuid}?format=ninjs")
    for answer in (page, told, in_ninjs):
        assert answer["Link"] == '<http://127.0.0.1:8000/>; rel="blocked-by"'
