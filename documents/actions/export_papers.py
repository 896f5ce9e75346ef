"""Papers handed out at once: minutes, sign-in sheet, a member's year, statistics. Each leaves an audit entry."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import NotPermitted
from core.word import Letter
from core.workbooks.writing import write_workbook
from documents import errors
from documents.actions import minutes_document as documents
from documents.contexts import layout, member_year
from documents.contexts import minutes as paper
from documents.contexts import year_workbook as of_year
from meetings.models import Meeting
from meetings.selectors import own_seat
from meetings.states import PaperKind, State
from members.models import Member

FIRST_YEAR = 2000


def export_minutes(
    *, meeting: Meeting, form: str = "docx", address: str = "", by: Actor
) -> tuple[str, bytes]:
    """The minutes' file name and content. Raises NotYours, PdfUnavailable, UnfitTemplate."""
    content = documents.minutes(meeting, by, form, address)
    return f"{documents.file_name(meeting)}.{form}", content


def export_sign_in(*, meeting: Meeting, form: str = "pdf", address: str = "", by: Actor) -> tuple[str, bytes]:
    """The sheet to sign: the roll of the day with blank lines before the meeting, what was taken afterwards.

    Raises NotYours, PdfUnavailable, UnfitTemplate.
    """
    by.must(Capability.VIEW, meeting.organization)
    is_blank = not meeting.is_held
    if is_blank:
        rows = [(seat.name, "") for seat in own_seat.seats(meeting) if seat.is_expected]
    else:
        taken = meeting.attendances.exclude(state=State.EXEMPT).order_by("id")
        late = set(paper.late_leaves().filter(meeting=meeting).values_list("member_id", flat=True))
        rows = [
            (name, State(state).label + ("，补假" if state == State.ON_LEAVE and pk in late else ""))
            for pk, name, state in taken.values_list("member_id", "member__name", "state")
        ]
    words = paper.sign_in_context(meeting, rows, is_blank) | documents.with_code(address)
    title = documents.file_name(meeting, "签到表")
    content = layout.lay_out(PaperKind.SIGN_IN, words, meeting.organization, form, title)
    with transaction.atomic():
        chain.record(
            "paper.sign_in",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={"form": form, "rows": len(rows)},
        )
    return f"{title}.{form}", content


def export_member_year(*, member: Member, year: int, form: str = "pdf", by: Actor) -> tuple[str, bytes]:
    """A member's own record of a year: for himself, and for those who see his file.

    Raises NotPermitted, YearOutOfRange, PdfUnavailable, UnfitTemplate.
    """
    must_see_year(member, by)
    must_be_a_year(year)
    title = f"{member.name}{year}年度组织生活个人记录"
    content = layout.lay_out(
        PaperKind.MEMBER_YEAR, member_year.context(member, year), member.organization, form, title
    )
    with transaction.atomic():
        chain.record(
            "paper.member_year",
            by=by,
            subject=member,
            where=member.organization,
            after={"form": form, "year": year},
        )
    return f"{title}.{form}", content


def must_see_year(member: Member, by: Actor) -> None:
    """Raises NotPermitted for whoever is neither the member nor sees his file."""
    is_own = by.user is not None and member.user_id == by.user.pk
    if not is_own and not by.may(Capability.VIEW_MEMBERS, member.organization):
        raise NotPermitted


def export_statistics(
    *, organization: Organization, year: int, form: str = "xlsx", by: Actor
) -> tuple[str, bytes]:
    """The year table: meetings by kind and quarter, turnout. Raises NotYours, YearOutOfRange."""
    by.must(Capability.EXPORT, organization)
    must_be_a_year(year)
    lines = of_year.statistics(organization, year)
    title = f"{organization.short_name}{year}年组织生活统计表"
    heads = ("项目", *of_year.COLUMNS)
    rows = [[label, *values] for label, values in lines]
    if form == "xlsx":
        content = write_workbook([(f"{year}年", heads, rows)])
    else:
        letter = Letter(title)
        letter.centred(organization.name)
        letter.title(f"{year}年组织生活统计表")
        texts = [[str(value) for value in row] for row in rows]
        letter.table(heads, texts, (56, 20, 20, 20, 20, 20))
        letter.text("一次会议有两种类型的，各计一次；合计和到会人次只计一次。只计已提交和已确认的会议。")
        letter.signed("填表人：", "填表日期：")
        content = letter.content()
    with transaction.atomic():
        chain.record(
            "paper.statistics",
            by=by,
            subject=organization,
            where=organization,
            after={"form": form, "year": year},
        )
    return f"{title}.{form}", content


def must_be_a_year(asked: int) -> None:
    last = clock.today().year + 1
    if not FIRST_YEAR <= asked <= last:
        raise errors.YearOutOfRange(year=asked, first=FIRST_YEAR, last=last)
