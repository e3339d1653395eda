"""``manage.py duplicate_tags``: tags that have one name, from before there were keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q

from articles.models import Tag
from newsroom.editorial.acts import shared_things
from newsroom.lib.folded_field import FoldedField
from newsroom.lib.folding import folded


class Command(BaseCommand):
    help = (
        "List tags that have the name of another one but for capitals, spaces, signs or the way "
        "accents are stored. With --merge they are merged into the one that came first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--merge", action="store_true", help="merge them")

    def handle(self, *args: Any, **options: Any) -> None:
        seconds = Tag.objects.filter(Q(key__contains=FoldedField.SECOND), merged_into=None)
        for tag in seconds.order_by("pk"):
            first = Tag.objects.filter(key=folded(tag.name)).first()
            while first is not None and first.merged_into is not None:
                first = first.merged_into
            if first is None or first == tag:
                continue
            if options["merge"]:
                shared_things.merge(tag, into=first)
            done = "merged into" if options["merge"] else "has the name of"
            self.stdout.write(f"“{tag.name}” ({tag.slug}) {done} “{first.name}” ({first.slug}).")
