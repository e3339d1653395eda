"""A synthetic archive for measuring: the rows that publishing makes, written in bulk.

A few articles and posts are published by the real acts; ``copying`` writes their rows again with
other words, ids and dates, many at a time. All but ids and slugs is drawn from the seed.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models

from articles.document import first_path
from articles.models import Article, Author, Section, Tag
from feed.document import display_time
from feed.models import Post
from newsroom.delivery import followers
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import desk_words, revisions
from newsroom.editorial.models import Edition

from . import copying
from .archive_words import headline, paragraph
from .copying import Template, Words

Batch = list[tuple[Template, Words]]

#: What each writer has in memory at once: some tens of megabytes.
BATCH = 1000
WRITERS = min(4, os.cpu_count() or 1)
TEMPLATES = 12
SECTIONS, TAGS, AUTHORS = 8, 60, 20
#: The archive reaches so far back.
YEARS = 6


@dataclass
class Cast:
    """What the archive's articles name."""

    sections: list[Section]
    tags: list[Tag]
    authors: list[Author]


def make(*, articles: int, posts: int, seed: int = 0) -> None:
    """Write this many live articles and posts; another run with another seed adds to them."""
    chance = random.Random(seed)
    cast = _cast(seed)
    published: list[Edition] = [
        _article(chance, cast, seed, number) for number in range(min(articles, TEMPLATES))
    ]
    published_posts: list[Edition] = [_post(chance) for _number in range(min(posts, TEMPLATES))]
    # Templates have their words in the search index.
    while followers.run().done:
        pass
    copy(chance, published, articles - len(published), article_words)
    copy(chance, published_posts, posts - len(published_posts), post_words)
    while desk_words.catch_up():
        pass


def copy(
    chance: random.Random,
    published: list[Edition],
    count: int,
    words: Callable[[random.Random, datetime], Words],
) -> None:
    """Write ``count`` copies of these, chosen by chance, oldest first, each with its own words."""
    templates = [Template(edition) for edition in published]
    times = _times(chance, count)
    _write(
        [(chance.choice(templates), words(chance, at)) for at in some]
        for some in iter(lambda: list(islice(times, BATCH)), [])
    )


def _write(batches: Iterator[Batch]) -> None:
    """Store the batches: on PostgreSQL several at a time, one is the work of a core."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        for batch in batches:
            copying.write(batch)
        return
    with ThreadPoolExecutor(WRITERS) as pool:
        under_way: deque[Future[None]] = deque()
        for batch in batches:
            under_way.append(pool.submit(_write_beside, batch))
            if len(under_way) > WRITERS:
                under_way.popleft().result()
        for each in under_way:
            each.result()


def _write_beside(batch: Batch) -> None:
    try:
        copying.hurry()
        copying.write(batch)
    finally:
        connection.close()


def _times(chance: random.Random, count: int) -> Iterator[datetime]:
    """``count`` instants in order, the last an hour ago: an archive grows at its end."""
    end = clock.now() - timedelta(hours=1)
    step = timedelta(days=YEARS * 365) / max(count, 1)
    for place in range(count, 0, -1):
        yield end - step * (place - chance.random())


def article_words(chance: random.Random, at: datetime) -> Words:
    slug = f"archive-{uuid.uuid4().hex[:20]}"
    return Words(headline(chance), at, path=first_path(slug, at), slug=slug)


def post_words(chance: random.Random, at: datetime) -> Words:
    return Words(headline(chance) + ".", at, display_time=display_time(at, at))


def _cast(seed: int) -> Cast:
    def named(model: type[models.Model], word: str, number: int, **more: Any):
        slug = f"{word.lower()}-{seed}-{number}"
        fields = {"name": f"{word} {seed}.{number}", **more}
        return model._default_manager.get_or_create(slug=slug, defaults=fields)[0]

    return Cast(
        [named(Section, "Section", n, position=n) for n in range(SECTIONS)],
        [named(Tag, "Topic", n) for n in range(TAGS)],
        [named(Author, "Author", n) for n in range(AUTHORS)],
    )


def _article(chance: random.Random, cast: Cast, seed: int, number: int) -> Edition:
    """An article that the real acts publish; each has its own section, tags and authors."""
    body = "".join(f"<p>{paragraph(chance)}</p>" for _paragraph in range(chance.randint(4, 16)))
    article = Article.objects.create(
        headline=headline(chance), standfirst=paragraph(chance, sentences=1), body=body,
        section=cast.sections[number % SECTIONS], slug=f"archive-{seed}-{uuid.uuid4().hex[:12]}",
    )  # fmt: skip
    registry.set_lists(article, tags=chance.sample(cast.tags, k=chance.randint(2, 5)))
    authors = chance.sample(cast.authors, k=chance.randint(1, 2))
    registry.set_lists(article, byline=[(author, "", "writer") for author in authors])
    revisions.save(article, by=None, cause="archive")
    return publishing.publish(article, by=None)


def _post(chance: random.Random) -> Edition:
    post = Post.objects.create(headline=headline(chance) + ".", body=f"<p>{paragraph(chance)}</p>")
    revisions.save(post, by=None, cause="archive")
    return publishing.publish(post, by=None)
