"""Who keeps the page closed, as an answer 451 says (RFC 7725, 4)."""

from . import addresses


def blocked_by() -> str:
    """``Link`` of a 451: the newsroom itself has taken it down."""
    return f'<{addresses.absolute("/")}>; rel="blocked-by"'
