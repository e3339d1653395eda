"""The words of images in the database's own full-text search, which finds them by their beginnings.

An FTS5 table beside the images on SQLite, their column ``vector`` on PostgreSQL. Readers' search
has an index of its own (``newsroom.site.search``).
"""

from __future__ import annotations

import re

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from media.models import Image

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MOST_WORDS = 12
#: PostgreSQL takes a megabyte of words for a row.
_LONGEST_TEXT = 100_000
#: How many letters of a word's beginning are compared.
_LONGEST_BEGINNING = 20

_FORGET = "DELETE FROM media_image_fts WHERE rowid = %s"
_WRITE = "INSERT INTO media_image_fts (rowid, title, names, text) VALUES (%s, %s, %s, %s)"
_WRITE_VECTOR = (
    "UPDATE media_image SET vector = setweight(to_tsvector('simple', %s), 'A')"
    " || setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'D')"
    " WHERE id = %s"
)


def write(image_id: int, *, title: str, names: str, text: str) -> None:
    """Index the words of a stored image in place of what was indexed before."""
    texts = [words[:_LONGEST_TEXT] for words in (title, names, text)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_WRITE_VECTOR, [*map(_beginnings, texts), image_id])
            return
        cursor.execute(_FORGET, [image_id])
        cursor.execute(_WRITE, [image_id, *texts])


def matching(images: QuerySet[Image], q: str) -> QuerySet[Image]:
    """The images that hold all words of ``q``; none if it holds no word."""
    words = _WORD.findall(q)[:_MOST_WORDS]
    if not words:
        return images.none()
    if connection.vendor == "postgresql":
        begun = ("'" + word[:_LONGEST_BEGINNING].replace("'", "''") + "'" for word in words)
        query = " & ".join(begun)
        return images.filter(_holds("(media_image.vector @@ to_tsquery('simple', %s))", query))
    # Each word is quoted, so that nothing in it is an operator of FTS5.
    query = " ".join(f'"{word}"*' for word in words)
    hits = "SELECT rowid FROM media_image_fts WHERE media_image_fts MATCH %s"
    return images.filter(_holds(f"(media_image.id IN ({hits}))", query))


def _holds(condition: str, query: str) -> RawSQL:
    return RawSQL(condition, [query], output_field=BooleanField())  # noqa: S611


def _beginnings(text: str) -> str:
    """Each word and all its beginnings, each once.

    PostgreSQL can look for the beginnings of words, but guesses that every one is in two rows of
    a hundred, and then walks the table for a rare one. Of whole words it knows how many there are.
    """
    found: dict[str, None] = {
        word[:length]: None
        for word in _WORD.findall(text)
        for length in range(1, min(len(word), _LONGEST_BEGINNING) + 1)
    }
    return " ".join(found)
