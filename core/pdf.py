"""Renders PDF from HTML print templates, in the layout of GB/T 9704-2012 (static/papers.css).

WeasyPrint speaks to Pango, which is a library of the system and not a Python package. The demonstration fetches it, and a
Chinese font, where it is run by root on Debian. Where they are missing everything else works and a PDF is refused; what
to install is told to whoever administers the system, and to nobody else.
"""

import ctypes
import functools
import os
import shutil
import subprocess
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
TIGHT = "html { line-height: 8.6mm } h1 { margin-bottom: 6mm }"  # what just runs over its page stays on it


class PdfUnavailable(RuleBroken):
    code = "pdf_unavailable"
    sentence = "这台服务器暂时不能做PDF，请先下载Word；一定要PDF的，请告诉系统管理员。"


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


def begin_fetching(mark: Path) -> "subprocess.Popen[bytes] | None":
    """Install what is missing, beside whatever else is being prepared; None where nothing is missing or it cannot be done.

    Tried once: `mark` keeps what was tried, so that a machine without a network starts as fast as any other the next time.
    """
    packages = " ".join(missing())
    tried = mark.read_text(encoding="utf-8") if mark.exists() else ""
    if not packages or packages == tried or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    mark.write_text(packages, encoding="utf-8")
    wait = "-o DPkg::Lock::Timeout=300"
    steps = f"apt-get update -qq; exec apt-get install -y -qq --no-install-recommends {wait} {packages}"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(["sh", "-c", steps], env=environment, stdin=quiet, stdout=quiet, stderr=quiet)


def end_fetching(under_way: "subprocess.Popen[bytes]", patience: float = 300) -> tuple[str, ...]:
    """Wait for it; returns what is still missing."""
    try:
        under_way.wait(patience)
    except subprocess.TimeoutExpired:
        under_way.terminate()
    missing.cache_clear()
    return missing()


def must_be_available() -> None:
    """Raises PdfUnavailable."""
    if missing():
        raise PdfUnavailable


def render(template: str, context: dict[str, Any]) -> bytes:
    """The PDF of a print template. Nothing outside the template is fetched, whatever the text says.

    About half a second for a sheet and 5 ms for each table row: a long paper belongs into a job.
    Raises PdfUnavailable.
    """
    must_be_available()
    return draw(render_to_string(template, context))


def draw(page: str) -> bytes:
    """The PDF of a page that is already written. A second sheet of a few lines is saved by setting the first a little tighter."""
    from weasyprint import CSS, HTML  # a second to load, and only here
    from weasyprint.urls import URLFetcher

    itself = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    style = (Path(settings.BASE_DIR) / "static" / SHEET).read_text(encoding="utf-8")
    sheet, tight = (CSS(string=text, url_fetcher=itself) for text in (style, TIGHT))
    text = HTML(string=page, url_fetcher=itself)
    paper = text.render(stylesheets=[sheet])
    if len(paper.pages) == 2:
        tighter = text.render(stylesheets=[sheet, tight])
        paper = tighter if len(tighter.pages) == 1 else paper
    return bytes(paper.write_pdf())
