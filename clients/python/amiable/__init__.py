"""The Python client of Amiable: ``with Amiable(api_key) as client: client.cases.get_case(case_id)``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from . import models, webhooks
    from .client import Amiable
    from .errors import (
        AmiableError,
        ApiError,
        AuthenticationError,
        ClockFailed,
        ConfigurationError,
        Conflict,
        ConnectionFailed,
        InvalidRequest,
        NotFound,
        NotModified,
        PermissionDenied,
        RateLimited,
        ServerError,
        UnreadableAnswer,
        WebhookInvalid,
    )
    from .making import eur, invoice_file
    from .webhooks import Event

__all__ = (
    "Amiable",
    "AmiableError",
    "ApiError",
    "AuthenticationError",
    "ClockFailed",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "Event",
    "InvalidRequest",
    "NotFound",
    "NotModified",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "UnreadableAnswer",
    "WebhookInvalid",
    "__version__",
    "eur",
    "invoice_file",
    "models",
    "webhooks",
)
_ELSEWHERE = {"Amiable": "client", "Event": "webhooks", "eur": "making", "invoice_file": "making"}


def __getattr__(name: str) -> Any:
    """Each name is imported when it is first used: whoever verifies webhooks loads no HTTP client."""
    if name in {"models", "webhooks"}:
        return import_module(f".{name}", __name__)
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_ELSEWHERE.get(name, 'errors')}", __name__), name)
