"""Files in a bucket of a service that speaks S3: originals private, renditions public.

Nothing here makes a bucket or a file public: that is the bucket's policy (docs/storage.md), so that
a mistake in the program cannot open an original. A put is whole or not there by S3's own rule.
Needs the extra ``s3``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

from .stores import (
    BucketMissing,
    BucketRefuses,
    Part,
    PublicStorage,
    StoredHeaders,
    media_type,
)

# A file that is read back stays in memory up to here, then goes to a temporary file.
_MEMORY_BYTES = 8 * 1024 * 1024


class _Bucket(S3Storage):
    """Names are ids and hashes: saving a name again saves the same file.

    It fails as a disk does, with OSError; for a missing file, with FileNotFoundError.
    """

    def __init__(self, *, addressing_style: str | None = None, **options: Any) -> None:
        # Checksums in trailers are Amazon's own: other services refuse them.
        config = Config(
            s3={"addressing_style": addressing_style} if addressing_style else None,
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            # A reader or a worker waits for the service no longer than this.
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "max_attempts": 3},
        )
        super().__init__(
            client_config=config,
            file_overwrite=True,
            default_acl=None,
            max_memory_size=_MEMORY_BYTES,
            **options,
        )

    def _key(self, name: str) -> str:
        return self._normalize_name(name)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        with _failing_as_a_disk():
            return super().save(name, content, max_length)

    def open(self, name: str, mode: str = "rb") -> File:
        with _failing_as_a_disk(name):
            return super().open(name, mode)

    def delete(self, name: str) -> None:
        with _failing_as_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _failing_as_a_disk():
            return super().exists(name)

    def size(self, name: str) -> int:
        with _failing_as_a_disk(name):
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with _failing_as_a_disk(name):
            return super().get_modified_time(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _failing_as_a_disk():
            return super().listdir(path)


@deconstructible(path="media.storage.bucket.PrivateS3Storage")
class PrivateS3Storage(_Bucket):
    """Files that nothing but our own code reads."""

    def url(self, name: str | None, *args: Any, **more: Any) -> str:
        raise ValueError(f"{name} is private: it has no address.")


@deconstructible(path="media.storage.bucket.PublicS3Storage")
class PublicS3Storage(_Bucket, PublicStorage):
    """The public files, each with its type and with what caches are told of it."""

    answers_readers = True

    def __init__(self, *, base_url: str, **options: Any) -> None:
        super().__init__(**options)
        self.base_url = base_url

    def url(self, name: str | None, *args: Any, **more: Any) -> str:
        return f"{self.base_url}{name}"

    def _save(self, name: str, content: File) -> str:
        return self.save_public(name, content)

    def save_public(self, name: str, content: File, headers: StoredHeaders | None = None) -> str:
        key = self._key(name)
        content.seek(0)
        with _failing_as_a_disk():
            # The transfer closes what it is given, and the caller may go on with it.
            self.bucket.Object(key).upload_fileobj(
                _Unclosed(content), ExtraArgs=_headers(name, headers), Config=self.transfer_config
            )
        return name

    def set_headers(self, name: str, headers: StoredHeaders) -> None:
        """A copy of the file onto itself: S3 changes headers in no other way."""
        key = self._key(name)
        with _failing_as_a_disk(name):
            self.bucket.Object(key).copy_from(
                CopySource={"Bucket": self.bucket_name, "Key": key},
                MetadataDirective="REPLACE",
                **_headers(name, headers),
            )

    def delete_folder(self, folder: str) -> None:
        """A request for each thousand files. Raises OSError where one of them stays."""
        found = self.bucket.objects.filter(Prefix=self._key(folder) + "/")
        with _failing_as_a_disk():
            try:
                answers = list(found.delete())
            except ClientError:
                # Not every service takes our checksum of many at once: then one by one.
                answers = [each.delete() for each in found]
        if refused := [error for answer in answers for error in answer.get("Errors", ())]:
            raise OSError(f"The bucket keeps {len(refused)} files: {refused[0]}")

    def part(self, name: str, *, first: int, length: int) -> Part:
        asked = {"Range": f"bytes={first}-{first + length - 1}"} if length else {}
        with _failing_as_a_disk(name):
            found = self.bucket.Object(self._key(name)).get(**asked)
        return Part(found["Body"], length)


@contextmanager
def _failing_as_a_disk(read: str = "") -> Iterator[None]:
    """``read`` is the name of the file that is read, which may not be there."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        refusal = _refusal(error)
        if refusal is None:
            raise OSError(str(error)) from error
        if _code(refusal) == "NoSuchBucket":
            raise BucketMissing(str(error)) from error
        if read and _status(refusal) == 404:
            raise FileNotFoundError(read) from error
        if _status(refusal) in (401, 403):
            raise BucketRefuses(str(error)) from error
        raise OSError(str(error)) from error


class _Unclosed:
    """A file as a transfer reads it."""

    def __init__(self, content: File) -> None:
        self.read, self.seek, self.tell = content.read, content.seek, content.tell

    def close(self) -> None:
        """Not ours to close."""


def _headers(name: str, stored: StoredHeaders | None) -> dict[str, Any]:
    stored = stored or StoredHeaders()
    found = {"ContentType": media_type(name), "CacheControl": stored.cache_control}
    return found | ({"Expires": stored.expires} if stored.expires else {})


def _refusal(error: BaseException) -> ClientError | None:
    """The service's own error; a transfer wraps it in another."""
    cause = error if isinstance(error, ClientError) else error.__context__
    return cause if isinstance(cause, ClientError) else None


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]
