from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.accounts import roles
from newsroom.accounts.roles import Role
from newsroom.editorial import setup


class Command(BaseCommand):
    help = (
        "Give each role's group the permissions that it was never offered; what the site has "
        "changed stays. With --reset, put a role back to its defaults."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset", action="append", default=[], metavar="ROLE",
            help=f"one of: {', '.join(Role)}; may be given several times; “all” for every role",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="only list what would be given and taken away"
        )

    def handle(self, *args: Any, reset: list[str], dry_run: bool, **options: Any) -> None:
        unknown = [name for name in reset if name != "all" and name not in set(Role)]
        if unknown:
            raise CommandError(
                f"Unknown role: {', '.join(unknown)}. The roles are: {', '.join(Role)}."
            )
        wanted = frozenset(Role) if "all" in reset else frozenset(Role(name) for name in reset)
        setup.declare_roles()
        changes = roles.plan(reset=wanted) if dry_run else roles.sync(reset=wanted)
        for change in changes:
            self._tell(change, dry_run=dry_run)
        if not changes:
            self.stdout.write("Every role has what it was offered. Nothing to change.")

    def _tell(self, change: roles.Change, *, dry_run: bool) -> None:
        if change.is_deleted:
            self.stdout.write(
                f"{change.role}: its group was deleted and stays deleted. "
                f"To recreate it: --reset {change.role}."
            )
            return
        given, taken = ("would be given", "would be taken away") if dry_run else ("given", "taken")
        self.stdout.write(f"{change.role}:")
        for words, names in ((given, change.given), (taken, change.taken)):
            for name in names:
                self.stdout.write(f"  {words}: {name}")
