"""What the gateway turns back into bytes for a browser."""

from __future__ import annotations

from infra.cloudformation import Template

BINARY = "x-amazon-apigateway-binary-media-types"
HTML = "text/html"
"""The first type that every browser accepts when a person follows a link."""


def answer_bytes_to_browsers(template: Template) -> None:
    """The gateway decodes an answer in base64 when the first type of ``Accept`` is one of its binary types.

    Whoever follows a link to a PDF accepts HTML first. Pages leave as text, which is not touched.
    """
    definition = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    definition[BINARY] = sorted({*definition[BINARY], HTML})
