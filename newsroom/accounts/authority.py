"""Who may keep whom: the one place that acts, pages and lists of people ask.

Managing editors keep everybody but superusers; superusers keep everybody. Nobody gives themselves
anything, nor anybody more than they have. Django's permissions come first, so a site can take from
this rule by editing its groups, but not add to it. Where ``by`` is ``None``, the system acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from . import roles
from .models import User
from .roles import Role


class Act(StrEnum):
    """What is done to people; ``ADMINISTER`` makes somebody a superuser, or no longer one."""

    SEE = "see"
    INVITE = "invite"
    CHANGE = "change"
    ROLES = "roles"
    END = "end"
    GIVE_BACK = "give back"
    ADMINISTER = "administer"


PERMISSIONS = {
    Act.SEE: "accounts.view_user",
    Act.INVITE: "accounts.add_user",
    **dict.fromkeys(
        (Act.CHANGE, Act.ROLES, Act.END, Act.GIVE_BACK, Act.ADMINISTER), "accounts.change_user"
    ),
}
#: Nobody does these to themselves.
OF_OTHERS = frozenset({Act.INVITE, Act.ROLES, Act.END, Act.GIVE_BACK, Act.ADMINISTER})


def why_not(act: Act, *, by: User | None, whom: User | None = None) -> str:
    """The sentence that says why ``by`` may not do this to ``whom``, or to anybody; empty if so."""
    if by is None:
        return ""
    if not is_keeper(by) or not by.has_perm(PERMISSIONS[act]):
        return _("Only managing editors and superusers keep people. Ask one of them.")
    if act is Act.ADMINISTER and not by.is_superuser:
        return _("Only superusers make superusers. Ask one of them.")
    if whom is None or act is Act.SEE:
        return ""
    if whom.is_superuser and not by.is_superuser:
        return _("%(name)s is a superuser: only other superusers change that.") % {"name": whom}
    if whom.pk == by.pk and act in OF_OTHERS:
        return _("Nobody changes their own roles or access. Ask a colleague.")
    return ""


def may(act: Act, *, by: User | None, whom: User | None = None) -> bool:
    return not why_not(act, by=by, whom=whom)


def is_keeper(user: User) -> bool:
    """Whether the user keeps people at all."""
    if not (user.is_active and user.is_staff):
        return False
    return user.is_superuser or Role.MANAGING_EDITOR in roles.held(user)


# --- What may be given ---


def givable(by: User | None) -> list[Group]:
    """The groups that ``by`` may give and take: every role's, and others that hold no more."""
    groups = Group.objects.select_related("role_record").prefetch_related(
        "permissions__content_type"
    )
    return [group for group in groups.order_by("name") if _may_give(group, by)]


def why_not_give(groups: Iterable[Group], *, by: User | None) -> str:
    """Why ``by`` may not give or take one of these groups; empty if they may."""
    barred = next((group for group in groups if not _may_give(group, by)), None)
    if barred is None:
        return ""
    return _("“%(group)s” allows more than you may do yourself. Ask a superuser.") % {
        "group": barred.name
    }


def why_not_restore(whom: User, *, by: User | None) -> str:
    """Why ``by`` may not give back what somebody had; empty if it is no more than they have."""
    if reason := why_not_give(whom.groups.all(), by=by):
        return reason
    if by is None or by.is_superuser:
        return ""
    if all(by.has_perm(name) for name in whom.held.own_permissions):
        return ""
    return _("%(name)s had rights of their own that you do not have. Ask a superuser.") % {
        "name": whom
    }


def _may_give(group: Group, by: User | None) -> bool:
    if by is None or by.is_superuser or _is_role(group):
        return True
    return all(
        by.has_perm(f"{each.content_type.app_label}.{each.codename}")
        for each in group.permissions.all()
    )


def _is_role(group: Group) -> bool:
    return group.name in set(Role) or hasattr(group, "role_record")
