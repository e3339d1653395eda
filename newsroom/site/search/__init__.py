"""Readers' search: an index of our own, the same on every database, that follows the ledger."""

from .index import FOLLOWER, follow
from .query import LONGEST_QUERY, Filters
from .results import Found, Place, Thing, find

__all__ = ["FOLLOWER", "LONGEST_QUERY", "Filters", "Found", "Place", "Thing", "find", "follow"]
