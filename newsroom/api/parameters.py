"""Query parameters, read strictly: what is unknown, repeated or wrong is a 400 that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .errors import Flaw, bad_parameters

_INTEGER = re.compile(r"[0-9]{1,18}")
#: A slug of any script; what separates values or parts of an address is in none.
#: No class of spaces: programs that read the description do not agree on which those are.
SLUG_PATTERN = r"[^\x00-\x20\x7f-\xa0/?#,;&]{1,200}"
_SLUG = re.compile(SLUG_PATTERN)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?", re.ASCII
)
MAX_IDS = 100


class Wrong(ValueError):
    """The value is not one the parameter may have; the message says which ones it may."""


@dataclass(frozen=True)
class Parameter:
    """A query parameter: how it is read and how it is described."""

    name: str
    #: From the text to the value; raises ``Wrong``.
    parse: Callable[[str], Any]
    description: str | Promise
    #: JSON Schema of the text, for the documentation.
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    default: Any = None
    max_length: int = 200
    required: bool = False
    #: A value as somebody would give it, for the documentation.
    example: Any = None
    #: The values of a list, where they are known only once all apps have registered theirs.
    values: Callable[[], Iterable[str]] | None = None

    @property
    def is_list(self) -> bool:
        """Whether it takes several values: separated by commas, or by repeating it."""
        return self.schema.get("type") == "array"


def given(request: HttpRequest) -> dict[str, str]:
    """Each parameter as one text; repeated values are joined by commas."""
    return {name: ",".join(map(str, texts)) for name, texts in request.GET.lists()}


def read(request: HttpRequest, allowed: Sequence[Parameter]) -> dict[str, Any]:
    """The value of each allowed parameter, its default where it is absent.

    Raises a 400 that lists everything that is wrong at once.
    """
    known = {parameter.name: parameter for parameter in allowed}
    flaws: list[Flaw] = []
    values = {name: parameter.default for name, parameter in known.items()}
    for name, texts in request.GET.lists():
        if name not in known:
            flaws.append(_unknown(name, known))
        elif len(texts) > 1 and not known[name].is_list:
            detail = _("“%(name)s” is given more than once.") % {"name": name}
            flaws.append(Flaw(detail, "repeated", parameter=name))
        else:
            _read_one(known[name], ",".join(map(str, texts)), values, flaws)
    flaws += [
        Flaw(_("“%(name)s” is needed.") % {"name": p.name}, "missing", parameter=p.name)
        for p in allowed
        if p.required and p.name not in request.GET
    ]
    if flaws:
        raise bad_parameters(flaws)
    return values


def _read_one(parameter: Parameter, text: str, values: dict[str, Any], flaws: list[Flaw]) -> None:
    name = parameter.name
    try:
        values[name] = parameter.parse(_bounded(parameter, text))
    except Wrong as error:
        detail = _("“%(name)s”: %(why)s") % {"name": name, "why": error}
        flaws.append(Flaw(detail, "invalid", parameter=name))


def _bounded(parameter: Parameter, text: str) -> str:
    if not text:
        raise Wrong(_("the value is empty. Give one, or leave the parameter out."))
    if len(text) > parameter.max_length:
        raise Wrong(
            _("the value is longer than %(limit)d characters.") % {"limit": parameter.max_length}
        )
    if "\x00" in text:
        raise Wrong(_("the value holds a NUL character."))
    return text


def _unknown(name: str, known: Mapping[str, Parameter]) -> Flaw:
    detail = _("“%(name)s” is not a parameter of this address.") % {"name": shown(name)}
    if known:
        detail += " " + _("It accepts: %(names)s.") % {"names": ", ".join(known)}
    else:
        detail += " " + _("It accepts none.")
    return Flaw(detail, "unknown", parameter=shown(name))


def shown(name: str) -> str:
    """A name that somebody gave, as a message repeats it."""
    short = name if len(name) <= 40 else f"{name[:40]}…"
    return "".join(c if c.isprintable() else "�" for c in short)


def integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not _INTEGER.fullmatch(text) or not low <= int(text) <= high:
            raise Wrong(
                _("give a whole number from %(low)d to %(high)d.") % {"low": low, "high": high}
            )
        return int(text)

    return parse


def choice(values: Sequence[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in values:
            raise Wrong(_("give one of: %(values)s.") % {"values": ", ".join(values)})
        return text

    return parse


def several(values: Sequence[str]) -> Callable[[str], list[str]]:
    """Some of the values, separated by commas, each once."""

    def parse(text: str) -> list[str]:
        given = text.split(",")
        if len(set(given)) != len(given) or not set(given) <= set(values):
            raise Wrong(
                _("give some of these, each once, separated by commas: %(values)s.")
                % {"values": ", ".join(values)}
            )
        return given

    return parse


def yes_or_no(text: str) -> bool:
    return choice(("true", "false"))(text) == "true"


def instant(text: str) -> datetime:
    """A day (its first instant in UTC) or an instant with its time zone."""
    try:
        if not _INSTANT.fullmatch(text):
            raise ValueError
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Wrong(
            _("give a day (2026-03-02) or an instant with its time zone (2026-03-02T08:40:00Z).")
        ) from error


def public_id(text: str) -> UUID:
    try:
        if len(text) != 36:
            raise ValueError
        return UUID(text)
    except ValueError as error:
        raise Wrong(_("give an id such as 0195c1f2-7a10-7c33-9d41-2f6b1a0c8e55.")) from error


def public_ids(text: str) -> list[UUID]:
    found = [public_id(part) for part in text.split(",")]
    if len(found) > MAX_IDS:
        raise Wrong(_("give at most %(limit)d ids.") % {"limit": MAX_IDS})
    return list(dict.fromkeys(found))


def slug_or_id(text: str) -> str | UUID:
    """A UUID where the text is one, else a slug."""
    if not _SLUG.fullmatch(text):
        raise Wrong(_("give one slug or one id."))
    try:
        return public_id(text)
    except Wrong:
        return text


def language(text: str) -> str:
    if len(text) > 12 or not _LANGUAGE.fullmatch(text):
        raise Wrong(_("give a language tag such as “en” or “pt-br”."))
    return text


def plain_text(text: str) -> str:
    return text


def some_of(values: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of ``several``."""
    return {
        "type": "array",
        "items": {"type": "string", "enum": list(values)},
        "minItems": 1,
        "uniqueItems": True,
    }


LIMIT = Parameter(
    "limit", integer(1, 100),
    gettext_lazy("How many to list. More than 100 is an error, never a silent cap."),
    {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, default=20, example=10,
)  # fmt: skip
COUNT = Parameter(
    "count", yes_or_no,
    gettext_lazy("Whether to add “total”, counted up to 10,000; beyond that it is a lower bound "
                 "and “total_is_lower_bound” says so."),
    {"type": "boolean", "default": False}, default=False,
)  # fmt: skip
SLUG_OR_ID_SCHEMA = {"type": "string", "pattern": f"^{SLUG_PATTERN}$", "minLength": 1}
LANGUAGE_SCHEMA = {
    "type": "string",
    "pattern": r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
    "maxLength": 12,
}
INSTANT_SCHEMA = {
    "type": "string",
    "anyOf": [
        {
            "format": "date-time",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]"
            r"(\.[0-9]{1,6})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
        },
        {"format": "date"},
    ],
}
IDS_SCHEMA = {
    "type": "array",
    "items": {"type": "string", "format": "uuid"},
    "minItems": 1,
    "maxItems": MAX_IDS,
}
ID_EXAMPLE = "0195c1f2-7a10-7c33-9d41-2f6b1a0c8e55"
