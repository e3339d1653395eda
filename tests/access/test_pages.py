"""The admin's pages and helpers, asked by people who may not know or change a thing."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from articles.models import Article, Tag
from media.models import Collection, Image, Video
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.rules import workflow
from newsroom.lib import text
from tests.admin.pages import change_url, form_values, text_of
from tests.conftest import person
from tests.factories import edit, make_article, make_author, make_post, make_section, make_tag
from tests.media.factories import make_image, make_video

pytestmark = [pytest.mark.django_db, pytest.mark.files]

SECRET = "Minister resigns tomorrow"


@pytest.fixture
def inside(client, contributor):
    client.force_login(contributor)
    return client


@pytest.fixture
def things():
    """What a live story shows and a secret draft too."""
    section, tag, author = make_section("City desk"), make_tag("Harbour"), make_author("Ana Ruiz")
    image, video = make_image(caption="The pier."), make_video(title="Crane at work")
    body = f'<p>Text.</p><div data-video="{video.uuid}"></div>'
    shown = {"section": section, "tags": [tag], "authors": [author], "lead_image": image}
    live = make_article(headline="The bridge opens", **shown)
    edit(live, body=body)
    publishing.publish(live, by=None)
    plan = edit(make_article(headline=SECRET, **shown), body=body)
    publishing.publish(plan, by=None, at=clock.now() + timedelta(hours=2))
    edit(make_article(headline=f"{SECRET} again", **shown), body=body)
    return {"section": section, "tag": tag, "author": author, "video": video, "image": image}


def admin_url(thing, act: str = "change") -> str:
    return f"/admin/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/{act}/"


# --- Previews ---


def preview_of(path: str, at: str = "2030-01-01T00:00", **more) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/preview/at/?path={quote(path, safe='')}&at={at}{query}"


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31"])
def test_the_ends_of_the_calendar_are_no_time_for_a_preview(client, desk, at):
    """There no day comes after, and the time of other zones cannot be told."""
    client.force_login(desk)
    article = make_article(by=desk)
    assert client.get(f"/preview/article/{article.uuid}/?at={at}").status_code == 200
    assert client.get(preview_of("/", at)).status_code == 400


PATHS = ("/", "/feed/", "/search/", "/search/?q=minister", "/corrections/", "/sitemap.xml",
         "/atom.xml", "/rss.xml", "/files/x", "/%2e%2e/", "//", "/admin/", "/preview/at/",
         "/api/v1/", "/%61dmin/", "/no-such-page/")  # fmt: skip


def test_contributors_see_the_site_at_no_other_time(inside, things):
    for path in PATHS:
        answer = inside.get(preview_of(path))
        assert answer.status_code == 404, path
        assert SECRET not in answer.content.decode(), path


def test_everybody_else_does(client, things):
    for role in set(Role) - {Role.CONTRIBUTOR}:
        client.force_login(person(role))
        assert SECRET in client.get(preview_of("/")).content.decode(), role


def test_a_preview_shows_public_pages_alone(client, chief):
    client.force_login(chief)
    for path in ("/admin/", "/%61dmin/", "/%2561dmin/", "/preview/at/", "/api/v1/", "/files/a",
                 "//x", "/./admin/", "/x/../admin/", "https://a.example/", ""):  # fmt: skip
        assert client.get(preview_of(path)).status_code in (400, 404), path


def test_a_preview_takes_the_query_of_the_path(client, chief, things):
    client.force_login(chief)
    answer = client.get(preview_of("/search/?q=harbour"))
    assert answer.status_code == 200
    assert 'value="harbour"' in answer.content.decode()


def test_what_was_killed_for_privacy_is_kept_from_contributors(inside, chief):
    story = make_article(headline="A private name")
    publishing.publish(story, by=None)
    story.refresh_from_db()
    path = story.editions.get().card["url"]
    takedowns.kill(story, by=chief, kind="privacy", note="x", confirmation="kill")
    for address in (preview_of(path), f"/preview/article/{story.uuid}/",
                    f"/preview/article/{story.uuid}/?revision=1", change_url(story)):  # fmt: skip
        answer = inside.get(address, follow=True)
        assert "A private name" not in answer.content.decode(), address


def test_a_preview_of_ones_own_story_shows_nothing_of_others(inside, contributor):
    other = make_article(headline=SECRET)
    publishing.publish(other, by=None, at=clock.now() + timedelta(hours=1))
    own = make_article(by=contributor)
    edit(own, body=f'<p>Text.</p><div data-card="article" data-id="{other.uuid}"></div>')
    address = f"/preview/article/{own.uuid}/"
    answer = inside.get(address)
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert inside.get(f"{address}?at=2030-01-01T00:00").status_code == 404
    assert inside.get(f"{address}?revision=1").status_code == 200
    publishing.publish(own, by=None, at=clock.now() + timedelta(hours=2))
    answer = inside.get(address)
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()


# --- Lists of uses, lists, pickers ---


@pytest.mark.parametrize("kind", ["section", "tag", "author", "video"])
def test_lists_of_uses_tell_contributors_what_readers_see(kind, inside, things, client, reporter):
    answer = inside.get(admin_url(things[kind]))
    assert answer.status_code == 200
    assert "The bridge opens" in text_of(answer)
    assert SECRET not in text_of(answer)
    assert "And " not in text_of(answer).split("Where readers see it")[1][:200]
    client.force_login(reporter)
    assert SECRET in text_of(client.get(admin_url(things[kind])))


def test_the_uses_of_ones_own_picture_tell_nothing_of_others(inside, contributor, things):
    Image.objects.update(uploaded_by=contributor)
    told = text_of(inside.get(admin_url(things["image"])))
    assert "The bridge opens" in told
    assert SECRET not in told


@pytest.fixture
def hidden():
    """Things that only somebody else's draft names."""
    section, tag, author = make_section("Hidden desk"), make_tag(SECRET), make_author("Deep Throat")
    video = make_video(title="Hidden camera")
    story = make_article(section=section, tags=[tag], authors=[author], headline="Draft")
    edit(story, body=f'<p>Text.</p><div data-video="{video.uuid}"></div>')
    return {"section": section, "tag": tag, "author": author, "video": video}


@pytest.mark.parametrize("kind", ["section", "tag", "author", "video"])
def test_what_only_drafts_name_is_kept_from_contributors(kind, inside, hidden, client, reporter):
    thing = hidden[kind]
    name = str(thing)
    pages = [
        f"/admin/{thing._meta.app_label}/{kind}/", f"/admin/{thing._meta.app_label}/{kind}/?q=e",
        f"/admin/{thing._meta.app_label}/{kind}/?use=all", f"/admin/pick/{kind}/?q=",
        f"/admin/pick/{kind}/?id={thing.uuid}", "/admin/articles/article/add/",
        "/admin/articles/article/", "/admin/feed/post/", "/admin/",
        *(admin_url(thing, act) for act in ("change", "history", "merge", "retire", "delete")),
        f"/admin/r/{ContentType.objects.get_for_model(thing).pk}/{thing.pk}/",
    ]  # fmt: skip
    for page in pages:
        answer = inside.get(page, follow=True)
        assert name not in answer.content.decode(), page
        assert thing.slug not in answer.content.decode(), page
    client.force_login(reporter)
    assert name in client.get(f"/admin/pick/{kind}/?q=").json()["results"][0]["title"]


def test_a_hidden_thing_answers_as_one_that_does_not_exist(inside, hidden):
    for act in ("change", "history", "delete", "merge", "retire"):
        there = inside.get(admin_url(hidden["tag"], act))
        absent = inside.get(admin_url(Tag(pk=999_999), act))
        assert there.status_code == absent.status_code, act
        assert there.headers.get("Location") == absent.headers.get("Location"), act


def test_a_hidden_story_answers_as_one_that_does_not_exist(inside):
    secret, absent = make_article(headline=SECRET), Article(pk=999_999)
    content_type = ContentType.objects.get_for_model(Article).pk
    for act in ("change", "history", "delete", "compare", "step/publish"):
        one, other = inside.get(admin_url(secret, act)), inside.get(admin_url(absent, act))
        assert one.status_code == other.status_code, act
        assert one.headers.get("Location") == other.headers.get("Location"), act
    one = inside.get(f"/admin/r/{content_type}/{secret.pk}/")
    assert (one.status_code, "Location" in one.headers) == (404, False)


def test_a_hidden_tag_is_typed_like_one_that_does_not_exist(inside, hidden, contributor):
    own = make_article(by=contributor, section=None)
    page = inside.get(change_url(own))
    said = []
    for name in (SECRET, "No such tag"):
        answer = inside.post(change_url(own), {**form_values(page), "tag_list": name})
        errors = answer.context["adminform"].form.errors["tag_list"]
        said.append(str(errors[0]).replace(name, "…"))
    assert said[0] == said[1]
    assert not own.ordered_tags.exists()


def test_a_slug_that_a_draft_has_is_taken_and_no_more_is_said(inside, contributor):
    make_article(headline=SECRET, slug="the-scoop")
    told = inside.get("/admin/articles/article/slug/?slug=the-scoop").json()
    assert "the-scoop" in told["problem"]
    assert "Minister" not in told["problem"]


def test_a_story_in_ones_own_history_goes_by_no_name_that_is_not_public(inside, contributor, desk):
    other = make_article(headline=SECRET)
    own = make_article(by=contributor)
    edit(own, body=f'<p>Text.</p><div data-card="article" data-id="{other.uuid}"></div>')
    edit(own, body="<p>Text.</p>")
    for page in ("compare/?from=1&to=2", "compare/?from=2&to=3", "history/"):
        answer = inside.get(f"/admin/articles/article/{own.pk}/{page}")
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()


def test_taking_a_card_out_tells_no_name_that_is_not_public(inside, contributor):
    other = make_article(headline=SECRET)
    own = make_article(by=contributor)
    edit(own, body=f'<p>Text.</p><div data-card="article" data-id="{other.uuid}"></div>')
    page = inside.get(change_url(own))
    answer = inside.post(
        change_url(own), {**form_values(page), "body": "<p>Text.</p>"}, follow=True
    )
    assert SECRET not in answer.content.decode()


def test_what_others_made_is_not_put_into_a_text_by_its_id(inside, contributor, hidden):
    own, secret = make_article(by=contributor), make_article(headline=SECRET)
    page = inside.get(change_url(own))
    for part in (f'data-video="{hidden["video"].uuid}"', f'data-card="article" data-id="{secret.uuid}"'):  # fmt: skip  # noqa: E501
        answer = inside.post(change_url(own), {**form_values(page), "body": f"<div {part}></div>"})
        assert "body" in answer.context["adminform"].form.errors


def test_a_read_form_names_another_thing_as_the_reader_may_know_it(inside, contributor):
    image = make_image(title="Source: the minister's driver", caption="A car.")
    own = make_article(by=contributor, lead_image=image)
    workflow.transition(own, "submit", by=contributor)
    answer = inside.get(change_url(own))
    assert "driver" not in answer.content.decode()
    assert "A car." in text_of(answer)


def test_collections_of_others_are_not_named(inside, contributor):
    Collection.objects.create(name=SECRET)
    Collection.objects.create(name="My pictures", created_by=contributor)
    for page in ("/admin/media/collection/", "/admin/media/image/", "/admin/media/image/upload/"):
        answer = inside.get(page).content.decode()
        assert SECRET not in answer, page
    assert "My pictures" in inside.get("/admin/media/collection/").content.decode()


def test_a_picture_of_others_answers_the_helpers_like_none_at_all(inside):
    secret, absent = make_image(title=SECRET), "0a0a0a0a-0000-4000-8000-000000000009"
    for public_id in (secret.uuid, absent):
        for method, act in (("get", "quick"), ("post", "quick"), ("post", "give-way")):
            answer = getattr(inside, method)(f"/admin/media/image/{public_id}/{act}/")
            assert answer.status_code == 404, (public_id, act)


# --- Changing ---


def test_contributors_change_no_video_of_others(inside):
    video = make_video(title="Crane", url="https://videos.example/1")
    publishing.publish(edit(make_article(), body=f'<div data-video="{video.uuid}"></div>'), by=None)
    sent = {"title": "Mine", "slug": video.slug, "url": "https://evil.example/"}
    assert inside.post(admin_url(video), sent).status_code == 403
    retire = {"action": "retire", "_selected_action": [video.pk]}
    inside.post("/admin/media/video/", retire)
    video = Video.objects.get()
    assert (video.title, video.url, video.retired_at) == ("Crane", "https://videos.example/1", None)


def test_contributors_change_their_own_video_until_it_is_live(inside, contributor):
    sent = {"title": "Mine", "slug": "mine", "url": "https://videos.example/1"}
    inside.post("/admin/media/video/add/", sent)
    video = Video.objects.get()
    assert video.created_by == contributor
    inside.post(admin_url(video), {**sent, "title": "Better"})
    video.refresh_from_db()
    assert video.title == "Better"
    publishing.publish(edit(make_article(), body=f'<div data-video="{video.uuid}"></div>'), by=None)
    assert inside.post(admin_url(video), {**sent, "title": "Worse"}).status_code == 403


def test_copy_editors_change_the_words_of_a_video_alone(client, copy_editor):
    video = make_video(title="Crane", url="https://videos.example/1")
    client.force_login(copy_editor)
    page = client.get(admin_url(video))
    values = form_values(page, "video_form")
    assert "title" in values
    assert "url" not in values
    client.post(admin_url(video), {**values, "title": "Cranes", "url": "https://evil.example/"})
    video.refresh_from_db()
    assert (video.title, video.url) == ("Cranes", "https://videos.example/1")


@pytest.mark.parametrize("kind", ["section", "tag", "author"])
def test_who_may_not_merge_and_retire_is_refused(kind, client, things):
    thing = things[kind]
    for role in set(Role) - {Role.DESK_EDITOR, Role.MANAGING_EDITOR}:
        client.force_login(person(role))
        assert client.get(admin_url(thing, "merge")).status_code == 403, role
        assert client.post(admin_url(thing, "retire")).status_code == 403, role
        page = client.get(admin_url(thing)).content.decode()
        assert "/merge/" not in page, role
        assert "/retire/" not in page, role
    thing.refresh_from_db()
    assert thing.retired_at is None


def test_a_picture_that_a_live_story_shows_is_not_rewritten_by_its_contributor(inside, contributor):
    image = make_image(caption="The pier.", alt_text="A pier")
    Image.objects.update(uploaded_by=contributor)
    quick = f"/admin/media/image/{image.uuid}/quick/"
    assert inside.post(quick, {"caption": "The old pier."}).status_code == 200
    publishing.publish(make_article(by=contributor, lead_image=image), by=None)
    answer = inside.post(quick, {"caption": "Rewritten", "alt_text": "x", "creator": "Me"})
    assert answer.status_code == 422
    assert "live story" in answer.json()["errors"]["__all__"]
    assert inside.post(admin_url(image), {"caption": "Rewritten"}).status_code == 403
    image.refresh_from_db()
    assert (image.caption, image.alt_text) == ("The old pier.", "A pier")


@pytest.fixture
def story():
    image = make_image()
    figure = f'<figure data-image="{image.uuid}"><figcaption>Old.</figcaption></figure>'
    return make_article(
        headline="First", lead_image=image, lead_caption="Old", body=f"<p>One.</p>{figure}"
    )


def sent(client, story, **changed):
    values = form_values(client.get(change_url(story)))
    return client.post(change_url(story), {**values, **changed}, follow=True)


FORGED = {"headline": "Forged", "standfirst": "Forged", "slug": "forged", "kicker": "Forged",
          "tag_list": "Forged", "seo_title": "Forged", "assigned_to": "1"}  # fmt: skip


def test_a_picture_editor_changes_pictures_and_no_text(client, picture_editor, story):
    client.force_login(picture_editor)
    page = client.get(change_url(story))
    assert not set(FORGED) & set(form_values(page))
    assert "do not allow changing the text" in text_of(page)
    image = make_image()
    sent(client, story, lead_image=str(image.uuid), lead_caption="New", **FORGED)
    story.refresh_from_db()
    assert (story.lead_image, story.lead_caption, story.headline) == (image, "New", "First")
    assert (story.standfirst, story.kicker, story.seo_title) != ("Forged", "Forged", "Forged")
    assert not story.ordered_tags.exists()
    assert story.bylines.exists()


def test_a_picture_editor_puts_a_figure_into_the_text_and_changes_no_word(
    client, picture_editor, story
):
    client.force_login(picture_editor)
    figure = f'<figure data-image="{make_image().uuid}"></figure>'
    sent(client, story, body=f"{figure}{story.body}")
    story.refresh_from_db()
    assert story.body.count("<figure") == 2
    answer = sent(client, story, body=story.body.replace("One.", "Two."), lead_caption="Typed")
    errors = answer.context["adminform"].form.errors
    assert "do not allow changing the text" in errors["body"][0]
    values = form_values(answer)
    assert "Two." in values["body"]
    assert values["lead_caption"] == "Typed"
    story.refresh_from_db()
    assert "One." in story.body
    assert story.lead_caption == "Old"


def test_a_copy_editor_changes_words_and_captions_and_no_picture(client, copy_editor, story):
    client.force_login(copy_editor)
    assert not {"lead_image", "lead_crop", "video_list"} & set(form_values(client.get(change_url(story))))  # fmt: skip  # noqa: E501
    before = story.lead_image
    sent(
        client, story, headline="Second", lead_caption="New", lead_image=str(make_image().uuid),
        body=story.body.replace("One.", "Two.").replace("Old.", "New."),
    )  # fmt: skip
    story.refresh_from_db()
    assert (story.headline, story.lead_caption, story.lead_image) == ("Second", "New", before)
    assert "Two." in story.body
    assert "New." in story.body
    other = story.body.replace(str(before.uuid), str(make_image().uuid))
    answer = sent(client, story, body=other)
    assert "pictures" in answer.context["adminform"].form.errors["body"][0]


def test_legal_reads_a_story_and_writes_nothing(client, legal, story):
    client.force_login(legal)
    assert client.get(change_url(story)).status_code == 200
    assert client.post(change_url(story), FORGED).status_code == 403
    assert client.post(f"/admin/articles/article/{story.pk}/restore/1/").status_code == 403


def test_restoring_and_taking_theirs_change_no_more_than_the_form(client, picture_editor, story):
    edit(story, headline="Second")
    client.force_login(picture_editor)
    answer = client.post(f"/admin/articles/article/{story.pk}/restore/1/", follow=True)
    assert "do not allow changing the text" in text_of(answer)
    story.refresh_from_db()
    assert story.headline == "Second"


def test_posts_are_mended_by_reporters_and_seen_by_contributors_when_live(inside, reporter):
    post = make_post(headline=SECRET)
    assert SECRET not in text_of(inside.get("/admin/feed/post/"))
    edit(post, by=reporter, headline=text.single_line("Mended"))
    post.refresh_from_db()
    assert post.headline == "Mended"


def test_a_copy_editors_new_story_has_words_and_no_pictures(client, copy_editor):
    client.force_login(copy_editor)
    page = client.get("/admin/articles/article/add/")
    values = form_values(page)
    assert "headline" in values
    assert not {"lead_image", "video_list"} & set(values)
    figure = f'<figure data-image="{make_image().uuid}"></figure>'
    words = {**values, "headline": "New", "lead_image": str(make_image().uuid)}
    answer = client.post("/admin/articles/article/add/", {**words, "body": f"<p>A.</p>{figure}"})
    assert "pictures" in answer.context["adminform"].form.errors["body"][0]
    client.post("/admin/articles/article/add/", {**words, "body": "<p>A.</p>"})
    story = Article.objects.get()
    assert (story.headline, story.lead_image, story.created_by) == ("New", None, copy_editor)


def give_everything(user) -> None:
    """As a site might, by mistake: all permissions of a managing editor."""
    chief = Group.objects.get(name=Role.MANAGING_EDITOR.value)
    user.groups.get().permissions.add(*chief.permissions.all())


def test_more_permissions_for_a_group_go_no_further_than_the_table(inside, contributor, things):
    give_everything(contributor)
    section = things["section"]
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": section.pk,
            "form-0-position": 77, "_save": "Save"}  # fmt: skip
    inside.post("/admin/articles/section/", rows)
    inside.post(admin_url(section), {"name": "Mine", "slug": "mine", "position": 1})
    section.refresh_from_db()
    assert (section.name, section.position) == ("City desk", 0)
    for page in ("articles/section/add/", "articles/author/add/", "editorial/logentry/",
                 "editorial/takedown/", "editorial/correction/", "editorial/ledgerentry/",
                 "media/image/several/", "media/image/reports/"):  # fmt: skip
        assert inside.get(f"/admin/{page}").status_code == 403, page
    assert SECRET not in inside.get(preview_of("/")).content.decode()


def test_the_admins_own_search_of_related_things_tells_no_more(inside, hidden):
    for model, field in (("article", "section"), ("byline", "author"), ("articletag", "tag"),
                         ("articlevideo", "video")):  # fmt: skip
        asked = f"/admin/autocomplete/?app_label=articles&model_name={model}&field_name={field}"
        answer = inside.get(f"{asked}&term=")
        assert str(hidden[field]) not in answer.content.decode()
