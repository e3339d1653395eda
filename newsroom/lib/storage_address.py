"""``STORAGE_URL``: where files are kept, as Django's storages are told of it.

``file:///srv/uploads`` is a folder; ``s3://KEY:SECRET@bucket/prefix?endpoint=…&region=…`` a bucket
of a service that speaks S3. Key and secret are percent-encoded, or left out and taken from the
environment (``AWS_ACCESS_KEY_ID`` and its kin, or the machine's role).
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_PARAMETERS = frozenset({"endpoint", "region", "public_bucket", "addressing"})
_ADDRESSING = ("path", "virtual")

Storages = dict[str, dict[str, Any]]


def storages(address: str, *, folder: Path, files_url: str) -> Storages:
    """The ``default`` (private) and ``renditions`` (public) entries of ``STORAGES``.

    Without an address files are kept under ``folder``. ``files_url`` is where readers get the
    public ones. Raises ``ImproperlyConfigured`` with a sentence that never repeats the secret.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise ImproperlyConfigured(
            "STORAGE_URL is not an address. Percent-encode its parts."
        ) from error
    if not address or parts.scheme == "file":
        return _on_disk(Path(unquote(parts.path)) if parts.path else folder, files_url)
    if parts.scheme == "s3":
        return _in_bucket(parts, files_url)
    raise ImproperlyConfigured("STORAGE_URL begins with file:// or s3://.")


def _on_disk(folder: Path, files_url: str) -> Storages:
    return {
        "default": {
            "BACKEND": "media.storage.disk.PrivateFileStorage",
            "OPTIONS": {"location": folder / "originals"},
        },
        "renditions": {
            "BACKEND": "media.storage.disk.PublicFileStorage",
            "OPTIONS": {"location": folder / "files", "base_url": f"{files_url}/"},
        },
    }


def _in_bucket(parts: SplitResult, files_url: str) -> Storages:
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "STORAGE_URL asks for S3, which needs the extra of that name: pip install newsroom[s3]."
        )
    asked = _parameters(parts)
    bucket = parts.netloc.rpartition("@")[2]
    if not bucket:
        raise ImproperlyConfigured("STORAGE_URL names no bucket: s3://KEY:SECRET@bucket/prefix.")
    prefix = unquote(parts.path).strip("/")
    options = {
        **_credentials(parts),
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        "addressing_style": asked.get("addressing"),
    }
    return {
        "default": {
            "BACKEND": "media.storage.bucket.PrivateS3Storage",
            "OPTIONS": {**options, "bucket_name": bucket, "location": _under(prefix, "originals")},
        },
        "renditions": {
            "BACKEND": "media.storage.bucket.PublicS3Storage",
            "OPTIONS": {
                **options,
                "bucket_name": asked.get("public_bucket", bucket),
                "location": _under(prefix, "files"),
                "base_url": f"{files_url}/",
            },
        },
    }


def _parameters(parts: SplitResult) -> dict[str, str]:
    asked = dict(parse_qsl(parts.query))
    if unknown := asked.keys() - _PARAMETERS:
        raise ImproperlyConfigured(
            f"STORAGE_URL has no parameter {', '.join(sorted(unknown))}; "
            f"it knows {', '.join(sorted(_PARAMETERS))}."
        )
    if asked.get("addressing", "path") not in _ADDRESSING:
        raise ImproperlyConfigured("STORAGE_URL: addressing is path or virtual.")
    if not asked.get("endpoint", "https://").startswith(("https://", "http://")):
        raise ImproperlyConfigured("STORAGE_URL: endpoint is an https address.")
    return asked


def _credentials(parts: SplitResult) -> dict[str, str]:
    if "@" not in parts.netloc:
        return {}
    if not parts.username or not parts.password:
        raise ImproperlyConfigured(
            "STORAGE_URL holds half of the credentials: give KEY:SECRET@, or neither."
        )
    return {"access_key": unquote(parts.username), "secret_key": unquote(parts.password)}


def _under(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix else name
