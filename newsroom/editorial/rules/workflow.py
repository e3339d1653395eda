"""Transitions and who may take them: the one place that checks them.

Apps register a table of transitions with each item type. Each act asks ``check`` itself, so the
admin, the API, bulk actions and commands allow exactly the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from newsroom.accounts import roles
from newsroom.accounts.roles import Role
from newsroom.editorial import registry
from newsroom.editorial.models.states import State
from newsroom.editorial.refusals import NotAllowed, NoteRequired, NotPossible

from . import desks, steps, visibility
from .steps import Step

if TYPE_CHECKING:
    from newsroom.accounts.models import User
    from newsroom.editorial.models import Item

ANY = frozenset(State)


@dataclass(frozen=True)
class Transition:
    """A step in the table of an item type. ``target`` None leaves the state alone."""

    row: Step
    sources: Set[State]
    target: State | None
    roles: Set[Role]
    #: Roles that may take it on items of their own (made by them, in their byline, assigned).
    own_roles: Set[Role] = frozenset()
    #: Whether it is a step that publishing may take on the way.
    is_step: bool = False

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def label(self) -> Any:
        return self.row.label

    def permission(self, item_type: registry.ItemType) -> str:
        return f"{item_type.model._meta.app_label}.{self.codename(item_type)}"

    def own_permission(self, item_type: registry.ItemType) -> str:
        return f"{item_type.model._meta.app_label}.{self.name}_own_{item_type.name}"

    @property
    def is_for_own(self) -> bool:
        """Whether a reporter may take it on an item of their own."""
        return Role.REPORTER in {*self.roles, *self.own_roles}

    def codename(self, item_type: registry.ItemType) -> str:
        return f"{self.name}_{item_type.name}"


def takedown(step: Step, holders: Set[Role], *, own_roles: Set[Role] = frozenset()) -> Transition:
    """A step about what readers see, possible in every state and changing none."""
    return Transition(step, ANY, None, holders, own_roles)


#: The same for every kind of item; who withdraws is not.
TAKEDOWNS = (
    takedown(steps.CANCEL_WITHDRAWAL, roles.DESK),
    takedown(steps.WITHHOLD, roles.DESK | {Role.LEGAL}),
    takedown(steps.RESTORE, roles.DESK | {Role.LEGAL}),
    takedown(steps.KILL, {Role.MANAGING_EDITOR, Role.LEGAL}),
    takedown(steps.REINSTATE, {Role.MANAGING_EDITOR}),
    takedown(steps.SET_EMBARGO, roles.DESK),
)

ACTS: dict[str, Callable[..., Any]] = {}


Act = TypeVar("Act", bound=Callable[..., Any])


def act(name: str) -> Callable[[Act], Act]:

    def register(function: Act) -> Act:
        ACTS[name] = function
        return function

    return register


def transition(item: Item, name: str, *, by: User | None, note: str = "", **arguments: Any) -> Any:
    """Take one transition by its name; what admin, API and bulk actions call."""
    find(item, name)
    if name not in ACTS:
        raise NotPossible(_("There is no transition called “%(name)s”.") % {"name": name})
    return ACTS[name](item, by=by, note=note, **arguments)


def table(item: Item) -> Sequence[Transition]:
    return registry.type_of(item).transitions


def find(item: Item, name: str) -> Transition:
    for candidate in table(item):
        if candidate.name == name:
            return candidate
    raise NotPossible(
        _("“%(name)s” is not a step of this kind of item. Its steps are: %(names)s.")
        % {"name": name, "names": ", ".join(t.name for t in table(item))}
    )


def may(item: Item, step: Transition, user: User | None) -> bool:
    return not why_not(item, step, user)


def why_not(item: Item, step: Transition, user: User | None) -> str:
    """Why the user's roles and desks do not allow the step; empty if they do.

    ``None`` is the system itself: commands and workers.
    """
    if user is None:
        return ""
    if not user.is_active:
        return why_no_role(step)
    everywhere = _holds(item, step, user)
    weakened = desks.weakened(item, user) if everywhere else frozenset[Role]()
    if everywhere and (not weakened or _holds(item, step, user, beyond=weakened)):
        return ""
    if step.target is None and weakened and desks.is_shown_by(item, user):
        return ""
    on_own = user.has_perm(step.own_permission(registry.type_of(item)))
    if (on_own or (everywhere and step.is_for_own)) and is_own(item, user):
        return ""
    return desks.why_not(item) if everywhere else why_no_role(step)


def _holds(
    item: Item, step: Transition, user: User, *, beyond: Set[Role] = frozenset[Role]()
) -> bool:
    """Whether the user may take it on any item, with their roles ``beyond`` some of them."""
    permission = step.permission(registry.type_of(item))
    if not beyond and user.has_perm(permission):
        return True
    others = user.held.permissions_beyond([role.value for role in beyond])
    if beyond and permission in user.held.own_permissions | others:
        return True
    breaks_glass = step.name == "publish_now" and settings.EDITORIAL["DESK_MAY_BREAK_GLASS"]
    return breaks_glass and Role.DESK_EDITOR in roles.held(user) - beyond


def is_own(item: Item, user: User) -> bool:
    return user.pk in (item.created_by_id, item.assigned_to_id) or registry.type_of(item).is_own(
        item, user
    )


def check(item: Item, name: str, *, by: User | None, note: str = "") -> Transition:
    """Refuse unless the person, the state and the note allow the transition."""
    step = find(item, name)
    if reason := why_not(item, step, by):
        raise NotAllowed(reason)
    if item.state not in step.sources:
        raise NotPossible(
            _("“%(label)s” is not possible in the state “%(state)s”. Possible now: %(names)s.")
            % {
                "label": step.label,
                "state": State(item.state).label,
                "names": ", ".join(str(t.label) for t in table(item) if item.state in t.sources),
            }
        )
    if step.row.needs_note and not note.strip():
        raise NoteRequired(
            _("“%(label)s” needs a reason. Write it in the note.") % {"label": step.label}
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
        chain = steps_to(item, step.name) if step.row.takes_steps else []
        if item.state not in step.sources and not chain:
            continue
        if any(t.row.guard(now) for t in (*chain, step)):
            continue
        why_not = _why_not_by(item, (*chain, step), user, now=now)
        offers.append(Offer(step, not why_not, why_not))
    return offers


def _why_not_by(
    item: Item, steps: Iterable[Transition], user: User, *, now: visibility.Standing
) -> str:
    """Why this user may not take one of the steps; empty if they may take them all."""
    for step in steps:
        if reason := why_not(item, step, user) or step.row.why_not_person(item, now, user):
            return reason
    return ""


def names(transitions: Iterable[Transition]) -> list[str]:
    return [t.name for t in transitions]
