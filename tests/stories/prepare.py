"""A new newsroom's tables, files and people, made by a process of its own.

``python -m tests.stories.prepare HEADLINE …`` with the settings' env values set.
"""

import os
import sys

import django


def main(headlines: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.core.management import call_command

    from newsroom.accounts.roles import Role
    from tests import made_once
    from tests.conftest import person
    from tests.factories import make_author, make_section, publish_article

    call_command("migrate", verbosity=0)
    made_once.collect_static_files()
    password = os.environ["DEMO_PASSWORD"]
    reporter = person(Role.REPORTER, username="reporter", password=password)
    person(Role.DESK_EDITOR, username="desk", password=password)
    person(Role.MANAGING_EDITOR, username="chief", password=password)
    make_author("Mara Lind", slug="mara-lind", user=reporter)
    city, ada = make_section("City", slug="city"), make_author("Ada Roth")
    publish_article(
        headline="Second tunnel tube opens", slug="second-tube", section=city, authors=[ada]
    )
    for headline in headlines:
        publish_article(headline=headline, section=city, authors=[ada])


if __name__ == "__main__":
    main(sys.argv[1:])
