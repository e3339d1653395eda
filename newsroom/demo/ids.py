"""Public ids of the demo's things: the same on every machine and at every load."""

import uuid

NAMESPACE = uuid.UUID("6f0b3a0e-5a51-5c0e-9a3e-1a7c0de5ea11")


def public_id(kind: str, name: str) -> uuid.UUID:
    """The id of the thing called ``name`` in the material; ``kind`` is "article", "image" …"""
    return uuid.uuid5(NAMESPACE, f"{kind}:{name}")
