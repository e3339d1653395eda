"""The workflow of articles and pages, row by row."""

from newsroom.accounts.roles import DESK, Role
from newsroom.editorial.models.states import OPEN, State
from newsroom.editorial.rules import steps
from newsroom.editorial.rules.workflow import TAKEDOWNS, Transition, takedown

CHIEF = {Role.MANAGING_EDITOR}
REPORTER = {Role.REPORTER}

TRANSITIONS = (
    Transition(
        steps.SUBMIT, {State.DRAFT}, State.IN_REVIEW, DESK | {Role.COPY_EDITOR},
        own_roles={Role.CONTRIBUTOR, Role.REPORTER}, is_step=True,
    ),
    Transition(
        steps.RETURN, {State.IN_REVIEW, State.IN_COPYEDIT, State.APPROVED}, State.DRAFT,
        DESK | {Role.COPY_EDITOR, Role.PICTURE_EDITOR, Role.LEGAL},
    ),
    Transition(steps.SEND_TO_COPY, {State.DRAFT, State.IN_REVIEW}, State.IN_COPYEDIT, DESK),
    Transition(
        steps.APPROVE, {State.IN_REVIEW, State.IN_COPYEDIT}, State.APPROVED,
        DESK | {Role.COPY_EDITOR}, is_step=True,
    ),
    Transition(steps.SCHEDULE, {State.APPROVED}, State.PUBLISHED, DESK),
    Transition(steps.UNSCHEDULE, OPEN | {State.PUBLISHED}, State.APPROVED, DESK),
    Transition(steps.PUBLISH, {State.APPROVED}, State.PUBLISHED, DESK),
    Transition(steps.REOPEN, {State.PUBLISHED}, State.APPROVED, DESK, is_step=True),
    Transition(steps.CORRECT, OPEN | {State.PUBLISHED}, State.PUBLISHED, DESK),
    Transition(
        steps.PUBLISH_NOW, {State.DRAFT, State.IN_REVIEW, State.IN_COPYEDIT}, State.PUBLISHED, CHIEF
    ),
    Transition(steps.DISCARD_UPDATE, OPEN, State.PUBLISHED, DESK, own_roles=REPORTER),
    takedown(steps.WITHDRAW, DESK),
    *TAKEDOWNS,
    Transition(steps.SPIKE, OPEN, State.SPIKED, DESK, own_roles=REPORTER),
    Transition(steps.UNSPIKE, {State.SPIKED}, State.DRAFT, DESK, own_roles=REPORTER),
)  # fmt: skip
