"""The version of the client: that of the contract it was generated from."""

from __future__ import annotations

__version__ = "0.1.0"
