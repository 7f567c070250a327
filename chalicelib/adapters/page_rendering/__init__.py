"""The debtor's page as HTML: words, layout and the QR code (R-127)."""

from __future__ import annotations

from .renderer import PageRenderer

__all__ = ["PageRenderer"]
