"""An act is done or it is not: an error at any of its queries leaves everything as it was."""

import contextlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from media.library import editing
from newsroom.editorial import clock
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.publication import recompilation
from newsroom.editorial.publication.announcements import announce_due, overdue
from tests import settling
from tests.factories import (
    edit,
    make_article,
    make_author,
    make_post,
    make_section,
    make_tag,
    publish_article,
)
from tests.media.factories import make_image

from . import consistency
from .dumping import difference, dump

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


class Injected(DatabaseError):
    """The connection broke."""


class FailingAt:
    """Lets ``number - 1`` queries pass and fails the next; counts those it saw."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.number:
            raise Injected(sql)
        return execute(sql, params, many, context)


@pytest.fixture
def story():
    """A story with everything: tags, a picture, a card, a story that cards it and a post."""
    other = publish_article(headline="The other story")
    story = make_article(
        headline="The story", section=make_section(), tags=[make_tag(), make_tag()],
        authors=[make_author(portrait=make_image())], lead_image=make_image(),
        body=f'<p>Words.</p><div data-card="article" data-id="{other.uuid}"></div>',
    )  # fmt: skip
    carding = make_article(
        body=f'<p>Words.</p><div data-card="article" data-id="{story.uuid}"></div>'
    )
    publishing.publish(carding, by=None)
    publishing.publish(make_post(article=story), by=None)
    return story


def live(story):
    publishing.publish(story, by=None)


def live_and_edited(story):
    live(story)
    edit(story, headline="New words")


def live_with_a_plan(story):
    live_and_edited(story)
    publishing.publish(story, by=None, at=clock.now() + HOUR)
    edit(story, headline="Newer words")


def withheld(story):
    live(story)
    takedowns.withdraw(story, by=None, note="Lease", at=clock.now() + HOUR)
    takedowns.withhold(story, by=None, note="Checking")


def killed(story):
    live(story)
    takedowns.kill(story, by=None, kind="legal", note="Order", confirmation="kill")


def nothing(story):
    """A draft."""


def a_changed_picture(story) -> None:
    story.lead_image.caption = "Other words"
    editing.save(story.lead_image)


@transaction.atomic
def a_changed_author(story):
    author = story.authors.get()
    author.name = "Another Name"
    author.save()
    recompilation.changed(author)


ACTS = {
    "publish": (nothing, lambda s: publishing.publish(s, by=None)),
    "schedule": (nothing, lambda s: publishing.publish(s, by=None, at=clock.now() + HOUR)),
    "update": (live_and_edited, lambda s: publishing.publish(s, by=None)),
    "update, keeping the plan": (
        live_with_a_plan, lambda s: publishing.publish(s, by=None, plan="keep"),
    ),
    "correct": (
        live_with_a_plan,
        lambda s: publishing.correct(s, by=None, text="Monday.", note="Reader", plan="keep"),
    ),
    "unschedule": (live_with_a_plan, lambda s: publishing.unschedule(s, by=None)),
    "withdraw": (live_with_a_plan, lambda s: takedowns.withdraw(s, by=None, note="Wrong")),
    "plan an end": (
        live_with_a_plan,
        lambda s: takedowns.withdraw(s, by=None, note="Lease", at=clock.now() + HOUR / 2),
    ),
    "withhold": (live_with_a_plan, lambda s: takedowns.withhold(s, by=None, note="Checking")),
    "restore": (withheld, lambda s: takedowns.restore(s, by=None, note="Holds")),
    "kill": (
        live_with_a_plan,
        lambda s: takedowns.kill(s, by=None, kind="legal", note="Order", confirmation="kill"),
    ),
    "reinstate": (killed, lambda s: takedowns.reinstate(s, by=None, note="Lifted")),
    "discard_update": (live_and_edited, lambda s: publishing.discard_update(s, by=None)),
    "set_embargo": (
        nothing, lambda s: publishing.set_embargo(s, by=None, until=clock.now() + HOUR),
    ),
    "a shared thing's change": (live, a_changed_author),
    "a picture's change": (live, a_changed_picture),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_an_error_at_any_query_of_an_act_leaves_every_table_as_it_was(story, name):
    prepare, act = ACTS[name]
    prepare(story)
    before = dump()
    number = 0
    while True:
        number += 1
        failing = FailingAt(number)
        fresh = type(story).objects.get(pk=story.pk)
        with connection.execute_wrapper(failing):
            try:
                act(fresh)
            except Injected:
                assert difference(before, dump()) == [], f"query {number} of {name}"
                continue
        break
    # The last error came after the commit, or there was no query left to fail: it was done whole.
    assert number > 5
    assert before != dump()
    settling.settle()
    assert consistency.faults() == []


def test_an_error_at_any_query_of_announcing_leaves_the_item_due(story, monkeypatch):
    at = clock.now() + HOUR
    publishing.publish(story, by=None, at=at)
    before = dump()
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(seconds=1))
    number = 0
    while True:
        number += 1
        failing = FailingAt(number)
        with connection.execute_wrapper(failing), contextlib.suppress(Injected):
            announce_due()
        if overdue(at=clock.now()) == 0:
            break
        assert difference(before, dump()) == [], f"query {number}"
    assert number > 5
    settling.settle()
    assert consistency.faults() == []
