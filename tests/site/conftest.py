import pytest

from newsroom.editorial.publication import shared_number


@pytest.fixture(autouse=True)
def _no_process_looks_too_late(monkeypatch):
    """The number of what is public is trusted for the whole test, however busy the machine is."""
    monkeypatch.setattr(shared_number, "TRUSTED_SECONDS", 3600)
