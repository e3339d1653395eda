"""The contract of the API in a file, and whether the present API still keeps it."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsroom.api import growth, schema


class Command(BaseCommand):
    help = "Compare the API with its contract in a file; --write makes the file anew."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="after the API has grown")

    def handle(self, *args, file, write, **options):
        present = growth.promised(schema.openapi())
        if write:
            text = json.dumps(present, indent=1, sort_keys=True, ensure_ascii=False)
            file.write_text(f"{text}\n", encoding="utf-8")
            return
        kept = json.loads(file.read_text(encoding="utf-8"))
        broken = list(growth.taken_back(kept, present))
        if broken:
            raise CommandError("\n".join(["v1 only grows, and this takes back:", *broken]))
