"""What somebody types into the first-run page."""

from __future__ import annotations

from newsroom.first_run import links

PASSWORD = "tide over the 7 piers"


def address(secret: str | None = None) -> str:
    """Where the page stands; with a new link unless one is given."""
    return f"/admin/first-run/?link={links.new() if secret is None else secret}"


def typed(**more: str) -> dict[str, str]:
    return {
        "paper_name": "The Tide",
        "language": "en",
        "time_zone": "Europe/Copenhagen",
        "contact": "desk@tide.example",
        "sections": "Harbour\nSport",
        "name": "Mara Lind",
        "email": "mara@tide.example",
        "username": "mara",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **more,
    }
