"""Readers' search: an index of our own, the same on every database, that follows the ledger."""

from .finding import Found, Place, Thing, find
from .index import FOLLOWER, follow
from .query import LONGEST_QUERY, Filters

__all__ = ["FOLLOWER", "LONGEST_QUERY", "Filters", "Found", "Place", "Thing", "find", "follow"]
