"""Renders PDF from HTML print templates, in the layout of GB/T 9704-2012 (static/papers.css).

WeasyPrint speaks to Pango, which is a library of the system and not a Python package. Where it, or a Chinese font, is
missing, everything else works and a PDF is refused with the sentence that says what to install.
"""

import ctypes
import functools
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.errors import RuleBroken

# library file → Debian's package
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONTS = "fonts-noto-cjk"
FONT_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
SHEET = "papers.css"


class PdfUnavailable(RuleBroken):
    code = "pdf_unavailable"
    sentence = "这台服务器还不能做PDF，缺少{packages}。请管理员安装（apt-get install {packages}），现在可以先下载Word。"


@functools.cache
def missing() -> tuple[str, ...]:
    """Debian's names of what has to be installed before a PDF can be made; empty when all is there.

    Asked once a process: a library that is missing does not appear by itself.
    """
    if not sys.platform.startswith("linux"):
        return ()  # elsewhere the libraries have other names, and WeasyPrint says itself what it lacks
    lacking = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if not any(_holds_chinese(Path(place).expanduser()) for place in FONT_PLACES):
        lacking.append(FONTS)
    return tuple(lacking)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _holds_chinese(place: Path) -> bool:
    """A font whose name says that it covers Chinese; walking stops at the first."""
    return any("CJK" in name or "Fandol" in name for _, _, names in os.walk(place) for name in names)


def must_be_available() -> None:
    """Raises PdfUnavailable."""
    if packages := missing():
        raise PdfUnavailable(packages=" ".join(packages))


def render(template: str, context: dict[str, Any]) -> bytes:
    """The PDF of a print template. Nothing outside the template is fetched, whatever the text says.

    About half a second for a sheet and 5 ms for each table row: a long paper belongs into a job.
    Raises PdfUnavailable.
    """
    must_be_available()
    return draw(render_to_string(template, context))


def draw(page: str) -> bytes:
    """The PDF of a page that is already written."""
    from weasyprint import CSS, HTML  # a second to load, and only here
    from weasyprint.urls import URLFetcher

    itself = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    style = (Path(settings.BASE_DIR) / "static" / SHEET).read_text(encoding="utf-8")
    sheet = CSS(string=style, url_fetcher=itself)
    return bytes(HTML(string=page, url_fetcher=itself).write_pdf(stylesheets=[sheet]))
