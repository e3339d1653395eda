"""A new newsroom's tables, files and people, made by a process of its own.

``python -m tests.stories.prepare`` with the settings' env values set.
"""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.core.management import call_command

    from newsroom.accounts.roles import Role
    from newsroom.lib import static_files
    from tests.conftest import person
    from tests.factories import make_author, make_section, publish_article

    call_command("migrate", verbosity=0)
    static_files.collect()
    password = os.environ["DEMO_PASSWORD"]
    reporter = person(Role.REPORTER, username="reporter", password=password)
    person(Role.DESK_EDITOR, username="desk", password=password)
    make_author("Mara Lind", slug="mara-lind", user=reporter)
    publish_article(
        headline="Second tunnel tube opens", slug="second-tube",
        section=make_section("City", slug="city"), authors=[make_author("Ada Roth")],
    )  # fmt: skip


if __name__ == "__main__":
    main()
