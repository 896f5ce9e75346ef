"""Papers: minutes, sheets, workbook, a member's year, statistics, templates, the signed scan, the hand-over."""

import datetime as dt
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from audit.models import Job
from core import clock
from dashboards import actions as dashboards
from documents import actions as documents
from documents.actions.export_papers import export_paper
from documents.contexts.layout import PaperContent
from tests.contracts.access import Knock
from tests.contracts.house import photo


def template(name: str = "模板.docx") -> SimpleUploadedFile:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("{{ 主题 }}")
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def furnish(house: Any) -> None:
    lin, wei = house.world.lin.actor, house.world.wei.actor
    house.things["template"] = documents.upload_template(
        organization=house.world.district, kind="minutes", upload=template(), name="区里的.docx", by=wei
    )
    job = documents.start_workbook(organization=house.world.branch, year=2026, form="docx", by=lin)
    documents.make_workbook(job_id=job.pk)
    house.things["workbook"] = Job.objects.get(pk=job.pk)


def of_meeting(status: str, *more: Any, **content: Any) -> Any:
    return lambda h: Knock((h.meetings[status].uuid, *more), content=content)


KNOCKS = {
    "meetings:pdf GET": of_meeting("submitted"),
    "meetings:sign_in GET": of_meeting("planned", "docx"),
    "meetings:scan GET": of_meeting("confirmed"),
    "meetings:scan POST": lambda h: Knock((h.meetings["confirmed"].uuid,), content={"file": photo()}),
    "papers:workbook POST": lambda h: Knock(content={"organization": "A-2", "year": "2025", "form": "docx"}),
    "papers:file GET": lambda h: Knock((h.workbook.uuid,)),
    "papers:statistics GET": lambda h: Knock(("xlsx",), "organization=A-2&year=2026"),
    "papers:member GET": lambda h: Knock((h.member.uuid, 2026)),
    "papers:member_file GET": lambda h: Knock((h.member.uuid, 2026, "docx")),
    "papers:templates GET": lambda h: Knock(query="organization=A-2"),
    "papers:templates POST": lambda h: Knock(
        query="organization=A-2", content={"kind": "sign_in", "organization": "D", "file": template()}
    ),
    "papers:template GET": lambda h: Knock(("minutes",), "organization=A-2"),
    "papers:retire POST": lambda h: Knock((h.template.uuid,)),
    "reports:handover GET": lambda h: Knock(query="organization=A-2"),
    "reports:handover_file GET": lambda h: Knock(("docx",), "organization=A-2"),
    "api_meeting_minutes GET": of_meeting("submitted"),
    "api_meeting_sign_in GET": lambda h: Knock((h.meetings["planned"].uuid,), "form=docx"),
    "api_meeting_signed_scans POST": lambda h: Knock(
        (h.meetings["confirmed"].uuid,), content={"file": photo()}, is_form=True
    ),
    "api_workbooks POST": lambda h: Knock(content={"organization": "A-2", "year": 2025, "form": "docx"}),
    "api_workbook GET": lambda h: Knock((h.workbook.uuid,)),
    "api_workbook_file GET": lambda h: Knock((h.workbook.uuid,)),
    "api_statistics GET": lambda h: Knock(query="organization=A-2&year=2026"),
    "api_statistics_file GET": lambda h: Knock(query="organization=A-2&year=2026"),
    "api_member_year GET": lambda h: Knock((h.member.uuid,), "form=docx"),
    "api_paper_templates GET": lambda h: Knock(query="organization=A-2"),
    "api_paper_templates POST": lambda h: Knock(
        content={"kind": "sign_in", "organization": "D", "file": template()}, is_form=True
    ),
    "api_paper_template_retire POST": lambda h: Knock((h.template.uuid,)),
    "api_handover GET": lambda h: Knock(query="organization=A-2"),
    "api_handover_file GET": lambda h: Knock(query="organization=A-2&form=docx"),
}

ACCESS = """
meetings:pdf                    GET    in     403    200    200    200    200    404    404    404    404
meetings:sign_in                GET    in     403    200    200    200    200    404    404    404    404
meetings:scan                   GET    in     403    200    200    403    403    404    404    404    404
meetings:scan                   POST   in     403    302    302    403    403    404    404    404    404
papers:workbook                 POST   in     403    302    302    302    302    404    404    404    404
papers:file                     GET    in     404    404    200    404    404    404    404    404    404
papers:statistics               GET    in     403    200    200    200    200    404    404    404    404
papers:member                   GET    in     404    200    200    200    200    404    404    404    404
papers:member_file              GET    in     404    200    200    200    200    404    404    404    404
papers:templates                GET    in     404    200    200    200    200    404    404    404    404
papers:templates                POST   in     404    403    403    403    302    404    404    404    404
papers:template                 GET    in     404    200    200    200    200    404    404    404    404
papers:retire                   POST   in     404    404    404    404    302    404    404    404    404
reports:handover                GET    in     403    200    200    200    200    404    404    404    404
reports:handover_file           GET    in     403    200    200    200    200    404    404    404    404
api_meeting_minutes             GET    401    403    200    200    200    200    404    404    404    404
api_meeting_sign_in             GET    401    403    200    200    200    200    404    404    404    404
api_meeting_signed_scans        POST   401    403    201    201    403    403    404    404    404    404
api_workbooks                   POST   401    403    202    202    202    202    404    404    404    404
api_workbook                    GET    401    404    404    200    404    404    404    404    404    404
api_workbook_file               GET    401    404    404    200    404    404    404    404    404    404
api_statistics                  GET    401    403    200    200    200    200    404    404    404    404
api_statistics_file             GET    401    403    200    200    200    200    404    404    404    404
api_member_year                 GET    401    404    200    200    200    200    404    404    404    404
api_paper_templates             GET    401    403    200    200    200    200    404    404    404    404
api_paper_templates             POST   401    404    404    404    404    201    404    404    404    404
api_paper_template_retire       POST   401    404    404    404    404    200    404    404    404    404
api_handover                    GET    401    403    200    200    200    200    404    404    404    404
api_handover_file               GET    401    403    200    200    200    200    404    404    404    404
papers:index                    GET    in     302    200    200    200    200    200    403    403    403
"""


def thrown_away(house: Any, by: Any) -> Any:
    long_ago = clock.now() - dt.timedelta(days=30)
    Job.objects.filter(pk=house.workbook.pk).update(finished_at=long_ago)
    return documents.throw_away_papers(by=by)


CALLS = {
    "meetings.actions.export_minutes": (
        "lin",
        lambda h, by: documents.export_minutes(meeting=h.meetings["submitted"], by=by),
    ),
    "meetings.actions.export_sign_in": (
        "lin",
        lambda h, by: documents.export_sign_in(meeting=h.meetings["planned"], form="docx", by=by),
    ),
    "meetings.actions.export_member_year": (
        "lin",
        lambda h, by: documents.export_member_year(member=h.member, year=2026, form="docx", by=by),
    ),
    "meetings.actions.export_statistics": (
        "lin",
        lambda h, by: documents.export_statistics(organization=h.world.branch, year=2026, by=by),
    ),
    "meetings.actions.start_workbook": (
        "lin",
        lambda h, by: documents.start_workbook(organization=h.world.branch, year=2025, form="docx", by=by),
    ),
    "meetings.actions.collect_paper": ("lin", lambda h, by: documents.collect_paper(job=h.workbook, by=by)),
    "documents.actions.export_papers.export_paper": (
        "lin",
        lambda h, by: export_paper(
            PaperContent("statistics", h.world.branch, "统计表"),
            "docx",
            "paper.statistics",
            subject=h.world.branch,
            after={"form": "docx"},
            by=by,
        ),
    ),
    "meetings.actions.throw_away_papers": ("sys", thrown_away),
    "meetings.actions.upload_template": (
        "wei",
        lambda h, by: documents.upload_template(
            organization=h.world.district, kind="sign_in", upload=template(), name="区里的.docx", by=by
        ),
    ),
    "meetings.actions.retire_template": (
        "wei",
        lambda h, by: documents.retire_template(template=h.template, by=by),
    ),
    "meetings.actions.attach_signed": (
        "lin",
        lambda h, by: documents.attach_signed(
            meeting=h.meetings["confirmed"], upload=photo(), name="签字.jpg", by=by
        ),
    ),
    "reports.actions.export_handover": (
        "lin",
        lambda h, by: dashboards.export_handover(organization=h.world.branch, form="docx", by=by),
    ),
}

# A workbook is its maker's.
PERSONAL = {"api_workbook GET": {"secretary": "404"}, "api_workbook_file GET": {"secretary": "404"}}
