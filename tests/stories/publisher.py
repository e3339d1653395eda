"""Writers in a process of their own: they publish, take down and lend, and say when.

``python -m tests.stories.publisher SECONDS HEADLINE-WORD KIND …``: a thread for each word and kind.
Each act is done at least three times, and printed as a ``Promise`` once it has returned.
"""

import os
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta

import django

#: How long a picture may be shown once it has a lease.
LEASE_SECONDS = 0.7


def main(seconds: float, *words_and_kinds: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    end = time.monotonic() + seconds
    writers = [
        threading.Thread(target=_write, args=(globals()[kind], word, end))
        for word, kind in zip(words_and_kinds[::2], words_and_kinds[1::2], strict=True)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def updates(word: str, number: int) -> None:
    """One story, again and again under another headline."""
    from articles.models import Article
    from newsroom.editorial.acts import publishing
    from tests.factories import edit

    story = Article.objects.get(headline__startswith=word)
    publishing.publish(edit(story, headline=f"{word} {number}"), by=None)
    _promise("shows", f"{word} {number}")


def kills(word: str, number: int) -> None:
    """A story that is published and killed."""
    from newsroom.editorial.acts import takedowns

    story = _publish(headline=f"{word} {number}", slug=f"{word.lower()}-{number}")
    takedowns.kill(story, by=None, kind="legal", note="x", confirmation="kill")
    _promise("hides", f"{word} {number}")


def lends(word: str, number: int) -> None:
    """A story whose picture has a lease that ends a moment later."""
    from media.rights import leases
    from newsroom.editorial import clock
    from tests.media.factories import make_image

    image = make_image()
    _publish(headline=f"{word} {number}", slug=f"{word.lower()}-{number}", lead_image=image)
    end = clock.now() + timedelta(seconds=LEASE_SECONDS)
    leases.add_lease(image, by=None, kind="allow", ends_at=end)
    left = (end - clock.now()).total_seconds()
    ends_at = time.monotonic() + max(left, 0)
    time.sleep(max(left, 0))
    _promise("hides", image.uuid.hex, ends_at)


def _publish(**words):
    from articles.models import Author, Section
    from tests.factories import publish_article

    section, author = Section.objects.get(slug="city"), Author.objects.get(name="Ada Roth")
    return publish_article(section=section, authors=[author], **words)


def _write(act, word: str, end: float) -> None:
    from django.db import OperationalError, connection

    number = done = 0
    while done < 3 or time.monotonic() < end:
        number += 1
        # On SQLite the other writer may hold the file for longer than one waits.
        with suppress(OperationalError):
            act(word, number)
            done += 1
    connection.close()


def _promise(kind: str, text: str, at: float | None = None) -> None:
    sys.stdout.write(f"{kind}\t{text}\t{at or time.monotonic()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]), *sys.argv[2:])
