"""How long after a publication's commit a Varnish has purged it, in milliseconds.

``python -m tests.delivery.purge_delay``; with a database and a Varnish of its own.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

PUBLICATIONS = 40
_PATIENCE_SECONDS = 60


def main() -> None:
    from tests.delivery import fronts

    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder, fronts.varnish(Path(folder), _NOBODY) as cache:
        os.environ |= {"VAR_DIR": folder, "PURGE_URL": cache.url}
        took = sorted(1000 * seconds for seconds in _delays())
    median, late = statistics.median(took), took[int(len(took) * 0.95) - 1]
    print(f"{len(took)} purges: median {median:.1f} ms, 95 % {late:.1f} ms, most {took[-1]:.1f} ms")  # noqa: T201


_NOBODY = "http://127.0.0.1:1"


def _delays() -> list[float]:
    import django

    django.setup()
    from django.core.management import call_command

    from newsroom.delivery.outbox import http_client
    from newsroom.editorial.acts import publishing
    from newsroom.editorial.publication import ledger
    from tests import made_once
    from tests.factories import make_article

    made_once.install()
    call_command("migrate", verbosity=0)
    committed: list[float] = []
    purged: list[float] = []
    send = http_client.send

    def timed(*args: Any, **options: Any) -> http_client.Answer:
        answer = send(*args, **options)
        assert answer.is_good, answer
        purged.append(time.perf_counter())
        return answer

    http_client.send = timed
    ledger._hearing.insert(0, lambda entries: committed.append(time.perf_counter()))
    for article in [make_article() for _number in range(PUBLICATIONS)]:
        publishing.publish(article, by=None)
        until = time.perf_counter() + _PATIENCE_SECONDS
        while len(purged) < len(committed) and time.perf_counter() < until:
            time.sleep(0.001)
    return [done - began for began, done in zip(committed, purged, strict=True)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    main()
