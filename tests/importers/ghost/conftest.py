"""Exports for the tests: small ones built here, and the corpora beside the repository."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from articles.importers.conversion import Absent, Placed
from tests import corpora


@dataclass(frozen=True)
class Publication:
    """An export, what the Content API said of it, and what is known of it."""

    folder: Path
    export_name: str
    content_api_name: str
    #: Posts of the Content API, and those of them that everybody may read.
    told: int
    public: int
    drafts: tuple[str, ...]
    #: Slug of the post that is planned for 2031-01-05.
    planned: str
    #: Title of a post with a script, and a word of the script.
    scripted: tuple[str, str]
    pages: tuple[str, ...]
    #: Slug of a post and the address that it must lead to from then on.
    link: tuple[str, str]
    authors: int

    @property
    def export(self) -> Path:
        return self.folder / self.export_name

    @property
    def content_api(self) -> Path:
        return self.folder / self.content_api_name

    @property
    def truth(self) -> list[dict]:
        return json.loads(self.content_api.read_text(encoding="utf-8"))["posts"]


OURS = Publication(
    corpora.OWN / "ghost", "export.json", "content-api-posts.json", told=2, public=2,
    drafts=("lighthouse-video",), planned="harbour-report",
    scripted=("Vidéo: the lighthouse", "window.quayside"), pages=("about",),
    link=("bridge-closed", "https://news.example/2024/02/ferry-timetable/"), authors=2,
)  # fmt: skip
REAL = Publication(
    corpora.COLLECTED / "ghost/real-export", "real-ghost-5.130.6-export.json",
    "content-api-posts.json", told=11, public=10,
    drafts=("video-le-phare", "budget-vote-what-we-know"),
    planned="embargoed-harbour-master-report",
    scripted=("Vidéo: « Le phare » — a lighthouse at 100", "window.evil"),
    pages=("about", "about-us"), link=("welcome", "https://news.example/2020/01/the-editor/"),
    authors=4,
)  # fmt: skip


@pytest.fixture(params=[OURS, REAL], ids=["own", "collected"])
def publication(request) -> Publication:
    """A whole publication: a small one of our own, and a real one where it is at hand."""
    if not request.param.export.exists():
        pytest.skip("../shared/corpora/ghost/real-export is not there.")
    return request.param


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
