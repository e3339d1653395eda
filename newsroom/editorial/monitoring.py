"""What a monitor is told about the kernel."""

from django.utils.translation import gettext_lazy as _

from newsroom.lib import health

from . import clock
from .publication import announcements, ledger, recompilation
from .rules import labels

#: A story that shows a changed thing is up to date within this time, even after a change that
#: reaches thousands of stories.
RECOMPILED_WITHIN_SECONDS = 600


def register() -> None:
    for check in (
        health.Check(
            "due",
            announcements.measure,
            limit=labels.OVERDUE_AFTER.total_seconds(),
            sentence=_(
                "Something that was scheduled has not been announced: check that a "
                "worker is running, and read its log."
            ),
        ),
        health.Check(
            "recompiling",
            recompilation.measure,
            limit=RECOMPILED_WITHIN_SECONDS,
            sentence=_(
                "Stories are waiting to be recompiled: the worker's log says what is failing."
            ),
        ),
        health.Check(
            "machine_clock",
            _machine_clock,
            limit=clock.LEEWAY.total_seconds(),
            sentence=_("This machine's clock differs from the database's: check its NTP."),
        ),
        health.Check(
            "ledger_clock",
            lambda: health.Reading(round(ledger.head_ahead().total_seconds(), 1)),
            limit=clock.LEEWAY.total_seconds(),
            sentence=_("The ledger is dated ahead of the clock: run manage.py repair_clock."),
        ),
    ):
        health.register(check)


def _machine_clock() -> health.Reading:
    # Adding 0.0 turns -0.0 into 0.0.
    ahead = round(clock.machine_skew().total_seconds(), 3) + 0.0
    return health.Reading(abs(ahead), {"ahead": ahead})
