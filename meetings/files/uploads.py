"""Validate and clean uploaded files: recognised by content, never by name, and stripped of place and device.

Nothing here writes; `examine` answers with clean bytes or refuses with a sentence.
"""

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

from core import photos, stripping
from meetings.errors import OversizedUpload, UnfitUpload
from meetings.models import Attachment

MOST_PIXELS = 60_000_000
MOST_UNPACKED = 200 * 1024 * 1024
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
}


class Upload(Protocol):
    @property
    def size(self) -> int | None: ...

    def read(self, size: int = ...) -> bytes: ...
    def seek(self, offset: int) -> object: ...


@dataclass(frozen=True)
class CleanFile:
    """An upload as it may be stored."""

    content: bytes
    kind: str
    content_type: str
    perceptual: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def examine(upload: Upload, name: str) -> CleanFile:
    """The upload as it may be kept. Raises UnfitUpload for what is too big, of another type, or broken."""
    most = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > most:
        size = (upload.size or 0) / 1024 / 1024
        raise _unfit(name, f"有{size:.1f}MB，最大{most / 1024 / 1024:g}MB，压缩后再传。", OversizedUpload)
    upload.seek(0)
    content = upload.read(most + 1)
    if not content:
        raise _unfit(name, "文件是空的。")
    if len(content) > most:
        raise _unfit(name, f"超过{most / 1024 / 1024:g}MB，压缩后再传。", OversizedUpload)
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise _unfit(name, "PDF不完整，请重新导出。")
        return CleanFile(stripping.strip_pdf(content), Attachment.Kind.SCAN, "application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return _office(content, name)
    return _picture(content, name)


def examine_imported(content: bytes, name: str) -> CleanFile:
    """A file another installation kept: byte for byte as it was there, unless it says more than its pixels or text.

    Raises UnfitUpload.
    """
    clean = examine(ContentFile(content), name)
    if clean.kind == Attachment.Kind.PHOTO:
        same = photos.has_only_pixels(content)
    else:
        same = clean.kind == Attachment.Kind.DOCUMENT and stripping.is_stripped(content)
    return replace(clean, content=content) if same else clean


def safe_name(name: str, content_type: str) -> str:
    """The person's own name for it, without a path, with the ending that fits its content."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .") or "附件"
    ending = ENDINGS[content_type]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    if name.lower().endswith((".jpeg", ".jpg")) and ending == ".jpg":
        ending = "." + name.rsplit(".", 1)[1]
    return f"{(stem or '附件')[: 120 - len(ending)]}{ending}"


def _picture(content: bytes, name: str) -> CleanFile:
    """Turned upright, downsized and encoded anew: pixels stay, everything else (position, time, device, thumbnails)
    goes."""
    try:
        with Image.open(io.BytesIO(content)) as probe:
            form = probe.format or ""
            if form not in PICTURES:
                raise _unfit(name, _TYPES)
            if probe.width * probe.height > MOST_PIXELS:
                raise _unfit(name, _TOO_LARGE)
            probe.verify()
        with Image.open(io.BytesIO(content)) as photo:
            clean = photos.normalize(photo, form)
    except UnidentifiedImageError as unknown:
        raise _unfit(name, _TYPES) from unknown
    except Image.DecompressionBombError as bomb:  # beyond this the file is not even opened
        raise _unfit(name, _TOO_LARGE) from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise _unfit(name, "照片打不开，可能没有传完，请重新选择。") from broken
    return CleanFile(
        photos.encode(clean, form), Attachment.Kind.PHOTO, PICTURES[form], photos.fingerprint(clean)
    )


def _office(content: bytes, name: str) -> CleanFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            unpacked = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as broken:
        raise _unfit(name, "文件不完整，请重新保存一份。") from broken
    types = [content_type for part, content_type in OFFICE.items() if part in names]
    if "[Content_Types].xml" not in names or len(types) != 1:
        raise _unfit(name, _TYPES)
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise _unfit(name, "带有宏，请另存为不带宏的docx或xlsx。")
    if unpacked > MOST_UNPACKED:
        raise _unfit(name, "展开后太大，请缩小里面的图片再传。")
    try:
        clean = stripping.strip_office(content)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error) as broken:
        raise _unfit(name, "文件不完整，请重新保存一份。") from broken
    return CleanFile(clean, Attachment.Kind.DOCUMENT, types[0])


_TOO_LARGE = "照片太大，超过6000万像素，缩小后再传。"
_TYPES = "只收照片（jpg、png、webp）、PDF、Word（docx）和Excel（xlsx），请换成其中一种。"


def _unfit(name: str, why: str, kind: type[UnfitUpload] = UnfitUpload) -> UnfitUpload:
    return kind.at("attachments", name=name[:60], why=why)
