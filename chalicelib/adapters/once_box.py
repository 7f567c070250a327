"""Objects that are put once: the second attempt finds the first, so an effect kept here never happens twice."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.errors import ProviderUnavailable

from .effect_client import provider_errors

_EXISTS = frozenset({"PreconditionFailed", "412"})
_MISSING = frozenset({"NoSuchKey", "404"})


class OnceBox:
    """One prefix of the files bucket."""

    def __init__(self, client: Any, *, bucket: str) -> None:
        self._client = client  # boto3's S3 client, which has no static type
        self._bucket = bucket

    def put(self, key: str, body: bytes, media_type: str) -> bool:
        """True: written now. False: something is there already, and stays."""
        try:
            with provider_errors("S3"):
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=body, ContentType=media_type, IfNoneMatch="*"
                )
        except ProviderUnavailable as refusal:
            if _code(refusal) in _EXISTS:
                return False
            raise
        return True

    def read(self, key: str) -> bytes | None:
        """What was put there, or ``None``."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return bytes(answer["Body"].read())


def _code(refusal: Exception) -> str:
    cause = refusal.__cause__
    return str(cause.response["Error"]["Code"]) if isinstance(cause, ClientError) else ""
