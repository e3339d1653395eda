"""What the page of an item offers is what the act takes: every step, role, type and situation."""

from datetime import timedelta

import pytest
from django.db import transaction

from newsroom.editorial import registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.clock import now
from newsroom.editorial.models.states import OPEN, State
from newsroom.editorial.refusals import NotAllowed, NotPossible, Refused
from newsroom.editorial.rules import visibility, workflow
from tests.factories import edit, make_article, make_page, make_post

from .pages import change_url, form_values, step_url, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.files]

ROLES = ("contributor", "reporter", "copy_editor", "picture_editor", "desk", "legal", "chief")
MAKERS = {"article": make_article, "page": make_page, "post": make_post}
#: What each act asks for beside the item and the person.
ARGUMENTS = {
    "schedule": lambda: {"at": now() + timedelta(hours=1)},
    "publish": lambda: {"plan": "drop"},
    "publish_now": lambda: {"plan": "drop"},
    "correct": lambda: {"text": "It was a Monday.", "plan": "drop"},
    "kill": lambda: {"kind": "legal", "confirmation": "kill"},
    "set_embargo": lambda: {"until": now() + timedelta(days=3)},
}


def step_names(kind: str) -> list[str]:
    return workflow.names(registry.item_type(kind).transitions)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", MAKERS)
def test_the_address_of_a_step_answers_403_to_exactly_those_who_may_not_take_it(
    client, request, role, kind
):
    user = request.getfixturevalue(role)
    client.force_login(user)
    for name in step_names(kind):
        item = MAKERS[kind](by=user)
        may = workflow.may(item, workflow.find(item, name), user)
        for send in (client.get, client.post):
            answer = send(step_url(item, name))
            assert (answer.status_code != 403) == may, name
            assert may or "Your roles do not allow" in text_of(answer), name


def nothing(item):
    """It was never public."""


def planned(item):
    publishing.publish(item, by=None, at=now() + timedelta(hours=2))


def live(item):
    publishing.publish(item, by=None)


def live_with_a_plan(item):
    live(item)
    edit(item, headline="Planned words")
    planned(item)


def live_with_an_end(item):
    live(item)
    takedowns.withdraw(item, by=None, note="Rights.", at=now() + timedelta(days=1))


def withdrawn(item):
    live(item)
    takedowns.withdraw(item, by=None, note="By choice.")


def withheld(item):
    live(item)
    takedowns.withhold(item, by=None, note="Checking.")


def withheld_with_an_end(item):
    live_with_an_end(item)
    takedowns.withhold(item, by=None, note="Checking.")


def killed(item):
    live(item)
    kill(item)


def kill(item):
    takedowns.kill(item, by=None, kind="legal", note="Ordered.", confirmation="kill")


def killed_with_an_update(item):
    live(item)
    edit(item, headline="An update")
    kill(item)


VISIBILITIES = [
    nothing, planned, live, live_with_a_plan, live_with_an_end, withdrawn, withheld,
    withheld_with_an_end, killed, killed_with_an_update,
]  # fmt: skip


def outcome(item, name: str, user) -> str:
    """Take the step and take it back: empty if the act took it, else its refusal."""
    arguments = ARGUMENTS.get(name, dict)()
    try:
        with transaction.atomic():
            workflow.transition(item, name, by=user, note="Why.", **arguments)
            transaction.set_rollback(True)
    except (NotPossible, NotAllowed) as refusal:
        return str(refusal)
    except Refused:
        return ""
    return ""


@pytest.mark.parametrize("situation", VISIBILITIES, ids=lambda made: made.__name__)
@pytest.mark.parametrize("kind", MAKERS)
def test_a_step_is_offered_exactly_where_the_act_takes_it(kind, situation, chief):
    item = MAKERS[kind]()
    situation(item)
    for state in sorted(State, key=lambda state: state in OPEN):
        if state in OPEN:
            # Nobody publishes what readers have already: the text was rewritten meanwhile.
            edit(item, headline=f"Rewritten for {state}")
        type(item).objects.filter(pk=item.pk).update(state=state)
        item.refresh_from_db()
        at = visibility.standing(item, now())
        offers = workflow.allowed(item, chief, now=at)
        offered = {offer.transition.name for offer in offers if offer.is_allowed}
        for name in step_names(kind):
            refusal = outcome(type(item).objects.get(pk=item.pk), name, chief)
            assert (name in offered) == (not refusal), f"{state} {name}: {refusal or 'taken'}"


def test_a_writer_may_not_choose_who_a_story_is_assigned_to(client, reporter, chief):
    client.force_login(reporter)
    article = make_article(by=reporter)
    page = client.get(change_url(article))
    assert "The desk assigns stories." in text_of(page)
    forged = form_values(page) | {"assigned_to": chief.pk, "kicker": "Kept"}
    client.post(change_url(article), forged)
    article.refresh_from_db()
    assert article.assigned_to is None
    assert article.kicker == "Kept"


@pytest.mark.parametrize("make", MAKERS.values())
def test_the_desk_assigns_stories(client, desk, reporter, make):
    client.force_login(desk)
    item = make(by=desk)
    values = form_values(client.get(change_url(item)), f"{item._meta.model_name}_form")
    client.post(change_url(item), values | {"assigned_to": reporter.pk})
    item.refresh_from_db()
    assert item.assigned_to == reporter
