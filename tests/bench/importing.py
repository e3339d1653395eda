"""What it costs to import an article: a Ghost publication of invented posts, by the command."""

from __future__ import annotations

import io
import json
import random
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from django.core.management import call_command

from .archive_words import headline, paragraph
from .benchmark import Row

POSTS = 40


def measured() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        path.write_text(json.dumps(_export(random.Random(POSTS))))
        start, cpu_start = time.perf_counter(), time.process_time()
        call_command("import_ghost", str(path), "--json", stdout=io.StringIO())
        spent, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return Row("import an article from Ghost", spent * 1000 / POSTS, cpu * 1000 / POSTS, 0)


def _export(chance: random.Random) -> dict[str, Any]:
    posts = [_post(chance) for _number in range(POSTS)]
    author = {"id": uuid.uuid4().hex, "name": "Ada Roth", "slug": "ada-roth"}
    signed = [{"post_id": post["id"], "author_id": author["id"]} for post in posts]
    data = {"posts": posts, "users": [author], "posts_authors": signed}
    return {"db": [{"meta": {"version": "5.0.0"}, "data": data}]}


def _post(chance: random.Random) -> dict[str, Any]:
    body = "".join(f"<p>{paragraph(chance)}</p>" for _paragraph in range(8))
    key = uuid.uuid4().hex
    return {
        "id": key, "title": headline(chance), "slug": f"imported-{key}", "html": body,
        "status": "published", "visibility": "public", "type": "post",
        "published_at": "2024-05-31 22:30:00", "updated_at": "2024-05-31 22:30:00",
    }  # fmt: skip
