import pytest

from . import small


@pytest.fixture
def leaflet(tmp_path):
    """Loads load a single story, where the size of the demo does not matter."""
    with small.loading_it(small.leaflet(tmp_path), tmp_path):
        yield
