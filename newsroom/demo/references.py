"""Symbolic references in the texts: ``ref:`` names become public ids and addresses at the load.

An element names its thing in an attribute (``data-image="ref:bridge-pier"``), a link names kind and
thing (``href="ref:article/night-tram"``).
"""

import re
from collections.abc import Callable

from newsroom.demo.ids import public_id

#: Which kind of thing an element's attribute names.
KINDS = {"data-image": "image", "data-id": "article", "data-video": "video", "data-post": "post"}

_ELEMENT = re.compile(r'(data-(?:image|id|video|post))="ref:([^"]*)"')
_LINK = re.compile(r'href="ref:([a-z]+)/([^"]*)"')


def find(html: str) -> list[tuple[str, str]]:
    """(kind, name) of everything a text refers to, in its order."""
    found = [(m.start(), KINDS[m[1]], m[2]) for m in _ELEMENT.finditer(html)]
    found += [(m.start(), m[1], m[2]) for m in _LINK.finditer(html)]
    return [(kind, name) for _place, kind, name in sorted(found)]


def resolve(html: str, *, address: Callable[[str, str], str]) -> str:
    """The text with public ids and addresses; ``address`` gives a linked thing's absolute path."""
    html = _ELEMENT.sub(lambda m: f'{m[1]}="{public_id(KINDS[m[1]], m[2])}"', html)
    return _LINK.sub(lambda m: f'href="{address(m[1], m[2])}"', html)
