"""Fixtures that more than one folder of tests asks for."""

from __future__ import annotations

from tests.support.local_cloud import local_app, tenant
from tests.support.packaged import packaged

__all__ = ["local_app", "packaged", "tenant"]
