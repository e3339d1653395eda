from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.delivery.outbox import channels, deliveries


class Command(BaseCommand):
    help = "What goes out after publications: list what failed, deliver again, empty caches."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("failed", help="list what was given up, and what waits after a failure")
        replay = acts.add_parser("replay", help="deliver entries of the ledger again")
        replay.add_argument("channel", choices=channels.names())
        replay.add_argument("first", type=int, help="the ledger number to begin with")
        replay.add_argument("last", type=int, nargs="?", help="the last one; otherwise the newest")
        acts.add_parser("purge_all", help="empty the caches that are purged by keys, whole")

    def handle(self, *args, act, **options):
        if act == "failed":
            self._list_failed()
        elif act == "replay":
            done = channels.replay(options["channel"], options["first"], options["last"])
            self.stdout.write(f"{done} entries are delivered again by the worker.")
        else:
            self._purge_all()

    def _list_failed(self) -> None:
        found = deliveries.failed()
        for row in found.iterator():
            then = f"next at {row.next_try_at:%F %T %Z}" if row.next_try_at else "given up"
            self.stdout.write(f"{row}: {row.attempts} attempts, {then}: {row.answer}")
        if not found.exists():
            self.stdout.write("Nothing has failed.")

    def _purge_all(self) -> None:
        count = channels.empty_caches()
        if not count:
            raise CommandError("No cache is purged by keys: see PURGE_URL in docs/operations.md.")
        self.stdout.write(f"{count} caches are emptied by the worker.")
