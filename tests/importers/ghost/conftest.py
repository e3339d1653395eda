"""Exports for the tests: small ones built here, and the corpora beside the repository."""

import json
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from articles.importers.conversion import Absent, Placed

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "ghost"


@pytest.fixture
def corpus():
    """A file of ``../shared/corpora/ghost``; the test is skipped by name where it is absent."""

    def find(name: str) -> Path:
        path = CORPORA / name
        if not path.exists():
            pytest.skip(f"../shared/corpora/ghost/{name} is not here")
        return path

    return find


class Around:
    """Surroundings that know the given pictures (address → alternative text) and articles."""

    def __init__(self, images=(), articles=None, nowhere=()):
        self.images = dict(images)
        self.articles = articles or {}
        self.nowhere = nowhere
        self.asked = []

    def image(self, use):
        self.asked.append(use)
        if use.src in self.images:
            return Placed(uuid5(NAMESPACE_URL, use.src), self.images[use.src])
        return Absent("it is not in the folder of images")

    def article(self, address):
        return self.articles.get(address)

    def link(self, href):
        return "" if href in self.nowhere else href


@pytest.fixture
def around():
    return Around


def text(words, **members):
    return {"type": "extended-text", "text": words, "format": 0, **members}


def lexical(*children):
    """A Lexical document with these blocks, as an export holds it."""
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def export(**tables) -> bytes:
    """An export with these tables, in the wrapping Ghost writes."""
    return json.dumps({"db": [{"meta": {"version": "5.130.6"}, "data": tables}]}).encode()
