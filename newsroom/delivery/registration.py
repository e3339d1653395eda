"""What a monitor is told about the workers and the followers."""

from django.utils.translation import gettext_lazy as _

from newsroom.lib import health

from . import followers, heartbeats


def register() -> None:
    health.register(
        health.Check(
            "workers",
            heartbeats.measure,
            limit=heartbeats.LATE_SECONDS,
            sentence=_("A worker is stuck or was killed: see its log, and start it again."),
        )
    )
    health.register(
        health.Check(
            "followers",
            followers.measure,
            limit=followers.LATE_SECONDS,
            sentence=_("What follows the ledger is late: the worker's log says which, and why."),
        )
    )
