"""What the ids in a body stand for in these tests: everything exists unless said otherwise."""

from uuid import UUID

from newsroom.lib import addresses


def public_id(number: int) -> UUID:
    return UUID(int=number)


def image(number: int = 1, **more) -> dict:
    folder = f"https://files.example/{number}"
    named = (("small", 640, 427), ("large", 1280, 853))
    return {
        "id": str(public_id(number)),
        "alt": "Workers beside a bridge pier",
        "decorative": False,
        "caption": "Engineers inspect the north pier.",
        "credit": {
            "line": "Jon Reyes/Pool/Example Agency via Example Pictures",
            "creator": "Jon Reyes",
            "pool": True,
            "agency": "Example Agency",
            "supplier": "Example Pictures",
        },
        "copyright": "",
        "rights": {"syndication": False, "usable_until": None},
        "width": 3600,
        "height": 2400,
        "focal_point": {"x": 0.5, "y": 0.5},
        "placeholder": "#8a97a5",
        "animated": False,
        "src": f"{folder}/1280.jpg",
        "srcset": ", ".join(f"{folder}/{width}.webp {width}w" for _, width, _ in named),
        "renditions": [
            {
                "name": name,
                "width": width,
                "height": height,
                "type": f"image/{kind}",
                "bytes": 1,
                "url": f"{folder}/{width}.{suffix}",
            }
            for name, width, height in named
            for kind, suffix in (("jpeg", "jpg"), ("webp", "webp"), ("avif", "avif"))
        ],
        **more,
    }


def video(number: int = 1, **more) -> dict:
    return {
        "id": str(public_id(number)),
        "title": "How bridge bearings wear out",
        "summary": "Ninety seconds under the harbour bridge.",
        "url": "https://news.example/videos/bearings/",
        "duration_seconds": 94,
        "poster": image(90),
        **more,
    }


def post(number: int = 1, blocks: list | None = None) -> dict:
    return {
        "id": str(public_id(number)),
        "type": "post",
        "url": f"https://news.example/feed/{public_id(number)}/",
        "headline": "Ferry adds two morning crossings.",
        "published_at": "2026-03-02T00:22:00Z",
        "updated_at": "2026-03-02T00:41:12Z",
        "is_updated": True,
        "display_time": {"timezone": "Europe/Oslo", "text": "1:22 AM (Updated: 1:41 AM)"},
        "pinned": False,
        "body": {"html": "", "blocks": blocks or []},
    }


def card(number: int = 1, **more) -> dict:
    return {
        "url": "https://news.example/2026/03/second-tube/",
        "title": "Second tunnel tube opens",
        "excerpt": "Buses go first.",
        "publication": "News Example",
        "author": "Ada Roth",
        "target": {"type": "article", "id": str(public_id(number))},
        "image": image(91),
        **more,
    }


class Library:
    """A resolver that knows everything but the ids in ``missing``."""

    def __init__(self, *missing: UUID, **documents: dict) -> None:
        self.missing = missing
        self.documents = documents

    def image(self, public_id: UUID, *, crop: str = "") -> dict | None:
        return self._find(public_id, "image", image)

    def article(self, public_id: UUID) -> dict | None:
        return self._find(public_id, "article", card)

    def post(self, public_id: UUID) -> dict | None:
        return self._find(public_id, "post", post)

    def video(self, public_id: UUID) -> dict | None:
        return self._find(public_id, "video", video)

    def target(self, href: str) -> dict | None:
        start = addresses.absolute("/tag/")
        if not href.startswith(start):
            return None
        return {"type": "tag", "slug": href.removeprefix(start).strip("/")}

    def _find(self, public_id: UUID, kind: str, make) -> dict | None:
        if public_id in self.missing:
            return None
        return self.documents.get(kind) or make(public_id.int)
