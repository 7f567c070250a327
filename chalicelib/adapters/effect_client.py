"""Clients for effects that must not happen twice, and what their failures mean for whoever asked for the effect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
)

from chalicelib.domain.errors import AmbiguousFailure, ProviderUnavailable

SINGLE_ATTEMPT = Config(retries={"total_max_attempts": 1, "mode": "standard"}, connect_timeout=5, read_timeout=10)
_NEVER_SENT = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)


def effect_client(service: str) -> Any:
    """A boto3 client that tries once: a retry after a lost answer would send a message twice."""
    import boto3  # 0.3 s of cold start, for functions that send only

    make: Any = boto3.client
    return make(service, config=SINGLE_ATTEMPT)


def tries_once(client: Any) -> Any:
    """The client, without botocore's own retries from now on, however it was made."""
    name = client.meta.service_model.service_id.hyphenize()
    client.meta.events.unregister(f"needs-retry.{name}", unique_id=f"retry-config-{name}")
    return client


@contextmanager
def provider_errors(provider: str) -> Iterator[None]:
    """Refusals, connections that never opened: ``ProviderUnavailable``. Lost answers, 5xx: ``AmbiguousFailure``.

    The provider's own words stay out of the message: they may repeat an address.
    """
    try:
        yield
    except _NEVER_SENT as error:
        raise ProviderUnavailable(f"{provider} cannot be reached.") from error
    except HTTPClientError as error:
        raise AmbiguousFailure(f"{provider} gave no answer.") from error
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        if status >= 500:
            raise AmbiguousFailure(f"{provider} failed while it worked on it.") from error
        raise ProviderUnavailable(f"{provider} refused: {error.response['Error']['Code']}.") from error
