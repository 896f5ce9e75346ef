"""Remove metadata about authors from Word, Excel and PDF files, as far as possible without an office program.

Word and Excel: author, editors, company, manager, times and own fields of the properties, the preview picture, the
position and device in pictures inside. Left in: authors of comments and of tracked changes, because they are content.
PDF: author, program and XMP, blanked in place so that nothing moves. Left in: what is compressed or encrypted, pictures
inside, and everything in a digitally signed file, whose signature any change would break.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from PIL import Image

from core import photos

CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
EMPTIED = {"docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM}
PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
MOST_PIXELS = {"JPEG": 30_000_000, "PNG": 25_000_000}
MOST_PICTURES = 60
EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
PDF_AUTHORS = re.compile(rb"/(?:Author|Creator|Producer)\s*(?=[(<])")
XMP_BEGIN, XMP_END = b"<?xpacket begin", b"<?xpacket end"
STRING_SIGN = re.compile(rb"\\.|[()]", re.DOTALL)
LONGEST_AUTHOR = 4096
MOST_UNENDED = 64
"""Names of authors whose text never closes: a damaged file has a few, one made to cost time has thousands."""


def strip_office(content: bytes, most_pixels: int) -> bytes:
    """A docx or xlsx with empty properties and pictures of pixels only, wherever in it they are."""
    out, pictures = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(out, "w") as clean:
        for part in parts.infolist():
            body = EMPTIED.get(part.filename) or parts.read(part)
            if body.startswith(PICTURE_BEGINNINGS) and pictures < MOST_PICTURES:
                pictures += 1
                body = _picture(body, most_pixels)
            entry = zipfile.ZipInfo(part.filename, EARLIEST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(entry, body)
    return out.getvalue()


def is_stripped(content: bytes) -> bool:
    """Whether `strip_office` made it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return all(parts.read(name) == empty for name, empty in EMPTIED.items() if name in parts.namelist())


def strip_pdf(content: bytes) -> bytes:
    """The same bytes, as many of them, with what names people and programs made blank; in time linear in their number.

    Raises ValueError for more than MOST_UNENDED names that never end.
    """
    if b"/ByteRange" in content or b"/Encrypt" in content:
        return content
    blank = bytearray(content)
    place = unended = 0
    while found := PDF_AUTHORS.search(content, place):
        start, end = found.end(), _string_end(content, found.end())
        if end is None:
            unended += 1
            if unended > MOST_UNENDED:
                raise ValueError("names of authors never end")
            place = start
            continue
        blank[start + 1 : end] = b" " * (end - start - 1)
        place = end
    for start, end in _packets(content):
        blank[start:end] = b" " * (end - start)
    return bytes(blank)


def _packets(content: bytes) -> Iterator[tuple[int, int]]:
    """Where what XMP packets hold begins and ends."""
    begin = content.find(XMP_BEGIN)
    while begin >= 0:
        start = content.find(b"?>", begin)
        end = content.find(XMP_END, start)
        if start < 0 or end < 0:
            return
        yield start + 2, end
        begin = content.find(XMP_BEGIN, end)


def _string_end(content: bytes, start: int) -> int | None:
    """Where the string that begins here closes; its own place for a dictionary, None when it never closes."""
    if content[start : start + 2] == b"<<":
        return start + 1
    if content[start : start + 1] == b"<":
        end = content.find(b">", start, start + LONGEST_AUTHOR * 2)
        return end if end > 0 else None
    depth = 0
    for sign in STRING_SIGN.finditer(content, start, start + LONGEST_AUTHOR):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if depth == 0 and sign[0] == b")":
            return sign.start()
    return None


def _picture(body: bytes, most_pixels: int) -> bytes:
    """Encoded anew; left as it is when it is none, or far too large to open here."""
    try:
        with Image.open(io.BytesIO(body)) as picture:
            form = picture.format or ""
            if form not in MOST_PIXELS or picture.width * picture.height > MOST_PIXELS[form]:
                return body
            return photos.encode(photos.normalize(picture, form, most_pixels), form)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return body
