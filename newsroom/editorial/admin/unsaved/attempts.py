"""Retries a save that the database refuses, as long as none of it was written."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from django.contrib.messages.storage import default_storage
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from newsroom.lib import database_errors

Done = TypeVar("Done")
#: No further attempt begins this long after the first; each waits for a lock as long as the
#: database settings say.
LIMIT_SECONDS = 5
_PAUSE_SECONDS = 0.1

_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "SET", "PRAGMA")


class Attempt:
    """Watches what one attempt does to the database."""

    def __init__(self) -> None:
        #: Whether something it wrote is committed.
        self.has_written = False
        self._has_begun_to_write = False
        self._failed_in_statement: BaseException | None = None

    def watch(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any  # noqa: FBT001
    ) -> Any:  # fmt: skip
        try:
            result = execute(sql, params, many, context)
        except Error as error:
            self._failed_in_statement = error
            raise
        if not sql.lstrip().upper().startswith(_READS):
            self._note_write()
        return result

    def _note_write(self) -> None:
        self._has_begun_to_write = True
        if connection.in_atomic_block:
            connection.on_commit(self._written)
        else:
            self._written()

    def _written(self) -> None:
        self.has_written = True

    def may_be_repeated(self, error: Error) -> bool:
        """Whether nothing is left of the attempt, and another may succeed."""
        if self.has_written or self.is_unknown(error):
            return False
        return database_errors.is_conflict(error) or database_errors.is_lost_connection(error)

    def is_unknown(self, error: Error) -> bool:
        """Whether the connection broke during a commit, which may or may not be done."""
        return (
            self._has_begun_to_write
            and self._failed_in_statement is not error
            and database_errors.is_lost_connection(error)
        )


def until_taken(act: Callable[[], Done], *, between: Callable[[], None] = lambda: None) -> Done:
    """What ``act`` returns; ``act`` is called again, after ``between``, if the database refused it.

    Raises the last attempt's error, whose ``has_written`` says whether part of the act may be
    stored.
    """
    ends = time.monotonic() + LIMIT_SECONDS
    for number in count():
        attempt = Attempt()
        try:
            with connection.execute_wrapper(attempt.watch):
                return act()
        except Error as error:
            if not attempt.may_be_repeated(error) or time.monotonic() > ends:
                error.has_written = attempt.has_written or attempt.is_unknown(error)  # type: ignore[attr-defined]
                raise
        time.sleep(min(_PAUSE_SECONDS * 2**number, 1))
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        between()
    raise AssertionError


def view_until_taken(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The view's answer, rendered: its queries during rendering belong to the attempt."""
    if request.method != "POST":
        return view(request, *args, **kwargs)
    # Read before the request's state is recorded: a body can be read only once.
    files = [file for _name, sent in request.FILES.lists() for file in sent]
    before = dict(vars(request))

    def act() -> HttpResponse:
        response = view(request, *args, **kwargs)
        render = getattr(response, "render", None)
        rendered: HttpResponse = render() if callable(render) else response
        return rendered

    def begin_again() -> None:
        vars(request).clear()
        vars(request).update(before)
        if "_messages" in before:
            request._messages = default_storage(request)  # type: ignore[attr-defined]
        for file in files:
            file.seek(0)

    return until_taken(act, between=begin_again)
