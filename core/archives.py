"""Opens ZIP files that strangers send: every limit is asked before a part is unpacked, and none is taken from memory.

A part is never longer than its entry says, so the sum of the entries bounds what unpacking takes. Only stored and deflated
parts are read: the other methods reserve memory by what the file says of itself.
"""

import io
import zipfile
import zlib

ENTRY = b"PK\x01\x02"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_PARTS = 5_000
MOST_ENTRIES = 20_000
"""Listed anywhere in the bytes, those of archives inside too: asked before the list itself is read."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
"""What opening and reading a damaged file may raise."""


class TooMuch(Exception):
    """More parts or more bytes than may be unpacked."""


def open_archive(content: bytes, *, most_bytes: int, most_parts: int = MOST_PARTS) -> zipfile.ZipFile:
    """The archive, to be read part by part. Raises TooMuch, and one of BROKEN."""
    if content.count(ENTRY) > MOST_ENTRIES:
        raise TooMuch
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    if len(entries) > most_parts or sum(each.file_size for each in entries) > most_bytes:
        raise TooMuch
    if any(each.compress_type not in METHODS for each in entries):
        raise zipfile.BadZipFile("a compression method that nobody needs")
    return archive
