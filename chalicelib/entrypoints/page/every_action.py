"""Every action of the page, by importing the files that declare them."""

from __future__ import annotations

from . import home
from .framework.actions import page

__all__ = ["home", "page"]
