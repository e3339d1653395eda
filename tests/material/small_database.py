"""A small newsroom's SQLite database, made by the release at hand.

``python -m tests.material.small_database tests/material/database-0.1.0.sqlite3.gz`` with an empty
``VAR_DIR``. Each release's is kept and never made again: an upgrade must go on reading it.
"""

import gzip
import os
import sqlite3
import sys
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    _fill()
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("VACUUM")
    Path(sys.argv[1]).write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def _fill() -> None:
    from newsroom.accounts.roles import Role
    from newsroom.delivery import followers
    from newsroom.editorial.acts import publishing, takedowns
    from tests.conftest import person
    from tests.factories import make_article, make_page, make_tag, publish_article, publish_post
    from tests.media.factories import make_image

    chief = person(Role.MANAGING_EDITOR)
    image, tag = make_image(), make_tag("Cranes")
    story = publish_article(headline="The bridge opens", tags=[tag], lead_image=image)
    publishing.correct(story, by=chief, text="It opens on Monday.", note="A reader wrote")
    gone = publish_article(headline="The ferry sails")
    takedowns.kill(gone, by=chief, kind="legal", note="x", confirmation="kill")
    card = f'<p>More:</p><div data-card="article" data-id="{story.uuid}"></div>'
    publish_post(headline="Gates are shut", tags=[tag], body=card)
    publishing.publish(make_page(headline="About", slug="about"), by=chief)
    make_article(headline="A draft of the port")
    followers.run()


if __name__ == "__main__":
    main()
