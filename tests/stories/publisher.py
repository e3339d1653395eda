"""One writer in a process of its own: publishes one story again and again, and says when.

``python -m tests.stories.publisher HEADLINE-WORD SECONDS`` publishes at least three times, and
prints a line for each edition once its act has returned: its number and the monotonic time.
"""

import os
import sys
import time
from contextlib import suppress

import django


def main(word: str, seconds: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.db import OperationalError

    from articles.models import Article
    from newsroom.editorial.acts import publishing
    from tests.factories import edit

    story = Article.objects.get(headline__startswith=word)
    end, number = time.monotonic() + seconds, 0
    while number < 3 or time.monotonic() < end:
        # On SQLite the other writer may hold the file for longer than one waits.
        with suppress(OperationalError):
            publishing.publish(edit(story, headline=f"{word} {number + 1}"), by=None)
            number += 1
            print(number, time.monotonic(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
