"""Cards of articles as pieces of pages: each look is printed once for each compiled card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone

from media.shapes import ImageDocument
from newsroom.lib import instants, pieces, site_settings
from newsroom.lib.bounded import BoundedStore
from newsroom.lib.pieces import Piece

from .models import ArticleEdition
from .shapes import ArticleDocument

TEMPLATE = "articles/_card.html"
#: An edition's key and its compile number: a card is a function of both, and of the settings of the
#: site, in whose language and zone it is printed.
Key = tuple[int, int]

AGES = ("today", "this year", "older")

kept: BoundedStore[Card] = BoundedStore(settings.PAGE_CACHE_MB * 1024 * 1024 // 4)


class Card:
    """A card's looks. How the time is written depends on its age: of today, this year, older."""

    def __init__(self, document: ArticleDocument) -> None:
        self.document = orjson.dumps(document)
        #: What lists are arranged by.
        self.facts: dict[str, Any] = {
            "section": document["section"],
            "videos": document["videos"],
            "lead_image": bool(document["lead_image"]),
        }
        self._at = timezone.localtime(instants.from_text(document["published_at"]))
        self._looks: dict[tuple[str, ...], Piece] = {}

    @property
    def image(self) -> ImageDocument | None:
        """Its picture, for the head of a page that lists it."""
        return orjson.loads(self.document)["lead_image"]  # type: ignore[no-any-return]

    def fill(self, shell: Any, *look: str) -> Piece:
        key = (*look, self._age(shell.now))
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._printed(shell.now, *look)
        return found

    def packed(self, shell: Any, looks: Sequence[Sequence[str]]) -> dict[str, Any]:
        """With these looks at the card's present age and at those that it has yet to reach."""
        ages = AGES[AGES.index(self._age(shell.now)) :]
        printed = [
            [*look, age, self._printed(self._instant_of(age), *look).raw.decode()]
            for look in looks
            for age in ages
        ]
        return {"document": self.document.decode(), "looks": printed}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> Card:
        card = cls(orjson.loads(packed["document"]))
        for *key, printed in packed["looks"]:
            card._looks[tuple(key)] = Piece(printed)
        return card

    def _age(self, now: datetime) -> str:
        if self._at.date() == now.date():
            return AGES[0]
        return AGES[1] if self._at.year == now.year else AGES[2]

    def _instant_of(self, age: str) -> datetime:
        """One at which the card has this age."""
        if age == AGES[0]:
            return self._at
        if age == AGES[1]:
            return self._at.replace(month=self._at.month % 12 + 1, day=1)
        return self._at.replace(year=self._at.year + 1, month=1, day=1)

    def _printed(self, now: datetime, look: str, level: str, eager: str, sizes: str) -> Piece:
        return pieces.printed(
            TEMPLATE,
            {
                "article": orjson.loads(self.document), "look": look, "level": int(level),
                "eager": bool(eager), "sizes": sizes, "now": now,
            },
        )  # fmt: skip


pieces.hole(
    TEMPLATE,
    "{{ article.place }}|{{ look }}|{{ level }}|{% if eager %}1{% endif %}|{{ sizes }}",
    unpack=Card.unpacked,
)


def places(cards: Iterable[Any]) -> list[dict[str, int]]:
    """What a template gets instead of cards that are held."""
    return [{"place": place} for place, _card in enumerate(cards)]


def of(keys: Iterable[Key]) -> list[Card] | None:
    """The cards of these editions, in their order; None if one of them has just changed."""
    look = site_settings.current().look
    found = {key: kept.get((*key, look)) for key in keys}
    missing = [pk for (pk, _number), card in found.items() if card is None]
    if missing:
        rows = ArticleEdition.objects.filter(pk__in=missing)
        for pk, number, document in rows.values_list("pk", "compile_number", "card"):
            found[pk, number] = card = Card(document)
            # A card has a handful of looks, each about as large as itself.
            kept.put((pk, number, look), card, 4 * len(card.document))
    cards = [found[key] for key in keys]
    return None if None in cards else cards  # type: ignore[return-value]
