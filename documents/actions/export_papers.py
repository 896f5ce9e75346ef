"""Export papers that are made at once: minutes, sign-in sheet, a member's year, statistics."""

from typing import Any

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import NotPermitted
from core.workbooks.writing import SheetHead
from documents import errors
from documents.contexts import layout, member_year, minutes, statistics
from documents.contexts.layout import PaperContent
from documents.states import PaperKind
from meetings.models import Meeting
from meetings.selectors import own_seat
from meetings.states import AttendanceState
from members.models import Member

FIRST_YEAR = 2000


def export_paper(
    paper: PaperContent,
    form: str,
    action: str,
    *,
    subject: Any,
    after: dict[str, Any] | None = None,
    note: str = "",
    by: Actor,
) -> tuple[str, bytes]:
    """Make the file of a paper and record the audit entry. Returns file name and content. The caller authorises.

    Raises PdfUnavailable, UnfitTemplate.
    """
    content = layout.lay_out(paper, form)
    with transaction.atomic():
        chain.record(action, by=by, subject=subject, where=paper.organization, after=after, note=note)
    return f"{paper.title}.{form}", content


def export_minutes(
    *, meeting: Meeting, form: str = "docx", address: str = "", by: Actor
) -> tuple[str, bytes]:
    """File name and content of the minutes.

    `address`: of the page where the signed scan is uploaded, printed as a QR code.

    Raises NotYours, PdfUnavailable, UnfitTemplate.
    """
    by.must(Capability.VIEW, meeting.organization)
    (found,) = minutes.load_meetings(Meeting.objects.filter(pk=meeting.pk))
    (words,) = minutes.contexts([found])
    words |= minutes.scan_code(address)
    record = PaperContent(PaperKind.MINUTES, found.organization, minutes.file_name(found), words)
    note = layout.FORM_NAMES[form]
    return export_paper(record, form, "meeting.export", subject=meeting, note=note, by=by)


def export_sign_in(*, meeting: Meeting, form: str = "pdf", address: str = "", by: Actor) -> tuple[str, bytes]:
    """The sign-in sheet: the roll with blank lines before the meeting, the recorded attendance afterwards.

    Raises NotYours, PdfUnavailable, UnfitTemplate.
    """
    by.must(Capability.VIEW, meeting.organization)
    is_blank = not meeting.is_held
    if is_blank:
        rows = [(seat.name, "") for seat in own_seat.seats(meeting) if seat.is_expected]
    else:
        taken = meeting.attendances.exclude(state=AttendanceState.EXEMPT).order_by("id")
        late = set(minutes.late_leaves().filter(meeting=meeting).values_list("member_id", flat=True))
        rows = [
            (
                name,
                ("未列入应到，" if is_uncounted else "")
                + AttendanceState(state).label
                + ("，补假" if state == AttendanceState.ON_LEAVE and pk in late else ""),
            )
            for pk, name, state, is_uncounted in taken.values_list(
                "member_id", "member__name", "state", "is_uncounted"
            )
        ]
    words = minutes.sign_in_context(meeting, rows, is_blank) | minutes.scan_code(address)
    sheet = PaperContent(PaperKind.SIGN_IN, meeting.organization, minutes.file_name(meeting, "签到表"), words)
    after = {"form": form, "rows": len(rows)}
    return export_paper(sheet, form, "paper.sign_in", subject=meeting, after=after, by=by)


def export_member_year(*, member: Member, year: int, form: str = "pdf", by: Actor) -> tuple[str, bytes]:
    """A member's record of a year, for the member and for those who may see their file.

    Raises NotPermitted, YearOutOfRange, PdfUnavailable, UnfitTemplate.
    """
    must_see_year(member, by)
    must_be_valid_year(year)
    record = PaperContent(
        PaperKind.MEMBER_YEAR,
        member.organization,
        f"{member.name}{year}年度组织生活个人记录",
        member_year.context(member, year),
    )
    after = {"form": form, "year": year}
    return export_paper(record, form, "paper.member_year", subject=member, after=after, by=by)


def must_see_year(member: Member, by: Actor) -> None:
    """The actor is the member or may see their file. Raises NotPermitted."""
    is_own = by.user is not None and member.user_id == by.user.pk
    if not is_own and not by.may(Capability.VIEW_MEMBERS, member.organization):
        raise NotPermitted


def export_statistics(
    *, organization: Organization, year: int, form: str = "xlsx", by: Actor
) -> tuple[str, bytes]:
    """The year table: meetings by kind and quarter, turnout. Raises NotYours, YearOutOfRange."""
    by.must(Capability.EXPORT, organization)
    must_be_valid_year(year)
    lines = statistics.table(organization, year)
    table = PaperContent(
        "statistics",
        organization,
        f"{organization.short_name}{year}年组织生活统计表",
        statistics.context(organization, year, lines),
        [(f"{year}年", statistics.HEADS, statistics.rows(lines))],
        SheetHead(
            f"{organization.short_name}{year}年组织生活统计表", organization.name, by.name, month=f"{year}年"
        ),
    )
    after = {"form": form, "year": year}
    return export_paper(table, form, "paper.statistics", subject=organization, after=after, by=by)


def must_be_valid_year(asked: int) -> None:
    last = clock.today().year + 1
    if not FIRST_YEAR <= asked <= last:
        raise errors.YearOutOfRange(year=asked, first=FIRST_YEAR, last=last)
