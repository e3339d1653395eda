"""A synthetic archive for measuring: the rows that publishing makes, written in bulk.

A few articles and posts are published by the real acts; their rows are then copied with other
words, ids, dates and names, many at a time. Everything is drawn from the seed.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from articles.models import (
    Article,
    ArticleEdition,
    ArticleEditionAuthor,
    ArticleEditionTag,
    ArticleRevision,
    ArticleTag,
    Author,
    Byline,
    Section,
    SlugClaim,
    Tag,
)
from feed.document import display_time
from feed.models import Post, PostEdition, PostRevision
from newsroom.editorial import clock, registry
from newsroom.editorial.acts import publishing
from newsroom.editorial.drafts import revisions
from newsroom.editorial.models import LedgerEntry, LedgerHead, LogEntry
from newsroom.lib import addresses, instants

from .archive_words import headline, paragraph

# Other writers wait for as long as one batch takes: about half a second.
BATCH = 200
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
    templates = [
        _template(chance, cast, seed, number) for number in range(min(articles, TEMPLATES))
    ]
    for size in _batches(articles - len(templates)):
        with transaction.atomic():
            _copy_articles(chance, templates, size)
    post_templates = [_post_template(chance) for _number in range(min(posts, TEMPLATES))]
    for size in _batches(posts - len(post_templates)):
        with transaction.atomic():
            _copy_posts(chance, post_templates, size)


def _batches(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, BATCH)
        count -= BATCH


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


def _template(chance: random.Random, cast: Cast, seed: int, number: int) -> ArticleEdition:
    """An article that the real acts published; each has its own section, tags and authors."""
    body = "".join(f"<p>{paragraph(chance)}</p>" for _paragraph in range(chance.randint(4, 16)))
    article = Article.objects.create(
        headline=headline(chance), standfirst=paragraph(chance, sentences=1), body=body,
        section=cast.sections[number % SECTIONS], slug=f"archive-{seed}-{uuid.uuid4().hex[:12]}",
    )  # fmt: skip
    registry.set_lists(article, tags=chance.sample(cast.tags, k=chance.randint(2, 5)))
    authors = chance.sample(cast.authors, k=chance.randint(1, 2))
    registry.set_lists(article, byline=[(author, "", "writer") for author in authors])
    revisions.save(article, by=None, cause="archive")
    return publishing.publish(article, by=None)  # type: ignore[return-value]


def _post_template(chance: random.Random) -> PostEdition:
    post = Post.objects.create(headline=headline(chance) + ".", body=f"<p>{paragraph(chance)}</p>")
    revisions.save(post, by=None, cause="archive")
    return publishing.publish(post, by=None)  # type: ignore[return-value]


def _copy_articles(chance: random.Random, templates: list[ArticleEdition], size: int) -> None:
    now, sources = clock.now(), [chance.choice(templates) for _copy in range(size)]
    words = [headline(chance) for _copy in sources]
    slugs = [f"{source.item.slug}-{uuid.uuid4().hex[:10]}" for source in sources]
    items = Article.objects.bulk_create(
        _like(
            source.item,
            uuid=uuid.uuid4(),
            headline=text,
            slug=slug,
            published_at=_past(chance, now),
        )
        for source, text, slug in zip(sources, words, slugs, strict=True)
    )
    for model, owner in ((ArticleTag, "content_object"), (Byline, "article")):
        _copy_rows(model, owner, [source.item for source in sources], items)
    SlugClaim.objects.bulk_create(SlugClaim(slug=i.slug, article=i) for i in items)
    kept = ArticleRevision.objects.bulk_create(
        _like(source.revision, item=item, created_at=item.published_at,
              snapshot={**source.revision.snapshot, "headline": item.headline, "slug": item.slug})
        for source, item in zip(sources, items, strict=True)
    )  # fmt: skip
    editions = ArticleEdition.objects.bulk_create(
        _article_edition(source, item, revision)
        for source, item, revision in zip(sources, items, kept, strict=True)
    )
    for relation in (ArticleEditionTag, ArticleEditionAuthor):
        _copy_relations(relation, sources, editions)
    _tell("article", Article, items, editions)


def _copy_posts(chance: random.Random, templates: list[PostEdition], size: int) -> None:
    now, sources = clock.now(), [chance.choice(templates) for _copy in range(size)]
    items = Post.objects.bulk_create(
        _like(source.item, uuid=uuid.uuid4(), headline=headline(chance) + ".",
              published_at=_past(chance, now))
        for source in sources
    )  # fmt: skip
    kept = PostRevision.objects.bulk_create(
        _like(source.revision, item=item, created_at=item.published_at,
              snapshot={**source.revision.snapshot, "headline": item.headline})
        for source, item in zip(sources, items, strict=True)
    )  # fmt: skip
    editions = PostEdition.objects.bulk_create(
        _post_edition(source, item, revision)
        for source, item, revision in zip(sources, items, kept, strict=True)
    )
    _tell("post", Post, items, editions)


def _article_edition(source, item: Article, revision: ArticleRevision) -> ArticleEdition:
    path = f"/{item.published_at:%Y}/{item.published_at:%m}/{item.slug}/"
    edition = _edition(source, item, revision, path, f"/articles/{item.uuid}")
    edition.card["slug"] = edition.slug = item.slug
    edition.path = path
    return edition


def _post_edition(source, item: Post, revision: PostRevision) -> PostEdition:
    edition = _edition(source, item, revision, f"/feed/{item.uuid}/", f"/posts/{item.uuid}")
    edition.card["display_time"] = display_time(edition.published_at, edition.updated_at)
    return edition


def _edition(source, item, revision, path: str, api: str):
    at = item.published_at
    url, printed = addresses.absolute(path), instants.to_text(at)
    card = source.card | {
        "id": str(item.uuid), "url": url, "path": path, "headline": item.headline,
        "published_at": printed, "updated_at": printed,
        "links": {
            "self": addresses.api(api),
            "html": url,
            "ninjs": addresses.api(f"{api}?format=ninjs"),
        },
    }  # fmt: skip
    return _like(
        source,
        item=item,
        revision=revision,
        live_from=at,
        published_at=at,
        updated_at=at,
        card=card,
    )


def _copy_rows(model, owner: str, sources: list, items: list) -> None:
    """The children of each source, once for its copy."""
    children: dict[int, list] = {}
    for row in model.objects.filter(**{f"{owner}__in": {s.pk for s in sources}}):
        children.setdefault(getattr(row, f"{owner}_id"), []).append(row)
    model.objects.bulk_create(
        _like(row, **{owner: item})
        for source, item in zip(sources, items, strict=True)
        for row in children.get(source.pk, ())
    )


def _copy_relations(model, sources: list, editions: list) -> None:
    rows: dict[int, list] = {}
    for row in model.objects.filter(edition__in={s.pk for s in sources}):
        rows.setdefault(row.edition_id, []).append(row)
    model.objects.bulk_create(
        _like(row, edition=edition, item_id=edition.item_id, published_at=edition.published_at)
        for source, edition in zip(sources, editions, strict=True)
        for row in rows.get(source.pk, ())
    )


def _tell(type_name: str, model, items: list, editions: list) -> None:
    """Ledger, log and versions, as the acts write them."""
    now = clock.now()
    LogEntry.objects.bulk_create(
        LogEntry(
            at=item.published_at, item_type=type_name, item_uuid=item.uuid, act="publish",
            to_state=item.state, revision_number=item.revision,
        )
        for item in items
    )  # fmt: skip
    head = LedgerHead.objects.select_for_update().get(pk=1)
    first = head.seq + 1
    head.seq, head.at = head.seq + len(items), max(head.at, now)
    head.save(update_fields=["seq", "at"])
    LedgerEntry.objects.bulk_create(
        LedgerEntry(seq=seq, op="upsert", type=type_name, uuid=item.uuid, at=head.at,
                    cause="published")
        for seq, item in enumerate(items, first)
    )  # fmt: skip
    for seq, (item, edition) in enumerate(zip(items, editions, strict=True), first):
        item.version, item.announced_edition, item.announced_compile = seq, edition.pk, 1
    model._base_manager.bulk_update(
        items, ["version", "announced_edition", "announced_compile"], batch_size=500
    )


def _past(chance: random.Random, now: datetime) -> datetime:
    return now - timedelta(seconds=chance.uniform(3600, YEARS * 365 * 86400))


def _like(row, **changes):
    """A copy of a row with other values, not yet stored."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    del fields["id"]
    for name in changes:
        fields.pop(f"{name}_id", None)
    return type(row)(**fields | changes)
