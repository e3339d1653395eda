"""The library's search: words of images, found by how they begin, without their accents.

Acts that write an image's words call ``index`` in their transaction; nothing else keeps the
index, and ``rebuild_library_index`` rebuilds it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from media.image_fields import names
from media.models import Image
from newsroom.editorial.admin import autocomplete
from newsroom.lib.folding import bare_words

from . import search_index

_TOLD = frozenset(names(is_told=True))
_TITLE, _NAMES, _TEXT = (names(search=column) for column in ("title", "names", "text"))
# So many are looked at for somebody who may not search all words of all images.
_MOST = 200
#: The columns that ``index`` reads.
FIELDS = (*_TITLE, "original_name", *_NAMES, *_TEXT, "keywords")


def index(image: Image) -> None:
    """Take in the image's words as they stand, in the transaction that saves them."""
    text = [_words(image, _TEXT), *map(str, image.keywords or [])]
    search_index.write(
        image.pk,
        title=bare_words(_words(image, (*_TITLE, "original_name"))),
        names=bare_words(_words(image, _NAMES)),
        text=bare_words(" ".join(text)),
    )


def matching(images: QuerySet[Image], q: str) -> QuerySet[Image]:
    """The images that hold a word beginning with each word of ``q``."""
    return search_index.matching(images, bare_words(q.replace("\x00", "")))


def matching_choices(images: QuerySet[Image], q: str) -> QuerySet[Image] | list[Image]:
    """The same among ``access.choosable``: others' images are found by their public words alone.

    Otherwise somebody could find out, letter by letter, words that are the newsroom's own.
    """
    found = matching(images, q)
    if autocomplete.is_seen(found):
        return found
    wanted = bare_words(q).split()
    return [image for image in found[:_MOST] if _may_be_found(image, wanted)]


def named(images: QuerySet[Image], text: str) -> Image | None:
    """The one of this title or file name, which only who sees it in the library may know."""
    if not autocomplete.is_seen(images):
        if autocomplete.OF_ANOTHER not in images.query.annotations:
            return None
        images = images.filter(Q(is_of_another=False))
    by_title = images.filter(title__reads=text).first()
    return by_title or images.filter(original_name__reads=text).first()


def _may_be_found(image: Any, wanted: list[str]) -> bool:
    if not autocomplete.is_of_another(image):
        return True
    told = [name for name in (*_NAMES, *_TEXT) if name in _TOLD]
    said = bare_words(_words(image, told)).split()
    return bool(wanted) and all(any(word.startswith(part) for word in said) for part in wanted)


def _words(image: Image, names: Iterable[str]) -> str:
    return " ".join(filter(None, (getattr(image, name) for name in names)))
