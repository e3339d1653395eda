"""The library in the admin, a module for each kind of thing."""

from . import images, videos

__all__ = ["images", "videos"]
