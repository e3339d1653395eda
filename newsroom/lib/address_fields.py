"""Model fields that never return an address that may not be printed.

Validation keeps such addresses out of forms; imports and database tools bypass it. To migrations
these are Django's own fields: the columns are the same.

Almost every stored document is fine, and one search of its text says so; only the rest are parsed.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import models

from . import urls

#: Members whose text is an address. ``html`` is an address in ``links``, markup elsewhere.
_NAMES = "url|href|src|srcset|path|self|html|ninjs|website|web_statement"
_MEMBER = re.compile(rf"(?:\w+_url|{_NAMES})")
_ATTRIBUTES = (
    "(?:data-)?(?:href|src|srcset|poster|player|url|embed)|action|formaction|background|cite|"
    "codebase|data|dynsrc|longdesc|lowsrc|manifest|ping|profile|xlink:href"
)
_ATTRIBUTE = re.compile(
    rf"""(?<=[\s"'/])(?:{_ATTRIBUTES})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE
)
_SIZE = re.compile(r"\s+\d+(?:\.\d+)?[wx]\s*(?:,\s*|$)")

# These begin with the character they look for, so that a search of a long text is quick.
_COLON = re.compile(r":(?<!\d:)(?<!mailto:)(?<!tel:)")
_ESCAPED = re.compile(r"\\(?:\\|u00[0-7])")
_ENTITY = re.compile(r"&(?:#0*58|#x0*3a|colon)", re.IGNORECASE)
# A word in a sentence, in parentheses or behind a tag; an address begins where a text, a value or a
# size does.
_IN_A_SENTENCE = re.compile(r"""(?:[^\s"'=,(<>]\s+|[(>])[^\s"'=,(<>]*\Z""")


class _AsDjangosOwn(models.Field):  # type: ignore[type-arg]
    own: str

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.own}", args, kwargs


class LinkField(_AsDjangosOwn, models.CharField):  # type: ignore[type-arg]
    """A path of this site or an absolute address."""

    own = "CharField"

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return urls.printable(value) if value else value


class WebAddressField(_AsDjangosOwn, models.URLField):  # type: ignore[type-arg]
    """An absolute web address."""

    own = "URLField"

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        found = urls.printable(value) if value else value
        return found if not found or found.startswith(("http:", "https:")) else ""


class DocumentField(_AsDjangosOwn, models.JSONField):
    """A document or a snapshot as JSON, with its addresses checked."""

    own = "JSONField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        is_fine = not isinstance(value, str) or not is_doubtful(value)
        return found if is_fine else cleaned(found)


def is_doubtful(text: str) -> bool:
    """Whether the JSON text of a document may hold an address that ``cleaned`` takes out.

    Such an address has a colon that does not belong to a web address, or begins with two slashes.
    """
    rest = text.replace('":', '"').replace("https://", "").replace("http://", "")
    if "//" in rest or _ESCAPED.search(rest) or _ENTITY.search(rest):
        return True
    return any(
        _IN_A_SENTENCE.search(rest, max(0, colon.start() - 100), colon.start()) is None
        for colon in _COLON.finditer(rest)
    )


def is_address(member: str) -> bool:
    """Whether a member of this name holds an address."""
    return _MEMBER.fullmatch(member) is not None


def cleaned(document: Any) -> Any:
    """The document, with every address that may not be printed replaced by an empty one."""
    if isinstance(document, list):
        return [cleaned(each) for each in document]
    if not isinstance(document, dict):
        return document
    return {name: _member(name, value) for name, value in document.items()}


def _member(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return cleaned(value)
    if name == "body" or (name == "html" and "<" in value):
        return _ATTRIBUTE.sub(_attribute, value)
    if name == "srcset":
        return _srcset(value)
    return urls.printable(value) if value and is_address(name) else value


def _attribute(found: re.Match[str]) -> str:
    """The attribute as it is, or nothing."""
    value = unescape("".join(found.groups(default="")))
    is_set = "srcset" in found[0].partition("=")[0].lower()
    is_fine = not value or (_srcset(value) if is_set else urls.printable(value))
    return found[0] if is_fine else ""


def _srcset(text: str) -> str:
    """The set, if every address in it may be printed."""
    addresses = [each for each in _SIZE.split(text) if each]
    return text if all(urls.printable(address) == address for address in addresses) else ""
