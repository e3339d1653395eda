from dataclasses import dataclass, field


@dataclass
class References:
    images: list = field(default_factory=list)
    articles: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    videos: list = field(default_factory=list)


def find(html):
    return References()
