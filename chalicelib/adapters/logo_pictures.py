"""Logos as they are sent: decoded and written anew, so that nothing but the picture itself is ever passed on."""

from __future__ import annotations

import hashlib
from io import BytesIO

from chalicelib.domain.brand import MOST_LOGO_BYTES, Logo

MOST_PIXELS_A_SIDE = 4_000
WIDTH, HEIGHT = 600, 240
"""Pixels: 60 by 24 mm at 254 dpi, the room beside the letterhead."""
FORMATS = ("PNG", "JPEG")
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class LogoPictures:
    """PNG and JPEG in, PNG on white out; the same bytes for the same picture."""

    def read(self, content: bytes) -> tuple[Logo, bytes]:
        """The logo and its PNG. ValueError says why a file is none."""
        if len(content) > MOST_LOGO_BYTES:
            raise ValueError(f"A logo has {MOST_LOGO_BYTES // 1000} kB at most.")
        if not content.startswith(_MAGIC):
            raise ValueError("A logo is a PNG or a JPEG.")
        from PIL import Image, UnidentifiedImageError  # half a tenth of a second of cold start: only for a logo

        try:
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                if max(picture.size) > MOST_PIXELS_A_SIDE or min(picture.size) < 8:
                    raise ValueError(f"A logo has between 8 and {MOST_PIXELS_A_SIDE} pixels a side.")
                picture.load()
                seen = picture.convert("RGBA")
        except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
            raise ValueError("The picture cannot be read.") from fault
        seen.thumbnail((WIDTH, HEIGHT))
        on_white = Image.new("RGB", seen.size, (255, 255, 255))
        on_white.paste(seen, mask=seen.getchannel("A"))
        written = BytesIO()
        on_white.save(written, "PNG", optimize=True)
        png = written.getvalue()
        return Logo(hashlib.sha256(png).hexdigest(), *on_white.size), png
