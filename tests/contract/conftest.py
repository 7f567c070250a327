"""Contract tests share one packaging of the application."""

from __future__ import annotations

from tests.support.packaged import packaged

__all__ = ["packaged"]
