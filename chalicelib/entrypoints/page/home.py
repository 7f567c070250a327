"""The first page of a link."""

from __future__ import annotations

from html import escape

from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall


@page.action("")
def home(call: PageCall) -> PageAnswer:
    """Who claims."""
    title = "Votre dossier" if call.language == "fr" else "Your case"
    name = escape(call.file.creditor.name)
    return PageAnswer.html(
        f'<!doctype html><html lang="{call.language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{name}</p></main></body></html>"
    )
