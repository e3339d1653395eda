"""The request as public views get it: with the shell that a middleware gives it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

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
