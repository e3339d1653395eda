"""What a monitor is told about workers, followers and the outbox; the channel of the settings."""

from django.utils.translation import gettext_lazy as _

from newsroom.editorial.drafts import desk_words
from newsroom.lib import health

from . import followers, heartbeats, worker
from .outbox import channels, deliveries, purging

_HOUR = 3600.0
_DESK_WORDS_SECONDS = 5.0


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
    health.register(
        health.Check(
            "outbox",
            deliveries.measure,
            limit=deliveries.LATE_SECONDS,
            sentence=_("Deliveries do not get out: manage.py outbox failed lists them."),
        )
    )
    worker.register_job("desk words", desk_words.catch_up, every_seconds=_DESK_WORDS_SECONDS)
    worker.register_job("outbox log", deliveries.forget_old, every_seconds=_HOUR)
    if channel := purging.of_settings():
        channels.register(channel)
