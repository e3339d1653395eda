"""Whatever happens in whatever order: the promises to readers and followers hold."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from newsroom.accounts.models import Desk
from newsroom.accounts.roles import Role
from newsroom.editorial import clock
from tests.conftest import person
from tests.factories import make_author, make_section, make_tag
from tests.media.factories import make_image

from .newsroom_machine import Newsroom

STEPS = 30


@pytest.mark.django_db
def test_every_order_of_acts_keeps_the_promises(monkeypatch, storm):
    monkeypatch.setattr(clock, "now", clock.now)
    Newsroom.people = {
        "chief": person(Role.MANAGING_EDITOR),
        "other_chief": person(Role.MANAGING_EDITOR, username="other-chief"),
        "desk": person(Role.DESK_EDITOR),
        "legal": person(Role.LEGAL),
        "reporter": person(Role.REPORTER),
        "sports": person(Role.DESK_EDITOR, username="sports"),
    }
    sports, world = (Desk.objects.create(name=name) for name in ("Sports", "World"))
    sports.members.add(Newsroom.people["sports"])
    Newsroom.sections = [make_section(), make_section("World", desk=world)]
    Newsroom.authors = [make_author(), make_author()]
    Newsroom.tags = [make_tag(), make_tag(), make_tag()]
    Newsroom.images = [make_image(), make_image()]
    for _round in storm.rounds():
        run_state_machine_as_test(
            Newsroom,
            settings=settings(
                max_examples=200 if storm.is_long else 4,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.explicit, Phase.generate, Phase.shrink],
                print_blob=True,
            ),
        )
    print(dict(Newsroom.taken))  # noqa: T201 - shown with -s, to see what a run has reached
