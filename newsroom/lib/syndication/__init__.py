"""RSS 2.0, Atom and JSON Feed, printed from one neutral entry.

Django's feed generators are extended by what they lack: full content, several authors, updated
times, media with credit, deleted entries (RFC 6721).
"""

from .entries import Channel, Deleted, Entry, Film, Media, Person
from .printing import FORMATS, print_feed

__all__ = ["FORMATS", "Channel", "Deleted", "Entry", "Film", "Media", "Person", "print_feed"]
