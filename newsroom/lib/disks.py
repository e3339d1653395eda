"""What the operating system says when there is no room to write a file."""

import errno

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_full(error: OSError) -> bool:
    """Whether the disk, a quota or a file size limit leaves no room."""
    return error.errno in _NO_ROOM
