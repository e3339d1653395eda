"""The request as public views get it: with the shell that a middleware gives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest


class HasInstant(Protocol):
    """The part of the shell that views below the roof may know."""

    @property
    def at(self) -> datetime: ...

    @property
    def posts(self) -> list[dict[str, Any]]: ...


class PublicRequest(HttpRequest):
    """``shell.at`` is the one instant that everything on the page is read at."""

    shell: HasInstant


View = TypeVar("View", bound=Callable[..., Any])


def reads(*parameters: str) -> Callable[[View], View]:
    """Declare which parameters of a query string a page reads. Others make no other page."""

    def declared(view: View) -> View:
        view.reads_parameters = parameters  # type: ignore[attr-defined]
        return view

    return declared


def parameters_of(view: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters that a view declares with ``reads``."""
    return getattr(view, "reads_parameters", ())
