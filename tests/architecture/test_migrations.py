"""A new database is made in few steps, one migration an app, and is what the many steps make."""

from django.db.migrations.loader import MigrationLoader


def test_the_steps_at_once_end_where_the_steps_one_by_one_end():
    one_by_one = MigrationLoader(None, replace_migrations=False)
    ends = [one for one in one_by_one.graph.leaf_nodes() if one not in one_by_one.replacements]
    at_once = MigrationLoader(None).project_state()
    assert at_once.models == one_by_one.project_state(ends).models


def test_the_steps_at_once_make_what_the_database_keeps_by_itself_too():
    """Triggers, exclusion constraints and indexes of words are in no model."""
    loader = MigrationLoader(None)
    for at_once in loader.replacements.values():
        steps = [loader.disk_migrations[name] for name in at_once.replaces]
        assert _own(at_once.operations) == _own(o for step in steps for o in step.operations)


def _own(operations) -> list:
    return [o.deconstruct() for o in operations if not type(o).__module__.startswith("django.")]
