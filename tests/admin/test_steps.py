"""Each role is offered exactly its steps, and a forged request meets the same rule."""

from datetime import timedelta

import pytest

from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.clock import now
from newsroom.editorial.drafts import log, revisions
from newsroom.editorial.models import Correction
from newsroom.editorial.rules import visibility, workflow
from tests.factories import edit, make_article, make_post, publish_article, publish_post

from .pages import change_url, form_values, step_url, steps_offered, text_of

pytestmark = pytest.mark.django_db

ROLES = ("contributor", "reporter", "copy_editor", "picture_editor", "desk", "legal", "chief")


def allowed_by_the_table(item, user) -> set[str]:
    """What the workflow's own rules say, asked directly."""
    at = visibility.standing(item, now())
    return {o.transition.name for o in workflow.allowed(item, user, now=at) if o.is_allowed}


def drafted(by):
    return make_article(by=by)


def in_review(by):
    article = make_article(by=by)
    workflow.transition(article, "submit", by=None)
    return article


def live(by):
    return publish_article(by=by)


def live_with_an_update(by):
    return edit(publish_article(by=by), headline="Rewritten")


def planned(by):
    article = make_article(by=by)
    publishing.publish(article, by=None, at=now() + timedelta(hours=2))
    return article


def withheld(by):
    article = publish_article(by=by)
    takedowns.withhold(article, by=None, note="Checking.")
    return article


def killed(by):
    article = publish_article(by=by)
    takedowns.kill(article, by=None, kind="legal", note="Ordered.", confirmation="kill")
    return article


def spiked(by):
    article = make_article(by=by)
    workflow.transition(article, "spike", by=None)
    return article


@pytest.mark.parametrize(
    "make", [drafted, in_review, live, live_with_an_update, planned, withheld, killed, spiked]
)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_exactly_its_steps(client, request, make, role):
    user = request.getfixturevalue(role)
    article = make(by=user)
    client.force_login(user)
    offered = steps_offered(client.get(change_url(article)))
    assert offered == allowed_by_the_table(article, user)


@pytest.mark.parametrize("role", ROLES)
def test_a_forged_step_is_refused_by_the_rule_that_hides_its_button(client, request, role, desk):
    user = request.getfixturevalue(role)
    article = make_article(by=desk)
    client.force_login(user)
    may = allowed_by_the_table(article, user)
    for name in ("submit", "publish", "spike", "send_to_copy"):
        before = article.state
        response = client.post(step_url(article, name))
        article.refresh_from_db()
        if name in may:
            assert response.status_code == 302, name
            assert article.state != before, name
            break
        assert response.status_code in (403, 404), name
        assert article.state == before, name


def test_a_forged_step_beside_a_save_saves_the_text_and_refuses_the_step(client, reporter):
    client.force_login(reporter)
    article = make_article(by=reporter)
    values = form_values(client.get(change_url(article)))
    response = client.post(
        change_url(article), {**values, "kicker": "Kept", "_step": "publish"}, follow=True
    )
    article.refresh_from_db()
    assert article.kicker == "Kept"
    assert article.state == "draft"
    assert "Your roles do not allow “Approve”" in text_of(response)


def test_contributors_see_and_change_only_what_is_theirs(client, contributor, desk):
    client.force_login(contributor)
    theirs, others = make_article(by=contributor), make_article(by=desk, headline="Not for them")
    assert client.get(change_url(theirs)).status_code == 200
    assert client.get(change_url(others)).status_code == 302
    assert client.post(change_url(others), {"headline": "x"}).status_code == 302
    assert client.get(step_url(others, "submit")).status_code == 404
    assert "Not for them" not in text_of(client.get("/admin/articles/article/"))
    assert "Not for them" not in text_of(client.get("/admin/"))
    found = client.get("/admin/pick/article/?q=them").json()
    assert found["results"] == []


def test_contributors_change_nothing_once_it_is_handed_in(client, contributor):
    client.force_login(contributor)
    article = make_article(by=contributor)
    values = form_values(client.get(change_url(article)))
    response = client.post(change_url(article), {**values, "_step": "submit"}, follow=True)
    assert "Submitted for review." in text_of(response)
    assert "You have submitted it." in text_of(response)
    assert client.post(change_url(article), values).status_code == 403


def test_reporters_read_everything_and_change_what_is_theirs_or_assigned(client, reporter, desk):
    client.force_login(reporter)
    article = make_article(by=desk)
    page = client.get(change_url(article))
    assert "It is not yours" in text_of(page)
    assert "The office closed the bridge" in text_of(page)
    assert client.post(change_url(article), {"headline": "x"}).status_code == 403
    article.assigned_to = reporter
    revisions.save(article, by=desk)
    assert "_save" in client.get(change_url(article)).content.decode()


def test_one_click_publishes_a_draft_and_logs_every_step(client, desk):
    client.force_login(desk)
    article = make_article(by=desk)
    values = form_values(client.get(change_url(article)))
    response = client.post(
        change_url(article), {**values, "headline": "One click", "_step": "publish"}, follow=True
    )
    assert "Published: readers see it now." in text_of(response)
    assert visibility.standing(article, now()).live.card["headline"] == "One click"
    acts = list(log.of(article).values_list("act", flat=True))
    assert acts == ["publish", "approve", "submit"]


def test_what_is_not_ready_is_saved_and_says_what_is_missing(client, desk):
    client.force_login(desk)
    article = make_article(by=desk, authors=[])
    values = form_values(client.get(change_url(article)))
    response = client.post(
        change_url(article), {**values, "kicker": "Kept", "_step": "publish"}, follow=True
    )
    article.refresh_from_db()
    assert article.kicker == "Kept"
    assert "Add at least one name to the byline." in text_of(response)
    assert 'href="#id_byline"' in response.content.decode()
    assert visibility.standing(article, now()).live is None


def test_an_update_asks_what_it_is_and_what_becomes_of_the_plan(client, desk):
    client.force_login(desk)
    article = edit(publish_article(by=desk), by=desk, headline="Planned words")
    publishing.publish(article, by=desk, at=now() + timedelta(hours=3))
    edit(article, by=desk, headline="Words for now")
    values = form_values(client.get(change_url(article)))
    asked = client.post(change_url(article), {**values, "_step": "publish"})
    assert asked["Location"] == step_url(article, "publish")
    page = client.get(step_url(article, "publish"))
    assert "An update is planned" in text_of(page)
    refused = client.post(step_url(article, "publish"), {"change": "minor"})
    assert "This field is required." in text_of(refused)
    client.post(step_url(article, "publish"), {"change": "minor", "plan": "keep"})
    standing = visibility.standing(article, now())
    assert standing.live.card["headline"] == "Words for now"
    assert standing.planned.card["headline"] == "Planned words"


def test_scheduling_asks_for_a_time_in_the_newsrooms_zone(client, desk, settings):
    settings.TIME_ZONE = "America/New_York"
    client.force_login(desk)
    article = make_article(by=desk)
    page = client.get(step_url(article, "schedule"))
    assert "Time zone: America/New_York" in text_of(page)
    past = client.post(step_url(article, "schedule"), {"at": "2020-01-01T06:00"})
    assert past.status_code == 409
    assert "That time has passed." in text_of(past)
    client.post(step_url(article, "schedule"), {"at": "2199-01-01T06:00"})
    planned = visibility.standing(article, now()).planned
    assert planned.live_from.isoformat() == "2199-01-01T11:00:00+00:00"
    assert "Scheduled for" in text_of(client.get(change_url(article)))


def test_a_picture_editor_returns_a_story_that_lacks_a_picture(client, picture_editor, reporter):
    article = in_review(reporter)
    client.force_login(picture_editor)
    client.post(step_url(article, "return"), {"note": "It needs a picture of the bridge."})
    article.refresh_from_db()
    assert article.state == "draft"


def test_a_return_without_a_note_is_refused_beside_the_note(client, desk):
    client.force_login(desk)
    article = in_review(by=desk)
    response = client.post(step_url(article, "return"), {"note": "  "})
    assert "This field is required." in text_of(response)
    client.post(step_url(article, "return"), {"note": "Ring the harbour master."})
    article.refresh_from_db()
    assert article.state == "draft"
    assert log.of(article).first().note == "Ring the harbour master."


def test_a_correction_is_published_with_its_public_text(client, desk):
    client.force_login(desk)
    article = edit(publish_article(by=desk), by=desk, body="<p>Nine piers.</p>")
    response = client.post(
        step_url(article, "correct"),
        {
            "kind": "correction",
            "text": "An earlier version gave the wrong number of piers.",
            "placement": "top",
            "concerns": "body",
            "note": "A reader wrote.",
        },
        follow=True,
    )
    assert "Published with its correction." in text_of(response)
    assert Correction.objects.get().reason == "A reader wrote."


def test_a_kill_wants_the_word_typed_and_keeps_what_was_written(client, chief):
    client.force_login(chief)
    article = publish_article(by=chief)
    typed = {"kind": "retracted", "note": "Invented.", "public_note": "We withdraw it."}
    response = client.post(step_url(article, "kill"), {**typed, "confirmation": "yes"})
    assert response.status_code == 409
    assert "Type “kill” to confirm." in text_of(response)
    assert "We withdraw it." in response.content.decode()
    client.post(step_url(article, "kill"), {**typed, "confirmation": "kill"})
    assert visibility.standing(article, now()).is_killed


def test_a_duplicate_names_the_survivor_by_its_slug(client, chief):
    client.force_login(chief)
    article, other = publish_article(by=chief), publish_article(by=chief, slug="the-one-that-stays")
    form = {"kind": "duplicate", "note": "Twice.", "confirmation": "kill"}
    wrong = client.post(step_url(article, "kill"), {**form, "into": "nowhere"})
    assert "There is no “nowhere” here." in text_of(wrong)
    client.post(step_url(article, "kill"), {**form, "into": "the-one-that-stays"})
    assert visibility.standing(article, now()).takedown.into == other.uuid


def test_a_withdrawal_can_be_planned_and_cancelled(client, desk):
    client.force_login(desk)
    article = publish_article(by=desk)
    client.post(
        step_url(article, "withdraw"),
        {"note": "Rights end.", "at": "2199-01-01T06:00", "redirect_to": "/about/"},
    )
    standing = visibility.standing(article, now())
    assert standing.live
    assert standing.planned_takedown.redirect_to == "/about/"
    assert "cancel_withdrawal" in steps_offered(client.get(change_url(article)))
    bad = client.post(
        step_url(article, "withdraw"), {"note": "x", "redirect_to": "javascript:alert(1)"}
    )
    assert "Begin it with one slash" in text_of(bad)
    client.post(step_url(article, "cancel_withdrawal"))
    assert visibility.standing(article, now()).planned_takedown is None


def test_two_people_press_publish_and_one_is_told(client, desk, chief):
    article = make_article(by=desk)
    client.force_login(desk)
    values = form_values(client.get(change_url(article)))
    publishing.publish(article, by=chief)
    response = client.post(
        change_url(article), {**values, "_step": "publish", "_change": "minor"}, follow=True
    )
    assert "The published text is live and nothing else is planned" in text_of(response)
    assert article.editions.count() == 1


def test_two_people_write_at_once_and_the_second_is_shown_both_texts(client, desk, chief):
    article = make_article(by=desk)
    client.force_login(desk)
    mine = form_values(client.get(change_url(article)))
    client.force_login(chief)
    theirs = form_values(client.get(change_url(article)))
    client.post(change_url(article), {**theirs, "headline": "Written first"})
    client.force_login(desk)
    second = client.post(
        change_url(article), {**mine, "headline": "Written second", "_step": "publish"}
    )
    article.refresh_from_db()
    assert article.headline == "Written first"
    assert article.state == "draft"
    assert "Written first" in text_of(second)
    assert "Written second" in second.content.decode()


def test_a_post_by_a_reporter_is_published_and_its_update_needs_one_click_more(client, reporter):
    client.force_login(reporter)
    post = make_post(by=reporter)
    values = form_values(client.get(change_url(post)), "post_form")
    client.post(change_url(post), {**values, "_step": "publish"})
    assert visibility.standing(post, now()).live
    edit(post, by=reporter, headline="Ferry adds two crossings.")
    values = form_values(client.get(change_url(post)), "post_form")
    client.post(change_url(post), {**values, "_step": "publish", "_change": "update"})
    live = visibility.standing(post, now()).live
    assert live.card["headline"] == "Ferry adds two crossings."


def test_steps_that_do_not_exist_are_not_found(client, desk):
    client.force_login(desk)
    assert client.get(step_url(make_article(by=desk), "explode")).status_code == 404
    assert client.get(step_url(publish_post(by=desk), "send_to_copy")).status_code == 404


def test_a_step_that_is_not_possible_says_why(client, desk):
    client.force_login(desk)
    page = client.get(step_url(make_article(by=desk), "withdraw"))
    assert page.status_code == 409
    assert "No part of it is live." in text_of(page)
