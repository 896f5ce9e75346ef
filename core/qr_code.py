"""QR codes for pages, as SVG: no picture has to be made, kept or allowed by the content policy."""

from dataclasses import dataclass
from itertools import groupby

import segno


@dataclass(frozen=True)
class QrCode:
    """A QR code as the path of an SVG: a stroke for each run of dark modules."""

    size: int
    path: str

    @classmethod
    def of(cls, text: str) -> "QrCode":
        rows = segno.make(text, micro=False, error="m").matrix
        path = ""
        for y, row in enumerate(rows):
            x = 0
            for is_dark, run in groupby(row):
                length = len(list(run))
                path += f"M{x} {y}.5h{length}" if is_dark else ""
                x += length
        return cls(len(rows), path)
