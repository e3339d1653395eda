"""Pictures and videos in the reading API."""

from newsroom.api import shapes

from .shapes import SHAPES

shapes.register(SHAPES)

api_urls: list = []
