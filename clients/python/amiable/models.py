"""The models of the contract, by name: what is sent (``CaseRequest``) and what is answered (``Case``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .contract import models as _models

if TYPE_CHECKING:
    from .contract.models import *  # noqa: F403 - every model, for type checkers


def __getattr__(name: str) -> Any:
    return getattr(_models, name)


def __dir__() -> list[str]:
    return dir(_models)
