from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts import roles
from newsroom.accounts.roles import Role
from newsroom.editorial import setup


class Command(BaseCommand):
    help = "Create missing roles; with --reset put a role's permissions back to the defaults."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset", action="append", default=[], metavar="ROLE",
            help=f"one of: {', '.join(Role)}; may be given several times; “all” for every role",
        )  # fmt: skip

    def handle(self, *args, reset, **options):
        unknown = [name for name in reset if name != "all" and name not in set(Role)]
        if unknown:
            raise CommandError(
                f"There is no role {', '.join(unknown)}. There are: {', '.join(Role)}."
            )
        wanted = set(Role) if "all" in reset else {Role(name) for name in reset}
        setup.create_permissions()
        setup.grant_transitions()
        written = roles.sync(reset=frozenset(wanted))
        self.stdout.write(f"Written: {', '.join(written) or 'none, all roles are there'}.")
