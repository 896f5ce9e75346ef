"""Validate and clean uploaded files: recognised by content, never by name, and stripped of place and device.

It runs in the child of core.judging, so it knows no settings, and whatever it is given may be made to do harm.
"""

import io
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from core import archives, photos, stripping
from core.errors import Refusal

MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""A JPEG is made smaller while it is decoded, the others are laid out whole."""
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
CONTENT_TYPES = "[Content_Types].xml"
HEIC = "苹果手机的HEIC照片，这里打不开。请对着它截一张图，选截图。"
VIDEO = "这里只收照片、PDF、Word和Excel，不收视频。请截一张画面。"
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
MACROS = re.compile(r"vbaproject|vbadata|macroenabled|macrosheet|activex", re.IGNORECASE)
EMBEDDED = re.compile(r"oleobject", re.IGNORECASE)
ON_THIS_MACHINE = re.compile(
    r"(?:file:///+)?[A-Za-z](?::|%3A|\|).*|(?![\\/]{2})[^:]*", re.IGNORECASE | re.DOTALL
)
"""Where a file that is opened fetches nothing from: Word and Excel write the template and the workbooks it was made with."""
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
PDF_DEEDS = re.compile(rb"/(?:JavaScript|Launch)(?=[\s/(<\[\]>])")
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


class CleanUpload(NamedTuple):
    """An upload as it may be stored. `kind`: photo, scan, document."""

    content: bytes
    kind: str
    content_type: str
    perceptual: str = ""
    has_nothing_more: bool = False
    """Whether it came as clean as this: pixels only, or empty properties."""


class Unfit(Refusal):
    code = "unfit_upload"
    sentence = "{why}"


def clean_upload(content: bytes, most_pixels: int) -> CleanUpload:
    """The upload as it may be kept, a photo no longer than `most_pixels` at either side. Raises Unfit."""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content, most_pixels)
    if foreign := _foreign(content):
        raise Unfit(why=foreign)
    return _picture(content, most_pixels)


def _foreign(content: bytes) -> str:
    """What to do instead of a photo in Apple's format or a film; empty for anything else."""
    if content[4:8] == b"ftyp":
        return HEIC if content[8:12] in HEIC_BRANDS else VIDEO
    is_film = content.startswith((b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV"))
    return VIDEO if is_film or (content[:4] == b"RIFF" and content[8:12] == b"AVI ") else ""


def safe_name(name: str, content_type: str) -> str:
    """The person's own name for it, without a path, with the ending that fits its content."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .") or "附件"
    ending = ENDINGS[content_type]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    if name.lower().endswith((".jpeg", ".jpg")) and ending == ".jpg":
        ending = "." + name.rsplit(".", 1)[1]
    return f"{(stem or '附件')[: 120 - len(ending)]}{ending}"


def _pdf(content: bytes) -> CleanUpload:
    if b"%%EOF" not in content[-2048:]:
        raise Unfit(why="PDF不完整，请重新导出。")
    if PDF_DEEDS.search(PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise Unfit(why="PDF里带有会自己运行的程序，请打印成新的PDF再传。")
    try:
        return CleanUpload(stripping.strip_pdf(content), "scan", "application/pdf")
    except ValueError as broken:
        raise Unfit(why="PDF里的作者信息读不出头尾，请重新导出。") from broken


def _picture(content: bytes, most_pixels: int) -> CleanUpload:
    """Turned upright, downsized and encoded anew: pixels stay, everything else (position, time, device, thumbnails)
    goes."""
    try:
        with Image.open(io.BytesIO(content)) as probe:
            form = probe.format or ""
            if form not in PICTURES:
                raise Unfit(why=_TYPES)
            if probe.width * probe.height > MOST_PIXELS[form]:
                raise Unfit(why=_too_large(form))
            probe.verify()
        with Image.open(io.BytesIO(content)) as photo:
            clean = photos.normalize(photo, form, most_pixels)
        has_only_pixels = photos.has_only_pixels(content)
    except UnidentifiedImageError as unknown:
        raise Unfit(why=_TYPES) from unknown
    except Image.DecompressionBombError as bomb:  # beyond this the file is not even opened
        raise Unfit(why=_too_large("PNG" if content.startswith(b"\x89PNG") else "JPEG")) from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise Unfit(why="照片打不开，可能没有传完，请重新选择。") from broken
    return CleanUpload(
        photos.encode(clean, form), "photo", PICTURES[form], photos.fingerprint(clean), has_only_pixels
    )


def _office(content: bytes, most_pixels: int) -> CleanUpload:
    try:
        with archives.open_archive(content, most_bytes=MOST_UNPACKED) as parts:
            content_type = _office_type(parts)
            _must_be_harmless(parts)
        clean, has_nothing_more = stripping.strip_office(content, most_pixels), stripping.is_stripped(content)
    except archives.TooMuch as much:
        raise Unfit(why="展开后太大，请缩小里面的图片再传。") from much
    except (*archives.BROKEN, ElementTree.ParseError) as broken:
        raise Unfit(why="文件不完整，请重新保存一份。") from broken
    return CleanUpload(clean, "document", content_type, "", has_nothing_more)


def _office_type(parts: zipfile.ZipFile) -> str:
    names = set(parts.namelist())
    types = [content_type for part, content_type in OFFICE.items() if part in names]
    if CONTENT_TYPES not in names or len(types) != 1:
        raise Unfit(why=_TYPES)
    return types[0]


def _must_be_harmless(parts: zipfile.ZipFile) -> None:
    """No macro, embedded object or declaration under whatever name, nothing fetched from outside; links may stay."""
    for name in parts.namelist():
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise Unfit(why="里面的文件名不对，请用Word或Excel另存一份。")
        if MACROS.search(name):
            raise Unfit(why=_MACROS)
    for name in parts.namelist():
        plain = name.lower()
        if not plain.endswith((".xml", ".rels")):
            continue
        written = parts.read(name)
        if DECLARATION.search(written.replace(b"\0", b"") if b"\0" in written else written):
            raise Unfit(why="文件里有不允许的声明，请用Word或Excel另存一份。")
        if plain == CONTENT_TYPES.lower() or plain.endswith(".rels"):
            _must_be_plain(written)


def _must_be_plain(written: bytes) -> None:
    """A list of content types or of relations: by the values of its attributes, however they are spelled."""
    for element in ElementTree.fromstring(written).iter():
        kind = element.get("Type", "") + element.get("ContentType", "")
        if MACROS.search(kind):
            raise Unfit(why=_MACROS)
        if EMBEDDED.search(kind):
            raise Unfit(why="里面嵌入了别的程序的对象，请去掉，另外上传。")
        if element.get("TargetMode", "").strip().lower() != "external" or kind.endswith("/hyperlink"):
            continue
        if not ON_THIS_MACHINE.fullmatch(element.get("Target", "").strip()):
            raise Unfit(why="里面有要从外面取来的模板、图片或数据，请改成直接插入。")


_TYPES = "只收照片（jpg、png、webp）、PDF、Word（docx）和Excel（xlsx），请换成其中一种。"
_MACROS = "带有宏，请另存为不带宏的docx或xlsx。"


def _too_large(form: str) -> str:
    return f"照片太大，超过{MOST_PIXELS[form] // 10_000}万像素，缩小后再传。"
