"""States, transitions and who may take them: data, and the one place that checks them.

The tables hold every row of the workflow. Each act asks ``check`` itself, so the admin, the API,
bulk actions and commands allow exactly the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from newsroom.accounts import roles
from newsroom.accounts.roles import DESK, Role
from newsroom.editorial import registry
from newsroom.editorial.models.states import OPEN, State
from newsroom.editorial.refusals import NotAllowed, NoteRequired, NotPossible

from . import visibility

if TYPE_CHECKING:
    from newsroom.accounts.models import User
    from newsroom.editorial.models import Item

R = Role
ANY = frozenset(State)
_DESK = frozenset({R.DESK_EDITOR, R.MANAGING_EDITOR})
_CHIEF = frozenset({R.MANAGING_EDITOR})


@dataclass(frozen=True)
class Transition:
    """One permitted step. ``target`` None leaves the state alone."""

    name: str
    label: Any
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    #: Roles that may take it on items of their own (made by them, in their byline, assigned).
    own_roles: frozenset[Role] = frozenset()
    needs_note: bool = False
    #: Whether it is a step that publishing may take on the way.
    is_step: bool = False

    def permission(self, item_type: registry.ItemType) -> str:
        return f"{item_type.model._meta.app_label}.{self.codename(item_type)}"

    def own_permission(self, item_type: registry.ItemType) -> str:
        return f"{item_type.model._meta.app_label}.{self.name}_own_{item_type.name}"

    def codename(self, item_type: registry.ItemType) -> str:
        return f"{self.name}_{item_type.name}"


def _t(name, label, sources, target, roles, **more) -> Transition:
    return Transition(name, label, frozenset(sources), target, frozenset(roles), **more)


_TAKEDOWNS = [
    _t("withdraw", _l("Withdraw"), ANY, None, _DESK, needs_note=True),
    _t("cancel_withdrawal", _l("Cancel the planned withdrawal"), ANY, None, _DESK),
    _t("withhold", _l("Withhold"), ANY, None, _DESK | {R.LEGAL}, needs_note=True),
    _t("restore", _l("Restore"), ANY, None, _DESK | {R.LEGAL}, needs_note=True),
    _t("kill", _l("Kill"), ANY, None, _CHIEF | {R.LEGAL}, needs_note=True),
    _t("reinstate", _l("Reinstate"), ANY, None, _CHIEF, needs_note=True),
    _t("set_embargo", _l("Set the embargo"), ANY, None, _DESK),
]

ARTICLE_TRANSITIONS = (
    _t("submit", _l("Submit for review"), {State.DRAFT}, State.IN_REVIEW,
       _DESK | {R.COPY_EDITOR}, own_roles=frozenset({R.CONTRIBUTOR, R.REPORTER}), is_step=True),
    _t("return", _l("Return to the writer"), {State.IN_REVIEW, State.IN_COPYEDIT, State.APPROVED},
       State.DRAFT, _DESK | {R.COPY_EDITOR, R.PICTURE_EDITOR, R.LEGAL}, needs_note=True),
    _t("send_to_copy", _l("Send to copy edit"), {State.DRAFT, State.IN_REVIEW}, State.IN_COPYEDIT,
       _DESK),
    _t("approve", _l("Approve"), {State.IN_REVIEW, State.IN_COPYEDIT}, State.APPROVED,
       _DESK | {R.COPY_EDITOR}, is_step=True),
    _t("schedule", _l("Schedule"), {State.APPROVED}, State.PUBLISHED, _DESK),
    _t("unschedule", _l("Unschedule"), OPEN | {State.PUBLISHED}, State.APPROVED, _DESK),
    _t("publish", _l("Publish"), {State.APPROVED}, State.PUBLISHED, _DESK),
    _t("reopen", _l("Take back from publication"), {State.PUBLISHED}, State.APPROVED, _DESK,
       is_step=True),
    _t("correct", _l("Correct"), OPEN | {State.PUBLISHED}, State.PUBLISHED, _DESK, needs_note=True),
    _t("publish_now", _l("Publish without review"),
       {State.DRAFT, State.IN_REVIEW, State.IN_COPYEDIT}, State.PUBLISHED,
       _CHIEF, needs_note=True),
    _t("discard_update", _l("Discard the update"), OPEN, State.PUBLISHED, _DESK,
       own_roles=frozenset({R.REPORTER})),
    *_TAKEDOWNS,
    _t("spike", _l("Spike"), OPEN, State.SPIKED, _DESK, own_roles=frozenset({R.REPORTER})),
    _t("unspike", _l("Take from the spike"), {State.SPIKED}, State.DRAFT, _DESK,
       own_roles=frozenset({R.REPORTER})),
)  # fmt: skip

# The fast lane: reporters publish at once, the desk reviews afterwards.
_POST_DESK = _DESK | {R.REPORTER, R.COPY_EDITOR}
POST_TRANSITIONS = (
    _t("submit", _l("Submit for review"), {State.DRAFT}, State.IN_REVIEW, _POST_DESK,
       own_roles=frozenset({R.CONTRIBUTOR}), is_step=True),
    _t("return", _l("Return to the writer"), {State.IN_REVIEW}, State.DRAFT, _POST_DESK,
       needs_note=True),
    _t("schedule", _l("Schedule"), {State.DRAFT, State.IN_REVIEW}, State.PUBLISHED, _POST_DESK),
    _t("unschedule", _l("Unschedule"), OPEN | {State.PUBLISHED}, State.DRAFT, _POST_DESK),
    _t("publish", _l("Publish"), {State.DRAFT, State.IN_REVIEW}, State.PUBLISHED, _POST_DESK),
    _t("reopen", _l("Take back from publication"), {State.PUBLISHED}, State.DRAFT, _POST_DESK,
       is_step=True),
    _t("correct", _l("Correct"), OPEN | {State.PUBLISHED}, State.PUBLISHED, _POST_DESK,
       needs_note=True),
    _t("discard_update", _l("Discard the update"), OPEN, State.PUBLISHED, _POST_DESK),
    _t("withdraw", _l("Withdraw"), ANY, None, _DESK, own_roles=frozenset({R.REPORTER}),
       needs_note=True),
    *_TAKEDOWNS[1:],
    _t("spike", _l("Spike"), OPEN, State.SPIKED, _DESK,
       own_roles=frozenset({R.REPORTER, R.CONTRIBUTOR})),
    _t("unspike", _l("Take from the spike"), {State.SPIKED}, State.DRAFT, _DESK,
       own_roles=frozenset({R.REPORTER, R.CONTRIBUTOR})),
)  # fmt: skip

#: Offered to whoever may take every step between, in one click.
WITH_STEPS = frozenset({"publish", "schedule", "approve"})
TRANSITIONS = {"articles": ARTICLE_TRANSITIONS, "posts": POST_TRANSITIONS}

ACTS: dict[str, Callable[..., Any]] = {}


def act(name: str):
    """Register the function that carries out a transition."""

    def register(function):
        ACTS[name] = function
        return function

    return register


def transition(item: Item, name: str, *, by: User | None, note: str = "", **arguments: Any) -> Any:
    """Take one transition by its name; what admin, API and bulk actions call."""
    find(item, name)
    if name not in ACTS:
        raise NotPossible(_("There is no transition called “%(name)s”.") % {"name": name})
    return ACTS[name](item, by=by, note=note, **arguments)


def table(item: Item) -> tuple[Transition, ...]:
    return TRANSITIONS[registry.type_of(item).transitions]


def find(item: Item, name: str) -> Transition:
    for candidate in table(item):
        if candidate.name == name:
            return candidate
    raise NotPossible(
        _("“%(name)s” is no transition of this kind of item. There are: %(names)s.")
        % {"name": name, "names": ", ".join(t.name for t in table(item))}
    )


def may(item: Item, transition: Transition, user: User | None) -> bool:
    """Whether the user's roles allow it. ``None`` is the system itself: commands and workers."""
    if user is None:
        return True
    if not user.is_active:
        return False
    item_type = registry.type_of(item)
    if user.has_perm(transition.permission(item_type)):
        return True
    if transition.name == "publish_now" and settings.EDITORIAL["DESK_MAY_BREAK_GLASS"]:
        return Role.DESK_EDITOR in roles.held(user)
    own = user.has_perm(transition.own_permission(item_type))
    return own and is_own(item, user)


def is_own(item: Item, user: User) -> bool:
    return user.pk in (item.created_by_id, item.assigned_to_id) or registry.type_of(item).is_own(
        item, user
    )


def check(item: Item, name: str, *, by: User | None, note: str = "") -> Transition:
    """Refuse unless the person, the state and the note allow the transition."""
    step = find(item, name)
    if not may(item, step, by):
        raise NotAllowed(why_no_role(step))
    if item.state not in step.sources:
        raise NotPossible(
            _("“%(label)s” is not possible in the state “%(state)s”. Possible now: %(names)s.")
            % {
                "label": step.label,
                "state": State(item.state).label,
                "names": ", ".join(str(t.label) for t in table(item) if item.state in t.sources),
            }
        )
    if step.needs_note and not note.strip():
        raise NoteRequired(
            _("“%(label)s” needs a reason. Write it into the note.") % {"label": step.label}
        )
    return step


def why_no_role(step: Transition) -> str:
    """What users are told if their roles do not allow the step."""
    return _("Your roles do not allow “%(label)s” here. Ask a %(roles)s.") % {
        "label": step.label,
        "roles": _(" or a ").join(sorted(step.roles)),
    }


def steps_to(item: Item, name: str) -> list[Transition]:
    """The steps to take before ``name`` is possible: publishing a draft submits and approves it.

    Empty when it is possible at once, or when no chain of steps leads there.
    """
    goal = find(item, name)
    state, steps = State(item.state), []
    while state not in goal.sources:
        step = next((t for t in table(item) if t.is_step and state in t.sources), None)
        if step is None or step.target is None or step in steps:
            return []
        steps.append(step)
        state = step.target
    return steps


@dataclass(frozen=True)
class Offer:
    """A transition as the person sees it: a button, or the reason why not."""

    transition: Transition
    is_allowed: bool
    why_not: str = ""


def allowed(item: Item, user: User, *, now: visibility.Standing) -> list[Offer]:
    """Every transition that state and visibility make possible, allowed to the user or not."""
    offers = []
    for step in table(item):
        chain = steps_to(item, step.name) if step.name in WITH_STEPS else []
        if item.state not in step.sources and not chain:
            continue
        if any(visibility.why_not(t.name, now) for t in (*chain, step)):
            continue
        why_not = _why_not_by(item, (*chain, step), user, now=now)
        offers.append(Offer(step, not why_not, why_not))
    return offers


def _why_not_by(
    item: Item, steps: Iterable[Transition], user: User, *, now: visibility.Standing
) -> str:
    """Why this user may not take one of the steps; empty if they may take them all."""
    for step in steps:
        if not may(item, step, user):
            return _("Your roles do not allow “%(label)s”.") % {"label": step.label}
        if reason := why_not_person(step.name, item, now, user):
            return reason
    return ""


def why_not_person(name: str, item: Item, now: visibility.Standing, user: User | None) -> str:
    """The sentence that says why just this person may not take it; empty if they may.

    ``None`` is the system itself, which no such guard stops.
    """
    guard = _PERSONAL_GUARDS.get(name)
    return guard(item, now, user) if guard and user is not None else ""


def is_legal(user: User | None) -> bool:
    return Role.LEGAL in roles.held(user)


def names(transitions: Iterable[Transition]) -> list[str]:
    return [t.name for t in transitions]


def _four_eyes(item: Item, now: visibility.Standing, user: User) -> str:
    if settings.EDITORIAL["FOUR_EYES"] and item.saved_by_id == user.pk:
        return _(
            "You wrote the last change of this text yourself. Somebody else has to approve it."
        )
    return ""


def _theirs_to_restore(item: Item, now: visibility.Standing, user: User) -> str:
    """What legal withheld, legal restores; what the desk withheld, the desk restores."""
    if now.takedown is None:
        return ""
    if now.takedown.by_legal:
        return "" if is_legal(user) else _("Legal withheld it. Ask legal to restore it.")
    of_the_desk = bool(DESK & roles.of(user))
    return "" if of_the_desk else _("The desk withheld it. Ask a desk editor to restore it.")


def _another_than_who_killed(item: Item, now: visibility.Standing, user: User) -> str:
    if now.takedown and now.takedown.by_id == user.pk:
        return _("You killed it yourself. Somebody else has to reinstate it.")
    return ""


_PERSONAL_GUARDS = {
    "approve": _four_eyes,
    "restore": _theirs_to_restore,
    "reinstate": _another_than_who_killed,
}
