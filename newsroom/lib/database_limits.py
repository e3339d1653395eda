"""How long a process that answers requests waits for PostgreSQL, and how that plans.

Commands and the worker wait as long as their work takes: a migration may take minutes.
"""

from typing import Any

LOCK_SECONDS = 5
STATEMENT_SECONDS = 30
# Only what vouches for pages is prepared. Its instant is unknown to the planner in any case, so
# planning it again each time costs three times the query and now and then finds a worse way.
PLANNING = "-c plan_cache_mode=force_generic_plan"


def limit(database: dict[str, Any]) -> None:
    """Set the limits in an entry of DATABASES before anything connects.

    A database URL sets others with ``?options=-c lock_timeout=…``.
    """
    if database["ENGINE"] != "django.db.backends.postgresql":
        return
    options = database.setdefault("OPTIONS", {})
    options.setdefault(
        "options",
        f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s {PLANNING}",
    )
