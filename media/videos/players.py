"""The players we know of other sites: the address that a frame may show, if a reader wants it.

Each is the provider's most reticent way: YouTube's host without cookies, Vimeo's "do not track".
``CONTENT_SECURITY_POLICY`` lets frames be of these hosts alone.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit

_ID = re.compile(r"[A-Za-z0-9_\-]{1,32}", re.ASCII)
# Where a player begins and what it may show; who sent a reader to any other page.
_OF_PLAYERS = re.compile(r"start|h|dnt", re.ASCII).fullmatch
_TRACKS = re.compile(r"utm_\w+|fbclid|gclid|si|feature", re.ASCII).fullmatch
_SECONDS = re.compile(r"(\d{1,6})s?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,3})m)?(?:(\d{1,3})s)?", re.ASCII)


def embed_url(address: str) -> str:
    """The player's address for the address of a video; empty where we know of none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    find = _PLAYERS.get(_bare(host))
    return find(parts) if find and parts.scheme in ("http", "https") else ""


def identity(address: str) -> str:
    """The same for all addresses of one video: its player, or its page without what tracks."""
    player = embed_url(address)
    says_nothing = _OF_PLAYERS if player else _TRACKS
    try:
        parts = urlsplit(player or address)
        host = parts.hostname or ""
    except ValueError:
        return address
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not says_nothing(name)]
    return f"{_bare(host)}{parts.path.rstrip('/')}?{urlencode(sorted(kept))}"


def _bare(host: str) -> str:
    return re.sub(r"^(?:www|m|music)\.", "", host)


def _youtube(parts: SplitResult) -> str:
    query, path = parse_qs(parts.query), _path(parts)
    if path and path[0] in ("embed", "shorts", "live", "v") and len(path) > 1:
        return _youtube_player(path[1], query)
    return _youtube_player((query.get("v") or [""])[0], query) if path == ["watch"] else ""


def _short_youtube(parts: SplitResult) -> str:
    path = _path(parts)
    return _youtube_player(path[0] if path else "", parse_qs(parts.query))


def _youtube_player(video_id: str, query: dict[str, list[str]]) -> str:
    start = _start((query.get("t") or query.get("start") or [""])[0])
    more = {"start": start} if start else {}
    return _player("https://www.youtube-nocookie.com/embed/{}", video_id, more)


def _vimeo(parts: SplitResult) -> str:
    path = _path(parts)
    place = next((place for place, part in enumerate(path) if part.isdecimal()), None)
    if place is None:
        return ""
    # A video that is not listed has a second part in its address.
    secret = (path[place + 1 :] or parse_qs(parts.query).get("h") or [""])[0]
    more = {"h": secret} if _ID.fullmatch(secret) else {}
    return _player("https://player.vimeo.com/video/{}", path[place], {"dnt": 1, **more})


def _dailymotion(parts: SplitResult) -> str:
    path = _path(parts)
    return _dailymotion_player(path[path.index("video") + 1 :]) if "video" in path else ""


def _short_dailymotion(parts: SplitResult) -> str:
    return _dailymotion_player(_path(parts))


def _dailymotion_player(path: list[str]) -> str:
    video_id = path[0].partition("_")[0] if path else ""
    return _player("https://geo.dailymotion.com/player.html?video={}", video_id, {})


def _player(address: str, video_id: str, query: Mapping[str, str | int]) -> str:
    if not _ID.fullmatch(video_id):
        return ""
    return address.format(video_id) + (f"?{urlencode(query)}" if query else "")


def _start(text: str) -> int:
    """Seconds from "90", "90s" or "1m30s"."""
    if plain := _SECONDS.fullmatch(text):
        return int(plain[1])
    found = _CLOCK.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return (hours * 60 + minutes) * 60 + seconds


def _path(parts: SplitResult) -> list[str]:
    return [part for part in parts.path.split("/") if part]


_PLAYERS: dict[str, Callable[[SplitResult], str]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _short_youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "dailymotion.com": _dailymotion,
    "dai.ly": _short_dailymotion,
}
