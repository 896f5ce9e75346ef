"""Make the file of a paper: Word by the template in use, PDF by a print page, Excel by rows."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from branches.models import Organization
from branches.rules import tree
from core import pdf
from core.sealing import CannotUnseal
from core.wording import Context, plain
from core.workbooks.writing import SheetHead, write_workbook
from documents import errors
from documents.contexts import word
from documents.models import PaperTemplate
from documents.states import PaperKind, laid_out_as

log = logging.getLogger(__name__)
DEFAULTS = Path(__file__).resolve().parent.parent / "paper_templates"
FORMS = ("pdf", "docx")
FORM_NAMES = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
HEADS = {
    "committee": ("职务", "姓名", "任职时间", "免职时间"),
    "roll": ("序号", "姓名", "性别", "出生", "入党日期", "类别", "党小组", "备注"),
    "plan": ("日期", "类型", "主题", "状态"),
    "lectures": ("日期", "题目", "主讲人", "职务", "学时", "听课人数"),
    "problems": ("序号", "问题", "问题所属", "措施", "责任人", "期限", "完成"),
    "appraisal": ("序号", "姓名", "测评票数", "等次", "评定意见"),
    "talks": ("日期", "谈话人", "谈话对象", "谈话事由"),
    "decisions": ("序号", "会议", "决议", "负责人", "期限", "落实", "说明"),
    "own": ("日期", "会议", "主题", "到会", "原因", "补学", "学时"),
}
HEAD_LABELS = {"问题所属": "问题所属（支部/个人）"}
"""What a column is headed where it is more than the name of its word."""
_ONE_LINE = "序号 日期 期限 完成 性别 出生 入党日期 类别 职务 任职时间 免职时间 学时 听课人数 状态"
_NAMES = "姓名 负责人 责任人 谈话人 谈话对象 主讲人"
# Classes of columns that take no more room than they need: short texts are not broken, names only if they are long.
NARROW = dict.fromkeys(_ONE_LINE.split(), "narrow") | dict.fromkeys(_NAMES.split(), "name")


def table_row(table: str, *values: Any) -> dict[str, Any]:
    """One row of a table of HEADS."""
    return dict(zip(HEADS[table], values, strict=True))


@dataclass(frozen=True)
class PaperContent:
    """The content of a paper: kind, organization, title, context for Word and PDF, sheets for Excel.

    Kinds are those of PaperKind, for which a district may use templates of its own, and a few that always use the
    product's.
    """

    kind: str
    organization: Organization
    title: str
    context: Context = field(default_factory=dict)
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]] = ()
    head: SheetHead | None = None  # of the sheets


def template_for(kind: str, organization: Organization) -> PaperTemplate | None:
    """The template in use at the organization or the nearest above it; None if the product's applies."""
    paths = [*tree.ancestors(organization.path), organization.path]
    return (
        PaperTemplate.objects.filter(kind=kind, retired_at__isnull=True, organization__path__in=paths)
        .select_related("organization")
        .order_by("-organization__path")
        .first()
    )


def default_path(kind: str) -> Path:
    """The template that comes with the product: a .docx file that is edited in Word."""
    return DEFAULTS / f"{laid_out_as(kind)}.docx"


def template_content(template: PaperTemplate | None, kind: str) -> bytes:
    """What it is laid out with. Papers do without a template of their own that cannot be opened: it says so on its page."""
    if template is not None:
        try:
            with template.file.open("rb") as file:
                return bytes(file.read())
        except CannotUnseal:
            log.error("paper template %s cannot be opened, papers use the product's own", template.pk)
    return default_path(kind).read_bytes()


def lay_out(paper: PaperContent, form: str) -> bytes:
    """The content of the file. Raises PdfUnavailable, UnfitTemplate if the template in use cannot be filled."""
    if form == "xlsx":
        return write_workbook(paper.sheets, paper.head or SheetHead(paper.title, paper.organization.name, ""))
    if form == "pdf":
        context: dict[str, Any] = {
            "paper": plain(paper.context),
            "title": paper.title,
            "heads": HEADS,
            "head_labels": HEAD_LABELS,
            "narrow": NARROW,
            "code": word.code_address(paper.context.get(word.CODE, "")),
        }
        return pdf.render(f"documents/papers/{laid_out_as(paper.kind)}.html", context)
    template = template_for(paper.kind, paper.organization) if paper.kind in PaperKind.values else None
    try:
        return word.fill(template_content(template, paper.kind), paper.context, title=paper.title)
    except TemplateError as broken:
        if template is None:
            raise
        raise errors.UnfitTemplate(
            kind=template.get_kind_display(), why=f"填到一半停了（{broken.message}），请在模板页停用它。"
        ) from broken


def templates_at(organization: Organization) -> dict[str, PaperTemplate]:
    """kind → the template in use there, in one query."""
    paths = [*tree.ancestors(organization.path), organization.path]
    rows = PaperTemplate.objects.filter(retired_at__isnull=True, organization__path__in=paths)
    return {row.kind: row for row in rows.select_related("organization").order_by("organization__path")}
