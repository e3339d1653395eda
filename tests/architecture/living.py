"""A small site with one of everything that readers can ask for, and how its answers compare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.models import Article, Redirect
from media.models import Image, Video
from newsroom.delivery import followers
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing, takedowns
from newsroom.editorial.drafts import revisions
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_section,
    make_tag,
    publish_article,
    publish_post,
)
from tests.media.factories import make_image, make_own_video, make_video

from .walking import addresses

#: Addresses for people who are logged in; each asks who one is.
STAFF = ("admin/", "preview/")
#: Of the API's lists and items that are found, these too.
QUERIES = ("?limit=2", "?body=all", "?format=ninjs", "?since=0&include=resource", "?q=harbour")
_IDS = re.compile(r"[0-9a-f]{32}")
_MEASURED = re.compile(rb'"(value|ahead)": -?[\d.]+')


@dataclass
class Living:
    """The live things by name, and more names to ask for."""

    article: Article
    image: Image
    video: Video
    things: list = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Every route with each thing that it may lead to, and with each of the names."""
        found = {"/no/such/page/", "/old/place/", "/old/elsewhere/", "/about"}
        for thing in self.things:
            kind = thing._meta.model_name
            walked = _walk(getattr(thing, "slug", "") or "no-such-thing", str(thing.uuid))
            found |= {path for path in walked if _may_lead_to(path, kind)}
        for name in ("no-such-thing", *self.names):
            found |= _walk(name, "0195c1f2-7a10-7c33-9d41-2f6b1a0c8e55")
        names = [rendition.file_name for rendition in self.image.renditions.all()[:2]]
        return sorted(found | {f"/files/{name}" for name in names})


def _walk(slug: str, public_id: str) -> set[str]:
    now = timezone.localtime(clock.now())
    values = {
        "slug": [slug], "public_id": [public_id], "id": [public_id], "key": [slug, public_id],
        "id_or_slug": [slug, public_id], "year": [f"{now:%Y}"], "month": [f"{now:%m}"],
        "day": [f"{now:%d}"], "file": ["rss.xml", "atom.xml", "feed.json"],
        "code": ["not_found"], "path": ["x.jpg"], "name": ["x.jpg"],
    }  # fmt: skip
    return set(addresses(values, but_not=STAFF))


def _may_lead_to(path: str, kind: str) -> bool:
    shared = ("section", "tag", "author", "image", "video")
    others = [each for each in (*shared, "article", "page", "post") if each != kind]
    return f"/{kind}" in path or not (kind in shared or any(f"/{each}" in path for each in others))


def one_of_each(paths: Iterable[str]) -> list[str]:
    """The first path of every route, and those of none."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            found.setdefault(resolve(path).route, path)
        except Resolver404:
            found[path] = path
    return list(found.values())


def plant(by) -> Living:
    """One of everything, each thing with all it can have."""
    image = make_image(
        web_statement="https://rights.example/", licensor_url="https://licences.example/",
        source_url="https://source.example/",
    )  # fmt: skip
    video, own = make_video(poster=image), make_own_video(poster=image)
    author = make_author("Mara Lind", portrait=image, website="https://mara.example/")
    section, tag = make_section("Port", is_in_navigation=True), make_tag("Cranes")
    body = (
        '<p>The harbour <a href="https://elsewhere.example/">office</a>.</p>'
        f'<figure data-image="{image.uuid}"></figure><div data-video="{video.uuid}"></div>'
        '<div data-card="link" data-url="https://card.example/" data-title="Card"></div>'
        '<div data-embed="https://embed.example/" data-title="Map" data-provider="Maps"></div>'
    )
    first = make_article(
        headline="The harbour is open", section=section, tags=[tag], authors=[author],
        lead_image=image, body=body, canonical_url="https://first.example/",
    )  # fmt: skip
    registry.set_lists(first, videos=[video, own])
    revisions.save(first, by=None)
    publishing.publish(first, by=None)
    carding = publish_article(
        section=section, tags=[tag], authors=[author],
        body=f'<p>W.</p><div data-card="article" data-id="{first.uuid}"></div>',
    )  # fmt: skip
    page = make_page(headline="About", slug="about", is_in_footer=True)
    publishing.publish(page, by=None)
    post = publish_post(
        image=image, tags=[tag], source_name="Port", source_url="https://port.example/"
    )
    moved, retracted = publish_article(slug="moved-away"), publish_article(slug="taken-back")
    takedowns.withdraw(moved, by=by, note="x", redirect_to="https://moved.example/")
    takedowns.kill(
        retracted, by=by, kind="retracted", note="x", public_note="It was wrong.",
        confirmation="kill",
    )  # fmt: skip
    publishing.correct(carding, by=None, text="It was Monday.", note="A reader wrote")
    Redirect.objects.create(old_path="/old/place/", article=first)
    Redirect.objects.create(old_path="/old/elsewhere/", target="https://gone.example/")
    followers.run()
    things = [first, carding, page, post, moved, retracted, section, tag, author, image, video]
    return Living(first, image, video, [*things, own])


def answer(response) -> tuple[int, dict[str, str], bytes]:
    """What must be equal of two answers: all but the ids and times of the requests themselves,
    and what ``/healthz`` measures at that moment."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {
        name: value
        for name, value in response.items()
        if name not in ("Date", "X-Request-ID", "RateLimit")
    }
    if response.status_code >= 400:
        content = _IDS.sub("ID", content.decode()).encode()
    if response.request["PATH_INFO"] == "/healthz":
        content = _MEASURED.sub(rb'"\1": 0', content)
    return response.status_code, headers, content


def answers(client: Client, paths: Iterable[str], **more) -> dict[str, tuple]:
    """By address the answers of these paths, and of what is found with parameters too."""
    told = {}
    for path in paths:
        told[path] = answer(client.get(path, **more))
        is_found = told[path][0] == 200 and path.startswith(("/api/", "/search/"))
        for query in QUERIES if is_found else ():
            told[path + query] = answer(client.get(path + query, **more))
    return told


SECOND = timedelta(seconds=1)
