"""The library's search: words of pictures, found by how they begin, without their accents.

Acts that write a picture's words call ``index`` in their transaction; nothing else keeps the
index, and ``rebuild_library_index`` makes it anew.
"""

from django.db.models import QuerySet

from newsroom.lib.words import folded

from .models import Image
from .search_index import INDEX

_TITLE = ("title", "original_name")
_NAMES = ("creator", "agency", "supplier", "credit_line", "house_credit")
_TEXT = (
    "caption", "alt_text", "extended_description", "city", "region", "country", "date_created",
    "restrictions",
)  # fmt: skip
#: The columns that ``index`` reads.
FIELDS = (*_TITLE, *_NAMES, *_TEXT, "keywords")


def index(image: Image) -> None:
    """Take in the picture's words as they stand, in the transaction that saves them."""
    text = [_words(image, _TEXT), *map(str, image.keywords or [])]
    INDEX.write(
        image.pk,
        title=folded(_words(image, _TITLE)),
        names=folded(_words(image, _NAMES)),
        text=folded(" ".join(text)),
    )


def matching(images: QuerySet[Image], q: str) -> QuerySet[Image]:
    """The pictures that hold a word beginning with each word of ``q``."""
    return INDEX.matching(images, folded(q.replace("\x00", "")))


def _words(image: Image, names: tuple[str, ...]) -> str:
    return " ".join(filter(None, (getattr(image, name) for name in names)))
