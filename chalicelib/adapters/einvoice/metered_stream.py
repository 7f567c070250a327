"""A file in memory that can be read only so often: it bounds the time a PDF parser spends on a hostile file."""

from __future__ import annotations

from io import BytesIO

from pypdf.errors import LimitReachedError

# Real Factur-X files of 100 kB take about 1,000 reads; pypdf reads byte by byte where it looks for something.
MAXIMUM_READS = 100_000
MAXIMUM_BYTES_READ_PER_BYTE = 5
ALWAYS_READABLE_BYTES = 5_000_000


class MeteredStream(BytesIO):
    """Raises ``LimitReachedError`` once too many reads, or too many bytes in all, were asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._reads_left = MAXIMUM_READS
        self._bytes_left = MAXIMUM_BYTES_READ_PER_BYTE * len(content) + ALWAYS_READABLE_BYTES

    def read(self, size: int | None = -1, /) -> bytes:
        """As ``BytesIO``, and counted."""
        data = super().read(size)
        self._spend(len(data))
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        """As ``BytesIO``, and counted."""
        data = super().readline(size)
        self._spend(len(data))
        return data

    def _spend(self, size: int) -> None:
        self._reads_left -= 1
        self._bytes_left -= size
        if self._reads_left < 0 or self._bytes_left < 0:
            raise LimitReachedError("The file asks for too much reading.")
