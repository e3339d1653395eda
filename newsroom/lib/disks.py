"""What the system says when a file cannot be written for lack of room."""

import errno

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_full(error: OSError) -> bool:
    """Whether the disk, a quota or a limit on the size of files leaves no room."""
    return error.errno in _NO_ROOM
