"""What an agency's instructions forbid or limit, read into leases that somebody may dismiss.

``propose`` gives the leases, ``unread`` the sentences that sound like a restriction and could not
be read, for the desk to see. Pure: text in, rows out.
"""

from .proposals import ProposedLease, propose, unread

__all__ = ["ProposedLease", "propose", "unread"]
