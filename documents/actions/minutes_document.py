"""The record of a meeting as a document: the words of documents.contexts, laid out in Word or for print (domain §6.1)."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import pdf
from documents.contexts import layout, word
from documents.contexts import minutes as paper
from meetings.models import Meeting
from meetings.states import PaperKind

NAMES = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


def file_name(meeting: Meeting, what: str = "记录") -> str:
    """滨江社区第二党支部2026年11月25日主题党日记录"""
    day = meeting.held_on
    return f"{meeting.organization.short_name}{day.year}年{day.month}月{day.day}日{meeting.kind_names}{what}"


def minutes(meeting: Meeting, by: Actor, form: str = "docx", address: str = "") -> bytes:
    """The document. Handing it out leaves an audit entry, because it holds names.

    `address`: of the page where the signed scan is uploaded, printed as a code; none where nobody could follow it.
    Raises NotYours, PdfUnavailable, UnfitTemplate.
    """
    by.must(Capability.VIEW, meeting.organization)
    if form == "pdf":
        pdf.must_be_available()
    (found,) = paper.gathered(Meeting.objects.filter(pk=meeting.pk))
    (words,) = paper.contexts([found])
    words |= with_code(address)
    content = layout.lay_out(PaperKind.MINUTES, words, found.organization, form, file_name(found))
    with transaction.atomic():
        chain.record("meeting.export", by=by, subject=meeting, where=meeting.organization, note=NAMES[form])
    return content


def with_code(address: str) -> dict[str, str]:
    return {word.CODE: address, "二维码说明": paper.SCAN_NOTE if address else ""}
