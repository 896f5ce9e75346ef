"""Papers: minutes, sheets, workbook, a member's year, statistics, templates, the signed scan."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from audit.models import Job
from core import clock
from documents import actions as documents
from procedures.models import MemberDecision
from tests.contracts.doors import Knock
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
    house.things["approved"] = MemberDecision.objects.create(
        kind="transferred_out",
        status="approved",
        organization=house.world.branch,
        name="钱进",
        document="海街组转字〔2026〕7号",
        decided_on=dt.date(2026, 11, 20),
        body="望海街道党工委",
        asked_by=house.world.lin.user,
        asked_who="林知远",
        decided_by=house.world.shao.user,
        decided_who="邵兰",
        decided_at=clock.now(),
    )
    house.things["workbook"] = Job.objects.get(pk=job.pk)


def of_meeting(status: str, *more: Any, **content: Any) -> Any:
    return lambda h: Knock((h.meetings[status].uuid, *more), content=content)


def thrown_away(house: Any, by: Any) -> Any:
    long_ago = clock.now() - dt.timedelta(days=30)
    Job.objects.filter(pk=house.workbook.pk).update(finished_at=long_ago)
    return documents.throw_away_papers(by=by)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
reports:file                    GET    in  404 404 404 200 200 404 404 404 404   18 report.export
meetings:word                   GET    in  403 200 200 200 200 404 404 404 404   28 meeting.export
meetings:pdf                    GET    in  403 200 200 200 200 404 404 404 404   27 meeting.export
meetings:sign_in                GET    in  403 200 200 200 200 404 404 404 404   14 paper.sign_in
meetings:paper                  GET    in  403 200 200 200 200 404 404 404 404   25 paper.export
papers:appraisal                GET    in  404 200 200 403 403 404 404 404 404   13 paper.export
papers:form                     GET    in  403 200 200 200 200 404 404 404 404   13 paper.export
papers:decision                 GET    in  404 404 200 200 200 404 404 404 404   11 paper.export
papers:person                   GET    in  404 403 200 200 200 404 404 404 404   13 paper.export
api_decision_paper              GET    401 404 404 200 200 200 404 404 404 404   11 paper.export
api_member_paper                GET    401 404 403 200 200 200 404 404 404 404   13 paper.export
api_meeting_paper               GET    401 403 200 200 200 200 404 404 404 404   26 paper.export
api_appraisal_paper             GET    401 404 200 200 403 403 404 404 404 404   12 paper.export
api_paper                       GET    401 403 200 200 200 200 404 404 404 404   11 paper.export
meetings:scan                   GET    in  403 200 200 403 403 404 404 404 404    7
meetings:scan                   POST   in  403 302 302 403 403 404 404 404 404    - meeting.attach_signed
papers:workbook                 POST   in  403 302 302 302 302 404 404 404 404    - job.start
papers:file                     GET    in  404 404 200 404 404 404 404 404 404   11 paper.collect
papers:statistics               GET    in  403 200 200 200 200 404 404 404 404   11 paper.statistics
papers:member                   GET    in  404 200 200 200 200 404 404 404 404   21 member.open
papers:member_file              GET    in  404 200 200 200 200 404 404 404 404   21 paper.member_year
papers:templates                GET    in  404 200 200 200 200 404 404 404 404    6
papers:templates                POST   in  404 403 403 403 302 404 404 404 404    - template.upload
papers:template                 GET    in  404 200 200 200 200 404 404 404 404    5
papers:retire                   POST   in  404 404 404 404 302 404 404 404 404    - template.retire
api_meeting_minutes             GET    401 403 200 200 200 200 404 404 404 404   28 meeting.export
api_meeting_sign_in             GET    401 403 200 200 200 200 404 404 404 404   14 paper.sign_in
api_meeting_signed_scans        POST   401 403 201 201 403 403 404 404 404 404    - meeting.attach_signed
api_workbooks                   POST   401 403 202 202 202 202 404 404 404 404    - job.start
api_workbook                    GET    401 404 404 200 404 404 404 404 404 404    4
api_workbook_file               GET    401 404 404 200 404 404 404 404 404 404   11 paper.collect
api_statistics                  GET    401 403 200 200 200 200 404 404 404 404    6
api_statistics_file             GET    401 403 200 200 200 200 404 404 404 404   11 paper.statistics
api_member_year                 GET    401 404 200 200 200 200 404 404 404 404   21 paper.member_year
api_paper_templates             GET    401 403 200 200 200 200 404 404 404 404    5
api_paper_templates             POST   401 404 404 404 404 201 404 404 404 404    - template.upload
api_paper_template              GET    401 404 404 404 404 200 404 404 404 404    5
api_paper_template_retire       POST   401 404 404 404 404 200 404 404 404 404    - template.retire
papers:index                    GET    in  302 200 200 200 200 200 403 403 403    9
"""
PERSONS = {
    "api_decision_paper GET",
    "api_member_paper GET",
    "api_paper GET",
    "api_workbooks POST",
    "api_statistics_file GET",
}
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "reports:file GET": lambda h: Knock((h.report.uuid, "xlsx")),
    "meetings:word GET": of_meeting("submitted"),
    "meetings:pdf GET": of_meeting("submitted"),
    "meetings:sign_in GET": of_meeting("planned", "docx"),
    "meetings:paper GET": of_meeting("planned", "notice", "docx"),
    "papers:appraisal GET": lambda h: Knock((h.appraisal_conclusion.uuid, "appraisal", "docx")),
    "papers:form GET": lambda h: Knock(("request", "docx"), "organization=A-2"),
    "papers:decision GET": lambda h: Knock((h.approved.uuid, "transfer", "docx")),
    "papers:person GET": lambda h: Knock((h.member.uuid, "member_form", "docx")),
    "api_decision_paper GET": lambda h: Knock((h.approved.uuid, "transfer"), "form=docx"),
    "api_member_paper GET": lambda h: Knock((h.member.uuid, "development"), "form=docx"),
    "api_meeting_paper GET": lambda h: Knock((h.meetings["planned"].uuid, "notice"), "form=docx"),
    "api_appraisal_paper GET": lambda h: Knock((h.appraisal_conclusion.uuid, "grading"), "form=docx"),
    "api_paper GET": lambda h: Knock(("publicity",), "organization=A-2"),
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
    "api_paper_template GET": lambda h: Knock((h.template.uuid,)),
    "api_paper_template_retire POST": lambda h: Knock((h.template.uuid,)),
}
# A workbook is its maker's.
PERSONAL = {
    "api_workbook GET": {"secretary": "404"},
    "api_workbook_file GET": {"secretary": "404"},
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "documents.actions.throw_away_papers": ("sys", thrown_away),
}
