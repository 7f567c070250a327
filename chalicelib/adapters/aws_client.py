"""The AWS clients of this process."""

from __future__ import annotations

from typing import Any


def aws_client(service: str) -> Any:
    """A boto3 client. Mail and SMS try once: a retry after a lost answer would send twice."""
    import boto3
    from botocore.config import Config

    from chalicelib.adapters.effect_client import effect_client

    if service in ("ses", "sns"):
        return effect_client(service)
    make: Any = boto3.client
    # Signature 4 everywhere: with the older one a link does not bind the size of an upload.
    return make(service, config=Config(signature_version="s3v4") if service == "s3" else None)
