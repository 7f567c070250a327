"""Files that are passing through: uploads of a day, and plain copies behind links of a few minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.domain.errors import InvalidInput, NotFound
from chalicelib.domain.parties import Scope

UPLOAD_SECONDS = 900
DOWNLOAD_SECONDS = 300
LARGEST_UPLOAD = 10 * 1024 * 1024
_MISSING = frozenset({"NoSuchKey", "404"})


class S3Files:
    """One bucket without lock; its lifecycle forgets uploads and downloads after a day, imports after 30."""

    def __init__(self, client: Any, *, bucket: str) -> None:
        self._client = client  # boto3's S3 client, which has no static type
        self._bucket = bucket

    def upload_link(self, scope: Scope, upload_id: str, *, size: int, media_type: str) -> Mapping[str, Any]:
        """A PUT that takes exactly ``size`` bytes (at most 10 MB) of this type, for 15 minutes."""
        if not 0 < size <= LARGEST_UPLOAD:
            raise InvalidInput(f"A file has between 1 and {LARGEST_UPLOAD} bytes.", code="file_too_large")
        target = {
            "Bucket": self._bucket,
            "Key": _upload(scope, upload_id),
            "ContentLength": size,
            "ContentType": media_type,
        }
        url = self._client.generate_presigned_url("put_object", Params=target, ExpiresIn=UPLOAD_SECONDS)
        headers = {"Content-Type": media_type, "Content-Length": str(size)}
        return {"method": "PUT", "url": url, "headers": headers, "expires_in": UPLOAD_SECONDS}

    def uploaded(self, scope: Scope, upload_id: str) -> bytes:
        """The bytes of an upload; ``NotFound`` before it arrived, in another world, and a day after it."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=_upload(scope, upload_id))
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise NotFound(f"There is no upload {upload_id}.") from error
            raise
        if answer["ContentLength"] > LARGEST_UPLOAD:
            raise InvalidInput(f"A file has at most {LARGEST_UPLOAD} bytes.", code="file_too_large")
        return bytes(answer["Body"].read())

    def keep_import(self, scope: Scope, import_id: str, sealed: bytes) -> None:
        """What was imported, sealed by the caller; the lifecycle forgets it after 30 days."""
        self._client.put_object(Bucket=self._bucket, Key=_import(scope, import_id), Body=sealed)

    def kept_import(self, scope: Scope, import_id: str) -> bytes:
        """``NotFound`` once it is gone."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=_import(scope, import_id))
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise NotFound(f"The file of import {import_id} is gone.") from error
            raise
        return bytes(answer["Body"].read())

    def forget_import(self, scope: Scope, import_id: str) -> None:
        """Deletes it at once."""
        self._client.delete_object(Bucket=self._bucket, Key=_import(scope, import_id))

    def download_link(self, scope: Scope, debtor_id: str, name: str, media_type: str, content: bytes) -> str:
        """Puts a plain copy and links to it for 5 minutes. The same content asked for again is the same object."""
        key = f"{_downloads(scope, debtor_id)}{hashlib.sha256(content).hexdigest()}"
        self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=media_type)
        target = {
            "Bucket": self._bucket,
            "Key": key,
            "ResponseContentType": media_type,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        }
        return str(self._client.generate_presigned_url("get_object", Params=target, ExpiresIn=DOWNLOAD_SECONDS))

    def forget_debtor(self, scope: Scope, debtor_id: str) -> None:
        """Deletes the plain copies of a debtor's documents at once; a link handed out leads nowhere then (R-142)."""
        for key in list(self._keys(_downloads(scope, debtor_id))):
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def forget_contact(self, scope: Scope, contact_id: str) -> None:
        """Deletes the plain letter, order or test message of a contact; the archive keeps its sealed original."""
        for place in (f"postal/{scope.mode}/{contact_id}", f"test-outbox/{contact_id}"):
            for key in (place, f"{place}.pdf"):
                self._client.delete_object(Bucket=self._bucket, Key=key)

    def _keys(self, prefix: str) -> Iterator[str]:
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
            yield from (str(found["Key"]) for found in page.get("Contents", ()))


def _upload(scope: Scope, upload_id: str) -> str:
    return f"uploads/{scope.mode}/{scope.tenant_id}/{upload_id}"


def _import(scope: Scope, import_id: str) -> str:
    return f"imports/{scope.mode}/{scope.tenant_id}/{import_id}"


def _downloads(scope: Scope, debtor_id: str) -> str:
    return f"downloads/{scope.mode}/{scope.tenant_id}/{debtor_id}/"
