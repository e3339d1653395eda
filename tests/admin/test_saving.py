"""Saving in the admin: one revision a save, nothing lost, nothing stored that must not be."""

from datetime import timedelta

import pytest
from django.utils.formats import time_format

from articles.models import Article, Tag
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import log, revisions
from newsroom.editorial.rules import visibility
from tests.factories import edit, make_article, make_author, make_section, make_tag, publish_article

from .pages import change_url, form_values, text_of

pytestmark = pytest.mark.django_db


def save(client, article, **words):
    """Open the form, type, press Save."""
    values = form_values(client.get(change_url(article)))
    return client.post(change_url(article), {**values, **words}, follow=True)


def test_a_new_article_is_written_with_byline_tags_and_one_revision(client, desk):
    client.force_login(desk)
    section, first, second = make_section(), make_author("Ana Ruiz"), make_author("Jon Reyes")
    page = client.get("/admin/articles/article/add/")
    values = form_values(page) | {
        "headline": "Tram line opens",
        "body": "<p>It runs to the port.</p>",
        "section": section.pk,
        "tag_list": 'Transport, "Docks, old"',
        "byline-0-author": str(second.uuid),
        "byline-0-place": "2",
        "byline-1-author": first.slug,
        "byline-1-place": "1",
        "byline-2-printed": "A guest",
        "byline-2-role": "photographer",
    }
    response = client.post("/admin/articles/article/add/", {**values, "_save": "1"}, follow=True)
    article = Article.objects.get()
    assert "Saved as revision 1." in text_of(response)
    assert article.created_by == desk
    assert article.slug == "tram-line-opens"
    assert [str(row) for row in article.ordered_tags.all()] == ["Transport", "Docks, old"]
    assert [(str(b), b.role) for b in article.bylines.all()] == [
        (first.name, "writer"),
        (second.name, "writer"),
        ("A guest", "photographer"),
    ]
    assert article.revisions.count() == 1


def test_saving_what_is_stored_already_records_nothing(client, desk):
    client.force_login(desk)
    article = make_article(by=desk, tags=[make_tag("Ferry"), make_tag("Port")])
    said = text_of(save(client, article))
    assert "Nothing has changed: it is still revision 1." in said
    assert "Saved as revision" not in said
    article.refresh_from_db()
    assert article.revision == 1
    assert article.revisions.count() == 1


def test_a_save_that_only_assigns_says_that_the_text_is_unchanged(client, desk, chief):
    client.force_login(desk)
    article = make_article(by=desk)
    said = text_of(save(client, article, assigned_to=chief.pk))
    assert "Saved. The text is unchanged: it is still revision 1." in said
    article.refresh_from_db()
    assert article.assigned_to == chief


def test_script_typed_by_an_editor_is_cleaned(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    save(client, article, body='<p onclick="x()">Text</p><script>alert(1)</script>')
    article.refresh_from_db()
    assert "Text" in article.body
    assert "script" not in article.body
    assert "onclick" not in article.body
    assert "alert" not in str(revisions.latest(article).snapshot["body"])


def test_nul_bytes_are_dropped_from_the_body_and_refused_elsewhere_with_the_text_kept(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    save(client, article, body="<p>be\x00fore</p>")
    article.refresh_from_db()
    assert "before" in article.body
    response = save(client, article, headline="Nu\x00l", standfirst="Keep me.")
    assert "Null characters are not allowed." in text_of(response)
    assert form_values(response)["standfirst"] == "Keep me."
    article.refresh_from_db()
    assert article.standfirst != "Keep me."


def test_a_taken_slug_is_a_form_error_and_loses_nothing(client, desk):
    client.force_login(desk)
    make_article(slug="harbour")
    article = make_article(by=desk)
    response = save(client, article, slug="harbour", headline="Typed for an hour")
    assert "Another item has, or had, the slug “harbour”." in text_of(response)
    assert form_values(response)["headline"] == "Typed for an hour"
    article.refresh_from_db()
    assert article.headline != "Typed for an hour"
    assert client.get("/admin/articles/article/slug/?slug=harbour").json()["problem"]
    assert "problem" not in client.get("/admin/articles/article/slug/?slug=free").json()


def test_a_stale_save_writes_nothing_keeps_the_text_and_says_who_saved_when(client, desk, chief):
    article = make_article(by=desk, headline="As it was", standfirst="As it was.")
    client.force_login(desk)
    values = form_values(client.get(change_url(article)))
    edit(article, by=chief, headline="The chief's headline", kicker="Analysis")
    response = client.post(
        change_url(article), {**values, "standfirst": "Mine.", "headline": "My headline"}
    )
    text = text_of(response)
    article.refresh_from_db()
    assert article.revision == 2
    assert article.headline == "The chief's headline"
    assert f"{chief} saved this at {time_format(article.saved_at)}" in text
    typed = form_values(response)
    assert typed["standfirst"] == "Mine."
    assert typed["headline"] == "My headline"
    assert "The chief's headline" in text
    # What the writer never touched stands in the form as it is stored; nothing is chosen.
    assert typed["kicker"] == "Analysis"
    assert not [name for name in typed if name.startswith("take-")]
    saved = client.post(change_url(article), typed | {"take-headline": "mine"}, follow=True)
    assert "Saved as revision 3." in text_of(saved)
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.kicker) == (
        "My headline", "Mine.", "Analysis",
    )  # fmt: skip


def test_a_stale_save_with_another_error_still_says_what_changed(client, desk, chief):
    article = make_article(by=desk)
    client.force_login(desk)
    values = form_values(client.get(change_url(article)))
    edit(article, by=chief, kicker="Their kicker")
    response = client.post(change_url(article), {**values, "headline": "", "standfirst": "Mine."})
    assert "Their kicker" in text_of(response)
    assert form_values(response)["standfirst"] == "Mine."
    article.refresh_from_db()
    assert article.revision == 2


def test_saving_a_live_article_touches_the_draft_only(client, desk):
    client.force_login(desk)
    article = publish_article(by=desk)
    save(client, article, headline="An update is being written")
    article.refresh_from_db()
    live = visibility.standing(article, now()).live
    assert live.card["headline"] != "An update is being written"
    assert article.state == "draft"
    assert "Update in progress" in text_of(client.get(change_url(article)))


def test_tags_keep_their_order_and_people_without_the_right_add_none(client, contributor):
    client.force_login(contributor)
    publish_article(tags=[make_tag("Ferry"), make_tag("Port")])
    article = make_article(by=contributor)
    save(client, article, tag_list="port, FERRY, Port")
    assert [str(row) for row in article.ordered_tags.all()] == ["Port", "Ferry"]
    response = save(client, article, tag_list="Port, Invented")
    assert "There is no tag “Invented”." in text_of(response)
    assert form_values(response)["tag_list"] == "Port, Invented"
    assert not Tag.objects.filter(name="Invented").exists()


def test_an_embargo_set_in_the_form_goes_through_its_act(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    save(client, article, embargo="2199-01-02T06:00")
    article.refresh_from_db()
    assert article.embargo_until.year == 2199
    assert list(log_names(article)) == ["set_embargo"]
    # Saved again unchanged, nothing is done again.
    save(client, article, kicker="New")
    assert list(log_names(article)) == ["set_embargo"]


def test_an_embargo_posted_by_somebody_without_the_right_is_ignored(client, reporter):
    client.force_login(reporter)
    article = make_article(by=reporter)
    save(client, article, embargo="2199-01-02T06:00")
    article.refresh_from_db()
    assert article.embargo_until is None


def test_pictures_that_are_gone_or_mistyped_are_named_in_the_form(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    response = save(client, article, lead_image="no such picture", kicker="Kept")
    assert "There is no “no such picture” here." in text_of(response)
    assert form_values(response)["kicker"] == "Kept"


def log_names(item):
    return log.of(item).values_list("act", flat=True)


def test_killed_and_spiked_items_cannot_be_saved(client, chief, desk):
    article = publish_article(by=desk)
    client.force_login(chief)
    values = form_values(client.get(change_url(article)))
    takedowns.kill(article, by=chief, kind="legal", note="Ordered.", confirmation="kill")
    assert client.post(change_url(article), values).status_code == 403
    assert "It was killed" in text_of(client.get(change_url(article)))


def test_the_embargo_deletes_an_earlier_plan_and_says_so(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    publishing.publish(article, by=desk, at=now() + timedelta(hours=1))
    response = save(client, article, embargo="2199-01-02T06:00")
    assert "the schedule is deleted" in text_of(response)
