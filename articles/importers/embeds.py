"""Players of other sites: from the address of a frame to the address a reader can open."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Embed:
    url: str
    provider: str


# Host (without "www."), path of the frame, address of the page, name as readers know it.
_FRAMES = [
    ("youtube.com", r"/embed/videoseries",
     "https://www.youtube.com/playlist?list={list}", "YouTube"),
    ("youtube.com", r"/(?:embed|v|shorts)/([\w-]+)",
     "https://www.youtube.com/watch?v={0}", "YouTube"),
    ("youtube-nocookie.com", r"/embed/([\w-]+)", "https://www.youtube.com/watch?v={0}", "YouTube"),
    ("player.vimeo.com", r"/video/(\d+)", "https://vimeo.com/{0}", "Vimeo"),
    ("dailymotion.com", r"/embed/video/(\w+)",
     "https://www.dailymotion.com/video/{0}", "Dailymotion"),
    ("geo.dailymotion.com", r"/player.*",
     "https://www.dailymotion.com/video/{video}", "Dailymotion"),
    ("player.twitch.tv", r"/", "https://www.twitch.tv/videos/{video}", "Twitch"),
    ("open.spotify.com", r"/embed(?:-podcast)?/(\w+/\w+)",
     "https://open.spotify.com/{0}", "Spotify"),
    ("embed.podcasts.apple.com", r"/(.+)", "https://podcasts.apple.com/{0}", "Apple Podcasts"),
    ("w.soundcloud.com", r"/player/?", "{url}", "SoundCloud"),
    ("platform.twitter.com", r"/embed/.*", "https://twitter.com/i/status/{id}", "X"),
    ("instagram.com", r"/(p|reel)/([\w-]+)/embed.*",
     "https://www.instagram.com/{0}/{1}/", "Instagram"),
    ("facebook.com", r"/plugins/(?:video|post)\.php", "{href}", "Facebook"),
    ("tiktok.com", r"/embed(?:/v2)?/(\d+)", "https://www.tiktok.com/embed/v2/{0}", "TikTok"),
    ("datawrapper.dwcdn.net", r"/(\w+)/.*", "https://datawrapper.dwcdn.net/{0}/", "Datawrapper"),
    ("ted.com", r"/talks/(.+)", "https://www.ted.com/talks/{0}", "TED"),
    ("embed.ted.com", r"/talks/(.+)", "https://www.ted.com/talks/{0}", "TED"),
]  # fmt: skip

_NAMES = {
    "youtube.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo", "twitter.com": "X",
    "x.com": "X", "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok",
    "open.spotify.com": "Spotify", "soundcloud.com": "SoundCloud", "bsky.app": "Bluesky",
    "dailymotion.com": "Dailymotion", "codepen.io": "CodePen", "google.com": "Google",
}  # fmt: skip


def from_frame(src: str) -> Embed | None:
    """The page behind a frame's address; None unless a reader could open it."""
    src = f"https:{src}" if src.startswith("//") else src
    parts = _split(src)
    if parts is None:
        return None
    host, path, query = parts
    given = {name: values[0] for name, values in parse_qs(query).items()}
    for known, pattern, page, provider in _FRAMES:
        found = re.fullmatch(pattern, path) if host == known else None
        if not found:
            continue
        try:
            url = page.format(*found.groups(), **given)
        except (KeyError, IndexError):
            continue
        if url.startswith(("https://", "http://")):
            return Embed(url, provider)
    return Embed(src, provider_of(src))


def provider_of(url: str) -> str:
    """The name readers know a site by, else its host."""
    parts = _split(url)
    return _NAMES.get(parts[0], parts[0]) if parts else ""


def _split(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host:
        return None
    return host, parts.path or "/", parts.query
