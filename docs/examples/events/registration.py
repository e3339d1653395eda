"""What an event is: its fields, its checks, its document, its workflow."""

from collections.abc import Iterator

from django.utils.html import linebreaks

from articles.document import frame
from articles.draft_fields import Text
from feed.transitions import TRANSITIONS
from newsroom.accounts.roles import EDITORS, EVERYONE, WRITERS, grant
from newsroom.api.shapes import string
from newsroom.editorial import registry
from newsroom.editorial.acts.preflight import Problem
from newsroom.editorial.fields import Day, Field
from newsroom.editorial.publication.material import Material
from newsroom.editorial.registry import Compiled, ItemType, Source

from .models import Event

FIELDS = (
    Text("headline", member="headline", shape=string(), group="write"),
    Day("takes_place_on", member="takes_place_on", shape=string("A date."), group="write"),
    Text("place", member="place", shape=string(), group="write"),
    Text("text", group="write"),
    Field("language", member="language", shape=string("BCP 47."), group="desk"),
)


def register() -> None:
    registry.register_item(
        ItemType(
            name="event",
            model=Event,
            fields=FIELDS,
            compile=compile_event,
            check=check,
            is_own=lambda event, user: False,
            transitions=TRANSITIONS,
            # Whoever may write posts may write events.
            own_column="posts",
            page="events.public.print_item",
            is_searched=True,
        )
    )
    grant(EVERYONE, "events.view_event")
    grant(WRITERS | EDITORS, "events.add_event", "events.change_event")


def check(material: Material) -> Iterator[Problem]:
    if not material.snapshot["takes_place_on"]:
        yield Problem("no_date", "Say when the event takes place.", field="takes_place_on")


def compile_event(source: Source) -> Compiled:
    words = source.snapshot
    card = frame(source, f"/events/{source.item.uuid}/")
    body = {"html": linebreaks(words["text"], autoescape=True), "text": words["text"], "blocks": []}
    return Compiled(card, body, {"language": words["language"]})
