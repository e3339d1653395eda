"""The library in the admin, a module for each kind of thing."""

from . import agencies, collections, videos
from .images import image_admin

__all__ = ["agencies", "collections", "image_admin", "videos"]
