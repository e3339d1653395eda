"""How long a process that answers requests waits for PostgreSQL, and how that plans.

Commands and the worker wait as long as their work takes: a migration may take minutes.
"""

from typing import Any

LOCK_SECONDS = 5
STATEMENT_SECONDS = 30
#: How PostgreSQL plans for a web process, which reads short ranges of indexes and nothing else.
PLANNING = {
    # Only what vouches for pages is prepared. Its instant is unknown to the planner in any case, so
    # planning it again each time costs three times the query and now and then finds a worse way.
    "plan_cache_mode": "force_generic_plan",
    # What pages read is in memory, or on a disk that seeks for nothing. With the four of a turning
    # disk, a plan that reads a whole table is preferred up to some thousands of rows, and with dead
    # rows or without statistics far beyond.
    "random_page_cost": "1",
    # Compiling takes longer than any of these queries.
    "jit": "off",
}


def limit(database: dict[str, Any]) -> None:
    """Set the limits in an entry of DATABASES before anything connects.

    A database URL sets others with ``?options=-c lock_timeout=…``: of two, the later one counts.
    """
    if database["ENGINE"] != "django.db.backends.postgresql":
        return
    limits = {
        "lock_timeout": f"{LOCK_SECONDS}s",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        **PLANNING,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"{ours} {options.get('options', '')}".strip()
