"""What an image file says about itself: words, credit, rights, place and time.

``read(file)`` gives ``Found``. XMP, IIM and EXIF are read with one trust: none. Whatever lies,
swells or breaks off costs its own part only. Source: IPTC Photo Metadata Standard 2023.1.
"""

from .found import Found
from .reader import read

__all__ = ["Found", "read"]
