"""The addresses in a stored document: which members hold them, and how to clean unsafe ones.

Almost every document is fine, and one search of its text says so; only the rest are parsed.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

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
