"""Every address of the site, found through the resolver and filled with real values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RegexPattern

_CONVERTED = re.compile(r"<(?:[^:<>]+:)?(?P<name>\w+)>")


def patterns(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Each pattern with its whole route; parameters stand in it as ``<name>``."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + _route(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def addresses(values: dict[str, list[str]], *, under: str = "", but_not: tuple[str, ...] = ()):
    """Concrete paths of every pattern under a prefix, each parameter taking each of its values.

    A parameter without values is an error: whoever adds an address teaches the walk to fill it.
    """
    for route, pattern in patterns():
        if route.startswith(under) and not route.startswith(but_not):
            yield from filled(route, pattern, values)


def filled(route: str, pattern: URLPattern, values: Mapping[Any, list]) -> Iterator[str]:
    """The paths of one pattern, each parameter taking each of its values.

    What goes together stands under the tuple of the names, as a list of tuples.
    """
    names = _CONVERTED.findall(route)
    together = values.get(tuple(names))
    missing = [name for name in names if together is None and name not in values]
    assert not missing, f"The walk has no values for {missing} of {route!r}."
    for chosen in together if together is not None else product(*(values[n] for n in names)):
        path = "/" + route
        for value in chosen:
            path = _CONVERTED.sub(value, path, count=1)
        try:
            found = resolve(path)
        except Resolver404:
            continue
        if found.func is pattern.callback:
            yield path


def _route(pattern) -> str:
    """``^(?P<year>[0-9]{4})/$`` as ``<year>/``; a route of ``path()`` as it stands."""
    text = str(pattern)
    if not isinstance(pattern, RegexPattern):
        return text
    text = re.sub(r"\\Z$|\$$", "", text.removeprefix("^"))
    while match := re.search(r"\(\?P<(\w+)>", text):
        text = text[: match.start()] + f"<{match[1]}>" + text[_end_of_group(text, match.start()) :]
    return text.replace("\\.", ".").replace("\\-", "-").replace("/?", "/")


def _end_of_group(text: str, start: int) -> int:
    depth, at = 0, start
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            at = text.index("]", at + 1)
        elif text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    raise ValueError(f"No end of the group in {text!r}.")
