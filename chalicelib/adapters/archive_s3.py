"""The write-once archive on S3: put once, lock live objects, read the oldest version and report any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.archive_layout import ArchivedBody, ArchivedObject, mode_prefix
from chalicelib.domain.errors import Conflict, NotFound, ProviderUnavailable

_EXISTS = frozenset({"PreconditionFailed", "412"})
_RACED = frozenset({"ConditionalRequestConflict", "OperationAborted", "409"})


class ArchiveConflict(Conflict):
    """The archive already holds other bytes under this name; what is there stays."""

    code = "archive_conflict"


class S3Archive:
    """Objects named by ``domain.archive_layout`` in one versioned bucket with Object Lock enabled."""

    def __init__(self, client: Any, *, bucket: str) -> None:  # boto3's S3 client, which has no static type
        self._client = client
        self._bucket = bucket

    def put_once(
        self,
        key: str,
        body: bytes,
        *,
        livemode: bool,
        content_type: str,
        retain_until: datetime | None = None,
    ) -> bool:
        """Write the object unless it exists. True: written now; False: the same bytes were there, as after a retry.

        Live objects are locked in compliance mode until ``retain_until`` (wall time), which nobody can shorten.
        Errors: ``archive_conflict`` when other bytes are there; ``provider_unavailable`` on a race: try again.
        """
        if not key.startswith(mode_prefix(livemode)):
            raise ValueError("the key belongs to the other mode")
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=body,
                ContentType=content_type,
                ChecksumAlgorithm="SHA256",
                IfNoneMatch="*",
                **_lock(livemode, retain_until),
            )
        except ClientError as error:
            self._require_same(key, body, error)
            return False
        return True

    def _require_same(self, key: str, body: bytes, error: ClientError) -> None:
        code = error.response.get("Error", {}).get("Code")
        if code in _RACED:
            raise ProviderUnavailable("somebody else is writing this archive object") from error
        if code not in _EXISTS:
            raise error
        if self.read_oldest_version(key).body != body:
            raise ArchiveConflict("the archive holds other bytes under this name") from error

    def read_oldest_version(self, key: str) -> ArchivedBody:
        """The bytes written first, whatever was put or deleted over them; ``extra_versions`` says what was."""
        found = next((item for item in self.list_objects(key) if item.key == key), None)
        if found is None:
            raise NotFound("the archive holds no such object")
        return self.read(found)

    def read(self, item: ArchivedObject) -> ArchivedBody:
        """The bytes of a listed object's oldest version."""
        answer = self._client.get_object(Bucket=self._bucket, Key=item.key, VersionId=item.version_id)
        return ArchivedBody(item, answer["Body"].read())

    def list_objects(self, prefix: str) -> tuple[ArchivedObject, ...]:
        """Every object under the prefix by name, those hidden by a delete marker included; one request per 1,000."""
        versions: dict[str, list[Mapping[str, Any]]] = {}
        marked: set[str] = set()
        for page in self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix):
            for version in page.get("Versions", ()):
                versions.setdefault(version["Key"], []).append(version)
            marked.update(marker["Key"] for marker in page.get("DeleteMarkers", ()))
        return tuple(_object(key, found, key in marked) for key, found in sorted(versions.items()))


def _object(key: str, newest_first: Sequence[Mapping[str, Any]], marked: bool) -> ArchivedObject:
    """S3 lists the versions of a key from the newest to the oldest, across pages too."""
    *extra, oldest = newest_first
    return ArchivedObject(
        key=key,
        version_id=oldest["VersionId"],
        size=oldest["Size"],
        extra_versions=tuple(version["VersionId"] for version in extra),
        deleted=marked,
    )


def _lock(livemode: bool, retain_until: datetime | None) -> dict[str, Any]:
    if not livemode:
        return {}
    if retain_until is None:
        raise ValueError("a live object is kept until a date")
    return {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": retain_until}
