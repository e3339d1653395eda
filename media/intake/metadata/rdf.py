"""The properties of an XMP packet, whatever form of RDF its writer chose.

Source: ISO 16684-1 (XMP), 7: a property may be an attribute, an element with text, an address,
a list, or a structure written in four ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_CONTAINERS = frozenset({f"{RDF}Alt", f"{RDF}Seq", f"{RDF}Bag"})
_MAX_PARTS = 50_000
_MAX_DEPTH = 40
# The parser puts the namespace before every name in it: a long one is copied as often.
_MAX_NAMESPACE = 200
# XML 1.0 allows none of these, and one of them would cost everything after it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class Value:
    """A text, a list or a structure, whichever of the three is filled."""

    text: str = ""
    language: str = ""
    items: list["Value"] = field(default_factory=list)
    members: dict[str, "Value"] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The text; of alternatives the default language's, of a list the first."""
        if self.text or not self.items:
            return self.text
        default = (i.text for i in self.items if i.language == "x-default" and i.text)
        return next(default, "") or next((item.text for item in self.items if item.text), "")

    @property
    def all_words(self) -> list[str]:
        return [item.text for item in self.items] or [self.text]

    def __bool__(self) -> bool:
        return bool(self.text or self.items or self.members)


@dataclass
class Ration:
    """How many elements and attributes all packets of a file may have together."""

    left: int = _MAX_PARTS

    def take(self, parts: int) -> None:
        self.left -= parts
        if self.left < 0:
            raise _TooMuch


def tree(text: str, ration: Ration | None = None) -> Element | None:
    """The packet's root. Of a packet that is broken, swells or is too deep, what came before.

    Document types are not read at all, so no entity is ever expanded.
    """
    builder = _BoundedBuilder(ration or Ration())
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(_FORBIDDEN.sub("", text))
        parser.close()
    except (ParseError, DefusedXmlException, _TooMuch):
        pass
    return builder.root


def properties(root: Element) -> dict[str, Value]:
    """Every property of the image by "{namespace}name"; the first that says something counts."""
    found: dict[str, Value] = {}
    rdf = root if root.tag == f"{RDF}RDF" else root.find(f".//{RDF}RDF")
    for node in rdf if rdf is not None else []:
        for name, value in _members(node):
            if not found.get(name):
                found[name] = value
    return found


class _TooMuch(Exception):
    """A packet has more elements, deeper ones or longer names than any image needs."""


class _BoundedBuilder(TreeBuilder):
    """Keeps the root, so that a packet that breaks off is read up to there."""

    def __init__(self, ration: Ration) -> None:
        super().__init__()
        self.root: Element | None = None
        self._ration = ration
        self._depth = 0

    def start_ns(self, prefix: str, uri: str) -> None:
        if len(uri) > _MAX_NAMESPACE:
            raise _TooMuch

    def start(self, tag, attrs):
        self._ration.take(1 + len(attrs))
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _TooMuch
        element = super().start(tag, attrs)
        if self.root is None:
            self.root = element
        return element

    def end(self, tag):
        self._depth -= 1
        return super().end(tag)


def _members(element: Element) -> Iterator[tuple[str, Value]]:
    """What an element says as attributes and as elements in it."""
    for name, text in element.items():
        if not name.startswith((RDF, _XML)) and name.startswith("{"):
            yield name, Value(text=text)
    for child in element:
        yield child.tag, _value(child)


def _value(element: Element) -> Value:
    language = element.get(f"{_XML}lang", "").lower()
    for child in element:
        if child.tag in _CONTAINERS:
            return Value(items=[_value(item) for item in child if item.tag == f"{RDF}li"])
    if address := element.get(f"{RDF}resource"):
        return Value(text=address, language=language)
    # A structure stands directly in its property, or in a Description of its own.
    inner = element.find(f"{RDF}Description")
    members = dict(_members(element if inner is None else inner))
    # A text with qualifiers: the qualifiers are passed over.
    if plain := members.get(f"{RDF}value"):
        return Value(text=plain.text, language=language)
    if element.get(f"{RDF}value"):
        return Value(text=element.get(f"{RDF}value", ""), language=language)
    if members:
        return Value(members=members)
    return Value(text=element.text or "", language=language)
