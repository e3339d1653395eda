"""The library in the admin, a module for each kind of thing."""

from . import agencies, collections, images, videos

__all__ = ["agencies", "collections", "images", "videos"]
