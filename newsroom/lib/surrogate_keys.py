"""What each public answer carries in ``Surrogate-Key``, and what each ledger entry purges.

| answer | carries |
|---|---|
| page, API answer or file of one thing | ``article:{id}``, ``image:{id}`` … |
| page and feeds of a tag, author, section, video | the same: entries name what articles name |
| a list, feed or sitemap of a kind | ``articles``, ``posts``, ``tags`` … |
| every HTML page | ``shell`` besides: navigation, footer and feed column |
| what shows a span of time | ``window`` besides: it changes by the clock alone |
| search | ``search`` besides: its index is brought up to date after the entry |
| anything that declares nothing else | ``changes`` |

| entry | purges |
|---|---|
| any | ``changes``, the thing's own key, the key of its kind, and each key that the entry names |
| of a kind that the shell shows | ``shell`` besides |

Every answer carries ``site`` too. No entry purges it, but each raise of the plan number does: what
a cache keeps was to end at the next planned change. So do operators, after an upgrade.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

SITE, SHELL, CHANGES, SEARCH, WINDOW = "site", "shell", "changes", "search", "window"

_of_shell: set[str] = set()


def thing(type_name: str, public_id: Any) -> str:
    """The key of one thing; the id as a UUID, its text or its 32 digits."""
    return f"{type_name}:{public_id}"


def kind(type_name: str) -> str:
    """The key of whatever lists things of a type."""
    return f"{type_name}s"


def carry(request: HttpRequest, *keys: str) -> None:
    """Say what the answer to this request carries; several calls add up."""
    request.surrogate_keys = (*carried(request), *keys)  # type: ignore[attr-defined]


def carried(request: HttpRequest) -> tuple[str, ...]:
    return getattr(request, "surrogate_keys", ())


def shell_shows(*type_names: str) -> None:
    """Register the types of things that every HTML page shows around its own."""
    _of_shell.update(type_names)


def purged_by(type_name: str, public_id: Any, named: Iterable[str]) -> list[str]:
    """The keys that a ledger entry of this thing purges; ``named`` are the keys it names."""
    keys = {CHANGES, thing(type_name, public_id), kind(type_name), *named}
    if type_name in _of_shell:
        keys.add(SHELL)
    return sorted(keys)
