"""Rendering: wording over facts, as e-mail, SMS, letter (PDF/A-3B) and call script."""

from .renderer import Renderer

__all__ = ["Renderer"]
