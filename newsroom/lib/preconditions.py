"""Whether a client already has the answer, for code that may answer 304."""

from __future__ import annotations

from django.utils.http import parse_http_date_safe

from .codings import tag_of_answer


def is_unchanged(
    etag: str, changed: int | None, *, none_match: str | None, modified_since: str | None
) -> bool:
    """Whether the client has these bytes, in whatever coding (RFC 9110, 13.2.2).

    ``changed`` is the answer's Last-Modified in seconds since 1970. The last two are the request's
    headers; where there are both, the tags alone decide.
    """
    if none_match is not None:
        tags = map(tag_of_answer, none_match.split(","))
        return bool(etag) and (none_match.strip() == "*" or tag_of_answer(etag) in tags)
    if modified_since is None or changed is None:
        return False
    since = parse_http_date_safe(modified_since)
    return since is not None and changed <= since
