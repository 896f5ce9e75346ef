"""Export the supervision report of a month as Excel, Word or PDF; of a frozen one the file is made once and kept."""

import hashlib
import json
from contextlib import suppress
from typing import Literal

from django.db import transaction
from django.db.models import Count, Max, Sum

from audit import chain, jobs
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from core.sealing import CannotUnseal
from documents.contexts import layout
from documents.contexts.layout import PaperContent
from documents.contexts.report import gather_content
from documents.contexts.report_files import sheet_head, sheets
from documents.contexts.report_letter import letter_context
from documents.models import ReportFile
from reports.models import Report

FileFormat = Literal["xlsx", "docx", "pdf"]


def export_report(*, report: Report, form: FileFormat, by: Actor) -> tuple[str, bytes]:
    """File name and content of the report, with the rows the actor's reach covers.

    The whole of a frozen report is handed out as it was made the first time, until something that is printed changes: it
    is published or withdrawn, corrected, or other rows are in reach. Its next version has files of its own.
    The caller takes the report from `visible_to`. Raises NotYours without EXPORT.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization=report.organization.short_name)
    state = ""
    if report.frozen_at is not None and by.may(Capability.VIEW, report.organization):
        state = state_of(report, form, by)
    file, content = _kept_file(report, form, state) if state else (None, None)
    with transaction.atomic():
        if file is None or content is None:
            file, content = _make(report, form, by)
            if state:
                file = _keep(file, state, content)
        after = {"form": form, "rows": file.rows, "version": report.version, "check_code": file.check_code}
        chain.record("report.export", by=by, subject=report, where=report.organization, after=after)
    return file.name, content


def _kept_file(report: Report, form: FileFormat, state: str) -> tuple[ReportFile | None, bytes | None]:
    """The file as it was made, and nothing where there is none or it is not what it was."""
    file = ReportFile.objects.filter(report=report, form=form, state=state).first()
    content = None
    with suppress(CannotUnseal):  # damaged: made anew, like one that is gone
        content = jobs.read_file(file.path) if file else None
    if file is None or content is None or _digest(content) != file.sha256:
        return None, None
    return file, content


def _keep(made: ReportFile, state: str, content: bytes) -> ReportFile:
    """The row of the file; of two who ask at once the later one's file stays."""
    given = {name: getattr(made, name) for name in ("name", "sha256", "check_code", "rows", "made_at")}
    file, _ = ReportFile.objects.update_or_create(
        report=made.report, form=made.form, state=state, defaults=given
    )
    jobs.keep_file(file.path, content)
    return file


def state_of(report: Report, form: FileFormat, by: Actor) -> str:
    """The digest of what may change a frozen report's paper: two small questions instead of reading all its rows.

    A workbook says who exported it, so each person's is their own.
    """
    facts = [
        [report.version, report.status, report.digest, report.frozen_at, report.published_at, report.issuer],
        [report.addressees, report.note, report.withdrawn_at],
        report.totals.visible_to(by).aggregate(rows=Count("pk"), places=Sum("organization_id")),
        report.amendments.visible_to(by).aggregate(rows=Count("pk"), last=Max("pk")),
        by.name if form == "xlsx" else "",
    ]
    return _digest(json.dumps(facts, default=str, sort_keys=True).encode())


def _make(report: Report, form: FileFormat, by: Actor) -> tuple[ReportFile, bytes]:
    content = gather_content(report, by)
    if form == "xlsx":
        rows = sheets(content)
        code = dict(rows[-1][2]).get("校验码", "")
        head = sheet_head(content, code, by)
        paper = PaperContent("report", report.organization, content.title, sheets=rows, head=head)
    else:
        context = letter_context(content)
        code = context["校验码"]
        paper = PaperContent("report", report.organization, content.title, context)
    made = layout.lay_out(paper, form)
    name, rows_shown = f"{paper.title}.{form}", len(content.totals)
    file = ReportFile(
        report=report, form=form, name=name, sha256=_digest(made), check_code=code, rows=rows_shown
    )
    return file, made


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
