"""Where things were on a Ghost site: addresses of posts, feeds and images."""

import re
from urllib.parse import urlsplit

from newsroom.lib.slugs import is_slug, made

from .export import GhostPost

# Files of the old site that do not come along, and its administration.
DEAD_ENDS = ("/content/", "/ghost/")
FEEDS = {"/rss/": "/rss.xml"}

_SIZE = re.compile(r"/content/images/size/w\d+(?:h\d+)?/(?:format/\w+/)?")


def picture_key(path: str) -> str:
    """The path of the image itself, whatever size an address asks for."""
    bare = path.partition("#")[0].partition("?")[0]
    return _SIZE.sub("/content/images/", bare)


def old_paths(post: GhostPost, patterns: list[str]) -> tuple[str, ...]:
    """The paths under which readers knew a post, each with a slash at its end.

    ``/{slug}/`` is Ghost's own; the others come from the post's address, where the file tells it,
    and from patterns of dated addresses.
    """
    if not post.slug:
        return ()
    paths = [urlsplit(post.url).path] if post.url else []
    if not post.is_page:
        paths += [_dated(pattern, post) for pattern in patterns]
    paths.append(f"/{post.slug}/")
    whole = [path if path.endswith("/") else f"{path}/" for path in paths if path.startswith("/")]
    # The Content API gives "/404/" for what is not public.
    return tuple(dict.fromkeys(path for path in whole if path not in ("/", "/404/")))


def slug(wanted: str, name: str) -> str:
    """A slug as it may stand in an address; made of the name where the source's may not."""
    return wanted if is_slug(wanted) else made(wanted, limit=200, fallback=of_name(name))


def of_name(name: str) -> str:
    """The slug that a name makes; empty for one without letters."""
    return made(name, limit=200, fallback="")


def _dated(pattern: str, post: GhostPost) -> str:
    """A pattern such as "/:year/:month/:slug/" filled in; "" when a part of it is not known."""
    at = post.published_at
    values = {"slug": post.slug, "id": post.id}
    if at:
        values |= {"year": f"{at:%Y}", "month": f"{at:%m}", "day": f"{at:%d}"}
    braces = re.sub(r"\{(\w+)\}", r":\1", pattern)
    if any(name not in values for name in re.findall(r":(\w+)", braces)):
        return ""
    return re.sub(r":(\w+)", lambda found: values[found[1]], braces)
