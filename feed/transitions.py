"""The workflow of posts, the fast lane: reporters publish at once, the desk reviews afterwards."""

from newsroom.accounts.roles import DESK, Role
from newsroom.editorial.models.states import OPEN, State
from newsroom.editorial.rules import steps
from newsroom.editorial.rules.workflow import TAKEDOWNS, Transition, takedown

WRITERS = DESK | {Role.REPORTER, Role.COPY_EDITOR}
NEW = {State.DRAFT, State.IN_REVIEW}
OWN = {Role.REPORTER, Role.CONTRIBUTOR}

TRANSITIONS = (
    Transition(
        steps.SUBMIT, {State.DRAFT}, State.IN_REVIEW, WRITERS, own_roles={Role.CONTRIBUTOR},
        is_step=True,
    ),
    Transition(steps.RETURN, {State.IN_REVIEW}, State.DRAFT, WRITERS),
    Transition(steps.SCHEDULE, NEW, State.PUBLISHED, WRITERS),
    Transition(steps.UNSCHEDULE, OPEN | {State.PUBLISHED}, State.DRAFT, WRITERS),
    Transition(steps.PUBLISH, NEW, State.PUBLISHED, WRITERS),
    Transition(steps.REOPEN, {State.PUBLISHED}, State.DRAFT, WRITERS, is_step=True),
    Transition(steps.CORRECT, OPEN | {State.PUBLISHED}, State.PUBLISHED, WRITERS),
    Transition(steps.DISCARD_UPDATE, OPEN, State.PUBLISHED, WRITERS),
    takedown(steps.WITHDRAW, DESK, own_roles={Role.REPORTER}),
    *TAKEDOWNS,
    Transition(steps.SPIKE, OPEN, State.SPIKED, DESK, own_roles=OWN),
    Transition(steps.UNSPIKE, {State.SPIKED}, State.DRAFT, DESK, own_roles=OWN),
)  # fmt: skip
