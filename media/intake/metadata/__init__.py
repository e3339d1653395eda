"""What an image file says about itself: words, credit, rights, place and time.

``read(file)`` gives ``Found``. XMP, IIM and EXIF are never trusted: what lies, swells or breaks off
costs only its own part. Source: IPTC Photo Metadata Standard 2023.1.
"""

from .found import Found
from .reader import read

__all__ = ["Found", "read"]
