from tests.demo.conftest import leaflet

__all__ = ["leaflet"]
