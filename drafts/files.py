"""Uploads: how large they may be, and what core.uploads, in a process of its own, makes of them."""

import hashlib
from dataclasses import dataclass, replace
from typing import Protocol

from django.conf import settings
from django.core.files.base import ContentFile

from core import judging
from core.uploads import Unfit
from drafts.errors import OversizedUpload, UnfitUpload


class Upload(Protocol):
    @property
    def size(self) -> int | None: ...

    def read(self, size: int = ...) -> bytes: ...
    def seek(self, offset: int) -> object: ...


@dataclass(frozen=True)
class CleanFile:
    """An upload as it may be stored. `kind`: photo, scan, document."""

    content: bytes
    kind: str
    content_type: str
    perceptual: str = ""
    has_nothing_more: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def examine(upload: Upload, name: str) -> CleanFile:
    """The upload as it may be kept.

    Raises UnfitUpload for what is too big, of another type, or broken, TooCostly, JudgesBusy.
    """
    most = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > most:
        raise _unfit(name, too_large(), OversizedUpload)
    upload.seek(0)
    content = upload.read(most + 1)
    if not content:
        raise _unfit(name, "文件是空的。")
    if len(content) > most:
        raise _unfit(name, too_large(), OversizedUpload)
    try:
        return CleanFile(*judging.judge("core.uploads:clean_upload", content, settings.PHOTO_MOST_PIXELS))
    except Unfit as unfit:
        raise _unfit(name, unfit.sentence) from unfit
    except (judging.TooCostly, judging.JudgesBusy) as refused:
        raise refused.beside("attachments") from None


def too_large() -> str:
    """What the sender of a file beyond UPLOAD_MAX_BYTES is told, on the device already."""
    most = settings.UPLOAD_MAX_BYTES / 1024 / 1024
    return f"太大了，一个文件最多{most:g}MB。请只留要交的几页，或者拍成照片。"


def examine_imported(content: bytes, name: str) -> CleanFile:
    """A file another installation kept: byte for byte as it was there, unless it says more than its pixels or text.

    Raises what `examine` raises.
    """
    clean = examine(ContentFile(content), name)
    return replace(clean, content=content) if clean.has_nothing_more else clean


def _unfit(name: str, why: str, kind: type[UnfitUpload] = UnfitUpload) -> UnfitUpload:
    return kind.at("attachments", name=name[:60], why=why)
