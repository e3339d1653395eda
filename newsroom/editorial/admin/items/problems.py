"""Preflight's problems as the form of an item shows them, each with where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.accounts.models import User
from newsroom.editorial import registry
from newsroom.editorial.acts.preflight import Problem
from newsroom.editorial.rules import access


@dataclass(frozen=True)
class Shown:
    """``anchor`` is the field's id in the form, if the problem is about a field.

    ``make_url`` leads to the form of what is missing, for people who may add it.
    """

    problem: Problem
    message: str
    anchor: str
    make_url: str = ""


def shown(problems: Iterable[Problem], *, anchors: Mapping[str, str], user: User) -> list[Shown]:
    """Problems that block come first. ``anchors`` names fields that have another id in the form."""
    in_order = sorted(problems, key=lambda problem: not problem.blocks)
    return [_shown(problem, anchors, user) for problem in in_order]


def _shown(problem: Problem, anchors: Mapping[str, str], user: User) -> Shown:
    anchor = anchors.get(problem.field, f"id_{problem.field}") if problem.field else ""
    if problem.lacks and not _is_there_any(problem.lacks, user):
        return _nothing_to_choose(problem, anchor, user)
    return Shown(problem, problem.message, anchor)


def _is_there_any(kind: str, user: User) -> bool:
    in_use = registry.shared_type(kind).model._default_manager.in_use()
    return bool(access.known(in_use, user).exists())


def _nothing_to_choose(problem: Problem, anchor: str, user: User) -> Shown:
    model = registry.shared_type(problem.lacks).model
    said = _("This story has no %(kind)s, and there is none to choose yet.")
    said %= {"kind": model._meta.verbose_name}
    if access.why_not_add(model, user):
        advice = _("Ask the desk to make one.")
        return Shown(problem, f"{said} {advice}", anchor)
    add = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return Shown(problem, said, anchor, make_url=add)
