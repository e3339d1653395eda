"""What the worker does until there is nothing left to do."""

from __future__ import annotations

from newsroom.editorial.publication import announcements, recompilation


def recompile_all() -> None:
    """Work off the queue to its end: a document may ask for those that card it, again and again."""
    for _round in range(50):
        if not recompilation.waiting():
            return
        report = recompilation.run(limit=500)
        assert not report.failed, report.failed
    raise AssertionError("The queue does not come to an end.")


def settle() -> None:
    """Announce what is due, then ``recompile_all``."""
    report = announcements.announce_due()
    assert not report.failed, report.failed
    recompile_all()
