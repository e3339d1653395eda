"""Loads the demo newsroom: a past of some weeks, acted out in its order up to now.

Loading again changes nothing: every item has a fixed public id, and one that is there is left
alone, whatever has become of it. The items come in one transaction, so a load that fails leaves
no half of a past.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from articles.models import Article, Page
from feed.models import Post
from media.renditions.sizes import EVERY_FORMAT
from newsroom.demo import furnishing
from newsroom.demo.furnishing import Furniture
from newsroom.demo.ids import public_id
from newsroom.demo.lives import Life, Load, PageLife, PostLife, StoryLife
from newsroom.demo.material import Material
from newsroom.demo.reading import read
from newsroom.editorial import clock

_LIVES: dict[type[Life], type[Model]] = {PageLife: Page, StoryLife: Article, PostLife: Post}


@dataclass(frozen=True)
class Report:
    """What a load made; all noughts the second time."""

    items: int
    things: int


def load(
    *, password: str, now: datetime | None = None, formats: Collection[str] = EVERY_FORMAT
) -> Report:
    """Load what is missing of the demo newsroom; ``password`` is for logins that are new.

    Every picture has its files in these formats then, and those in the others from the worker.
    """
    now = now or clock.now()
    material, furniture = read(), Furniture()
    furnishing.the_paper(material, furniture)
    furnishing.users(material, furniture, password=password)
    furnishing.the_agencies(material, furniture)
    furnishing.pictures(material, furniture, now=now, formats=formats)
    furnishing.shared_things(material, furniture, now=now)
    here = Load(now, timezone.get_default_timezone(), furniture)
    return Report(_act_out(_missing(material, here)), furniture.made)


def _missing(material: Material, here: Load) -> list[Life]:
    """The items that the database has not seen yet."""
    texts = {
        PageLife: material.pages.values(),
        StoryLife: material.stories.values(),
        PostLife: material.posts.values(),
    }
    missing: list[Life] = []
    for life, model in _LIVES.items():
        known = set(model._default_manager.values_list("uuid", flat=True))
        named = {public_id(life.kind, text.name): text for text in texts[life]}
        missing += [life(here, text) for uuid, text in named.items() if uuid not in known]
    return missing


@transaction.atomic
def _act_out(lives: list[Life]) -> int:
    """Take every step of every item, the earliest first, the clock standing at its instant."""
    steps = [step for life in lives for step in life.steps()]
    # Sorting is stable: steps of one item that share a minute stay in their order.
    for step in sorted(steps, key=lambda step: step.at):
        with clock.standing_at(step.at):
            step.take()
    return len(lives)
