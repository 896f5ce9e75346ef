"""Remove metadata about authors from Word, Excel and PDF files, as far as possible without an office program.

Word and Excel: author, editors, company, manager, times and own fields of the properties, the preview picture, the
position and device in pictures inside. Left in: authors of comments and of tracked changes, because they are content.
PDF: author, program and XMP, blanked in place so that nothing moves. Left in: what is compressed or encrypted, pictures
inside, and everything in a digitally signed file, whose signature any change would break.
"""

import io
import re
import zipfile

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
MEDIA = re.compile(r"(?:word|xl)/media/[^/]+\.(?:jpe?g|png)|docProps/thumbnail\.jpe?g", re.IGNORECASE)
MOST_PICTURES = 60
EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
PDF_AUTHORS = re.compile(rb"/(?:Author|Creator|Producer)\s*(?=[(<])")
XMP = re.compile(rb"(<\?xpacket begin.*?\?>)(.*?)(<\?xpacket end)", re.DOTALL)


def strip_office(content: bytes) -> bytes:
    """A docx or xlsx with empty properties and pictures of pixels only."""
    out, pictures = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(out, "w") as clean:
        for part in parts.infolist():
            body = EMPTIED.get(part.filename) or parts.read(part)
            if MEDIA.fullmatch(part.filename) and pictures < MOST_PICTURES:
                pictures += 1
                body = _picture(body)
            entry = zipfile.ZipInfo(part.filename, EARLIEST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(entry, body)
    return out.getvalue()


def is_stripped(content: bytes) -> bool:
    """Whether `strip_office` made it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return all(parts.read(name) == empty for name, empty in EMPTIED.items() if name in parts.namelist())


def strip_pdf(content: bytes) -> bytes:
    """The same bytes, as many of them, with what names people and programs made blank."""
    if b"/ByteRange" in content or b"/Encrypt" in content:
        return content
    blank = bytearray(content)
    for found in PDF_AUTHORS.finditer(content):
        start, end = found.end() + 1, _string_end(content, found.end())
        blank[start:end] = b" " * (end - start)
    for packet in XMP.finditer(content):
        start, end = packet.span(2)
        blank[start:end] = b" " * (end - start)
    return bytes(blank)


def _string_end(content: bytes, start: int) -> int:
    """Where the string that begins here closes; where it begins when it never does."""
    if content[start : start + 1] == b"<":
        end = content.find(b">", start)
        return end if end > 0 and content[start + 1 : start + 2] != b"<" else start + 1
    depth, place, last = 0, start, min(len(content), start + 4096)
    while place < last:
        letter = content[place : place + 1]
        if letter == b"\\":
            place += 1
        elif letter == b"(":
            depth += 1
        elif letter == b")":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    return start + 1


def _picture(body: bytes) -> bytes:
    """Encoded anew; left as it is when it is none, or far too large to open here."""
    try:
        with Image.open(io.BytesIO(body)) as picture:
            form = picture.format or ""
            if form not in ("JPEG", "PNG") or picture.width * picture.height > 30_000_000:
                return body
            return photos.encode(photos.normalize(picture, form), form)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return body
