"""What a monitor is told of the kernel."""

from django.utils.translation import gettext_lazy as _

from newsroom.lib import health

from . import announcing, labels, recompiling

#: A story that shows what somebody changed is up to date within this time, even after a change
#: that reaches thousands of stories.
RECOMPILED_WITHIN_SECONDS = 600


def register() -> None:
    health.register(
        health.Check(
            "due",
            announcing.measure,
            limit=labels.OVERDUE_AFTER.total_seconds(),
            sentence=_(
                "Something that was scheduled is not announced: see whether a worker runs, and "
                "its log."
            ),
        )
    )
    health.register(
        health.Check(
            "recompiling",
            recompiling.measure,
            limit=RECOMPILED_WITHIN_SECONDS,
            sentence=_("Stories wait to be compiled again: the worker's log says what fails."),
        )
    )
