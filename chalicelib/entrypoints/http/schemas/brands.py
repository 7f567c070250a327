"""The face of a creditor, in requests (R-056)."""

from __future__ import annotations

import base64
from typing import Annotated

from pydantic import Field

from chalicelib.domain.brand import MOST_LINES, MOST_LOGO_BYTES
from chalicelib.domain.errors import FieldProblem, InvalidInput

from .values import Request, ShortLine

MOST_BASE64 = 4 * -(-MOST_LOGO_BYTES // 3)
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class BrandRequest(Request):
    """The brand as a whole; ``keep_logo`` leaves the picture that is there."""

    accent_color: Colour | None = None
    signature: Annotated[list[ShortLine], Field(max_length=MOST_LINES)] = Field(default_factory=list)
    logo_base64: Annotated[str, Field(min_length=4, max_length=MOST_BASE64)] | None = None
    keep_logo: bool = False

    def logo(self) -> bytes | None:
        """The picture in the request. Raises InvalidInput where it is no base64, or another is to be kept."""
        if self.logo_base64 is None:
            return None
        if self.keep_logo:
            problem = FieldProblem("#/keep_logo", "not_with_logo", "Give another logo, or keep the present one.")
            raise InvalidInput("Which logo is not clear.", errors=(problem,))
        try:
            return base64.b64decode(self.logo_base64, validate=True)
        except ValueError:
            problem = FieldProblem("#/logo_base64", "invalid_base64", "Not base64.")
            raise InvalidInput("The logo cannot be read.", errors=(problem,)) from None
