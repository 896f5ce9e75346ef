"""Check an imported roster against the members on record: each row is new, changed, unchanged or an error.

Nothing here writes. The job runs the same check again before it stores, so an old preview does no harm.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Min
from django.utils import timezone

from audit import keys
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.selectors.organization_index import BranchIndex
from core import clock
from core.workbooks.columns import WorkbookSheet
from core.workbooks.repeated import leave_out_repeated
from core.workbooks.rows import CHANGED, ERROR, UNCHANGED, WARNING, Question, line_beside
from core.workbooks.unknown_columns import BRANCH, BRANCH_SHAPE, IDENTITY
from members.errors import ConcernsYourself
from members.models import Member
from members.personal_data import identity, names
from members.rules import membership
from members.rules.roster.rows import DATES, RosterRow, read_roster_rows
from members.selectors import member_list
from members.selectors.roster import matching
from members.selectors.roster.matching import KnownMember, kept_fact
from members.selectors.roster.preview import CheckedRoster, display_text

COMPARED = (
    "name", "gender", "birth_on", "number", "ethnicity", "education", "native_place", "workplace", "occupation",
    "applied_on", "joined_on", "full_on", "is_mobile", "note",
)  # fmt: skip
DATES_WITHOUT_DAY = ("birth_on", "applied_on", "joined_on", "full_on")  # each may depend on the one before
DECIDED = frozenset({"joined_on", "full_on"})
PAST_DATES = ("joined_on", "birth_on", "applied_on")
LONGEST_PROBATION = 24
"""Months: a year, and at most one more when it is extended once (发展党员工作细则)."""


def check(sheets: Sequence[WorkbookSheet], scope: Organization | None, by: Actor) -> CheckedRoster:
    """Check every row of a roster and note changes, warnings and errors on its cells. Raises KeyBeingReplaced:
    people are recognised by digests, which then stand under two keys.
    """
    keys.must_not_be_replaced()
    rows = read_roster_rows(sheets)
    places = BranchIndex.of(scope, by)
    today = clock.today()
    for row in rows:
        _assign_branch(row, sheets[row.sheet], places)
    rows = leave_out_repeated(rows, sheets, _person_key)
    met = matching.match_members(rows, sheets, by)
    opened = _rolls_opened({row.organization for row in rows if row.organization})
    for row in rows:
        known = met.get(row.member) if row.member is not None else None
        if "name" not in row.facts:
            row.add_note("name", ERROR, "没有姓名")
        elif names.has_odd_characters(row.facts["name"]):
            row.add_note("name", WARNING, "姓名里有数字或符号，请核对")
        if row.loose:
            _complete_loose_date(row, known)
        _judge_dates(row, known, sheets[row.sheet], today)
        if known is None:
            _judge_new(row, sheets[row.sheet], opened)
        else:
            _compare(row, known, places)
    _refuse_own(rows, by)
    _warn_of_shared_phones(rows, sheets, by)
    return CheckedRoster(sheets, rows, places, met, questions=_questions(rows, sheets))


def _refuse_own(rows: Sequence[RosterRow], by: Actor) -> None:
    """Nobody brings in when they themselves joined or became a full member, nor themselves as a new one (R-SEC-14)."""
    if by.user is None:
        return
    name, own = by.user.name.strip(), set(Member.objects.filter(user=by.user).values_list("pk", flat=True))
    for row in rows:
        is_new_own = row.member is None and not own and row.facts.get("name") == name
        is_own = row.member in own and not row.changes.keys().isdisjoint(DECIDED)
        if row.outcome != ERROR and (is_own or is_new_own):
            row.add_note("name", ERROR, ConcernsYourself.sentence)


def _questions(rows: Sequence[RosterRow], sheets: Sequence[WorkbookSheet]) -> list[Question]:
    """Whether all are full or probationary members, when no column of a sheet says so."""
    silent = [number for number, sheet in enumerate(sheets) if _says_no_status(sheet)]
    if not any(row.sheet in silent for row in rows):
        return []
    unanswered = [number for number in silent if "status" not in sheets[number].given]
    if unanswered:
        sheets[unanswered[0]].remarks.append(
            "表里没有“党员类别”，也没有“转正日期”，不知道是正式党员还是预备党员。请在“列”里写明全表都是哪一类，或者加上一列再上传"
        )
    return [Question("status", "表里的人都是", [("full", "正式党员"), ("preparatory", "预备党员")])]


def _says_no_status(sheet: WorkbookSheet) -> bool:
    return bool(sheet.at) and not {"status", "full_on"} & set(sheet.at)


def _person_key(row: RosterRow) -> tuple[Any, ...]:
    facts = row.facts
    return (facts.get("name"), row.digest or facts.get("number") or row.birth_on or facts.get("joined_on"))


def _assign_branch(row: RosterRow, sheet: WorkbookSheet, places: BranchIndex) -> None:
    """Set the branch by the cell, else by the band above, else by the sheet's name, else the only one in reach."""
    written = row.facts.get("branch")
    if written:
        place, why = places.branch(str(written))
    else:
        place, why = places.branch(row.band) if row.band else (None, "")
        if place is None and not BRANCH_SHAPE.fullmatch(row.band):
            names = [*sheet.captions, sheet.name]
            place = next((one for name in names if (one := places.known_branch(name))), places.only_branch)
        why = why or _no_branch(sheet)
    if place is None:
        row.add_note("branch", ERROR, why)
        return
    row.organization = place.pk
    if written := row.facts.get("group"):
        group = places.group(place.pk, str(written))
        if group:
            row.group = group.pk
        else:
            row.add_note("group", WARNING, f"“{place.short_name}”没有这个党小组，这一格不导入")


def _no_branch(sheet: WorkbookSheet) -> str:
    unread = next((title for title, look in sheet.looks.items() if look == BRANCH), "")
    return f"没有写所在党支部。“{unread}”列像党组织，请在“列”里写明" if unread else "没有写所在党支部"


def _complete_loose_date(row: RosterRow, known: KnownMember | None) -> None:
    """Complete dates without a day: the day on record in that month, or the first day the rules allow, which is marked."""
    for field in DATES_WITHOUT_DAY:
        if field not in row.loose:
            continue
        written: dt.date = row.facts[field]
        on_record = getattr(known, field) if known else None
        floor = None
        if field == "joined_on" and row.birth_on:
            floor = clock.months_later(row.birth_on, membership.ADULT)
        elif field == "full_on" and "joined_on" in row.facts:
            floor = membership.end_of_probation(row.facts["joined_on"])
        day = next((one for one in (on_record, floor) if one and is_same_month(one, written)), written)
        row.facts[field] = day
        if day != on_record:
            doubt = row.notes[field].sentence if field in row.notes else ""
            row.add_note(field, WARNING, "；".join(filter(None, [doubt, f"只写到月，按{day}记"])))


def is_same_month(one: dt.date, other: dt.date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _judge_dates(row: RosterRow, known: KnownMember | None, sheet: WorkbookSheet, today: dt.date) -> None:
    """Check R-DATA-02 and R-DATA-03 on the facts as they would be after the import."""
    facts = row.facts
    for field in PAST_DATES:
        if field in facts and facts[field] > today:
            row.add_note(field, ERROR, f"{facts[field]}还没有到，请核对")
    joined_on = facts.get("joined_on") or (known.joined_on if known else None)
    if joined_on is None:
        return
    birth_on = row.birth_on or (known.birth_on if known else None)
    full_on = facts.get("full_on") or (known.full_on if known and "full_on" not in row.erased else None)
    # The numbers alone decide most rows, which saves calling the rules for each of a district's roster.
    young = birth_on and joined_on.year - birth_on.year < 19 and membership.age_refusal(birth_on, joined_on)
    if young:
        row.add_note("joined_on", ERROR, f"入党要满18岁，最早{young.facts['earliest']}")
    is_soon = full_on and (full_on.year - 1, full_on.month, full_on.day) < joined_on.timetuple()[:3]
    soon = is_soon and membership.probation_refusal(joined_on, full_on)
    if soon:
        field = "full_on" if "full_on" in facts else "joined_on"
        row.add_note(field, ERROR, f"转正要在入党满1年之后，最早{soon.facts['earliest']}")
    if joined_on < membership.WITHOUT_PROBATION[1]:
        for field, sentence in membership.warnings(birth_on, joined_on, full_on).items():
            row.add_note(field, WARNING, sentence)
    status = facts.get("status")
    undated = status == "full" and full_on is None
    if undated and sheet.given.get("status") == "full" and "full_on" not in sheet.at:
        full_on = facts["full_on"] = membership.end_of_probation(joined_on)
        row.add_note("full_on", WARNING, f"没有转正日期，按预备期满{full_on}记")
    if status == "full" and full_on is None:
        row.add_note("full_on", ERROR, "正式党员要填转正日期")
    elif status == "full" and full_on and full_on > today:
        row.add_note("full_on", ERROR, f"类别写正式，转正日期{full_on}却还没有到，请核对")
    elif status == "preparatory" and full_on and full_on <= today:
        row.add_note("status", ERROR, f"类别写预备，转正日期却是{full_on}，请核对")


def _rolls_opened(branches: set[int]) -> dict[int, dt.date]:
    """Since when each branch has its roll here."""
    there = Member.objects.present().filter(organization__pk__among=list(branches)).order_by()
    first = there.values_list("organization").annotate(first=Min("created_at"))
    return {key: timezone.localdate(at) for key, at in first}


def _judge_new(row: RosterRow, sheet: WorkbookSheet, opened: dict[int, dt.date]) -> None:
    facts, roll = row.facts, opened.get(row.organization or 0)
    if "joined_on" not in facts:
        said = row.notes.get("joined_on")
        row.add_note("joined_on", ERROR, said.sentence if said else "没有入党日期")
    elif roll and facts["joined_on"] > roll:  # R-SEC-14, R-STA-12
        sentence = f"名册{roll}就有了，以后入党的不从文件编入：请凭决议和批复提出接收，转入的凭介绍信"
        row.add_note("joined_on", ERROR, sentence)
    if row.outcome == ERROR:
        return
    if "status" not in facts and "full_on" not in facts:
        if clock.months_later(facts["joined_on"], LONGEST_PROBATION) < clock.today():
            sentence = (
                "不知道是正式还是预备，见表上方的说明"
                if _says_no_status(sheet)
                else "没有转正日期，也没有写类别。正式党员填转正日期，预备党员类别写预备"
            )
            row.add_note("full_on", ERROR, sentence)
            return
        row.add_note("status", WARNING, "没有写类别和转正日期，按预备党员导入")
    unread = next((title for title, look in sheet.looks.items() if look == IDENTITY), "")
    if row.mask:
        row.add_note("identity", ERROR, "身份证号遮住了几位，认不出是谁，请填完整号码")
    elif not row.digest and unread and "identity" not in sheet.at:
        row.add_note("identity", ERROR, f"“{unread}”列像身份证号，没有读。请先在“列”里写明是不是，再导入")
    elif not (row.digest or facts.get("number") or facts.get("birth_on")):
        row.add_note("identity", ERROR, "没有身份证号、党员编号和出生日期，认不出是谁")
    elif not row.digest and "identity" in sheet.at:
        row.add_note("identity", WARNING, "没有身份证号，以后按编号或姓名加出生日期认人")
    if row.digest:
        facts.setdefault("birth_on", row.born)
        facts.setdefault("gender", str(identity.gender_of(facts["identity"])))


def _compare(row: RosterRow, known: KnownMember, places: BranchIndex) -> None:
    facts = row.facts
    changes: dict[str, tuple[Any, Any]] = {}
    for field in COMPARED:
        if field in facts:
            old = getattr(known, field)
            if facts[field] != old:
                changes[field] = (old, facts[field])
        elif field in row.erased and getattr(known, field) not in (None, ""):
            changes[field] = (getattr(known, field), None if field in DATES or field == "ethnicity" else "")
    if row.digest and row.digest != known.identity_digest:
        changes["identity"] = (kept_fact(known, "identity"), facts["identity"])
    if row.phone_digest != known.phone_digest and (row.phone_digest or "phone" in row.erased):
        changes["phone"] = (kept_fact(known, "phone"), facts.get("phone", ""))
    if "address" in facts or "address" in row.erased:
        old, new = kept_fact(known, "address"), facts.get("address", "")
        if old != new:
            changes["address"] = (old, new)
    if row.organization is not None and row.organization != known.organization:
        row.add_note("branch", WARNING, f"现在在“{known.place}”，调动请走组织关系转接")
        row.organization, row.group = known.organization, known.group
    elif (row.group is not None or "group" in row.erased) and row.group != known.group:
        changes["group"] = (known.group, row.group)
    full = changes.get("full_on", ())
    if len({member_list.status_of(day, clock.today()) for day in full}) > 1:  # R-SEC-14
        del changes["full_on"]
        row.keep_raw("full_on", str(facts.pop("full_on", "")))
        row.add_note("full_on", WARNING, "转正由支部大会通过、上级党委批准，请在党员页提出，这一格不导入")
    if changes:
        row.changes = changes
    if known.birth_on and row.raw.get("birth_on") == str(known.birth_on.year):
        row.notes.pop("birth_on", None)  # an exported list tells whoever may not see the day only the year
    for field, (old, _new) in changes.items():
        row.add_note(field, CHANGED, "", display_text(field, old, places) or "空白")
    if "name" in changes:
        row.add_note("name", WARNING, "号码相同，姓名不同。请核对是不是同一个人")
    if row.outcome != ERROR:
        row.outcome = CHANGED if changes else UNCHANGED


def _warn_of_shared_phones(rows: list[RosterRow], sheets: Sequence[WorkbookSheet], by: Actor) -> None:
    """Warn of telephone numbers that somebody else has too, in the file or on the roll, of those whose numbers
    the actor may unmask."""
    holders: dict[str, tuple[int | None, str]] = {}
    new = [row for row in rows if row.member is None or "phone" in row.changes]
    digests = {row.phone_digest for row in new if row.phone_digest}
    if digests:
        reached = Member.objects.present().filter(by.reach.q(Capability.VIEW_PRIVATE))
        members = reached.filter(phone_digest__among=digests)
        for digest, pk, name in members.order_by().values_list("phone_digest", "pk", "name"):
            holders.setdefault(digest, (pk, name))
    first: dict[str, RosterRow] = {}
    for row in rows:
        if not row.phone_digest:
            continue
        other = first.setdefault(row.phone_digest, row)
        if other is not row:
            row.add_note(
                "phone",
                WARNING,
                f"与{line_beside(other, row, sheets)}{other.facts.get('name', '')}的电话相同",
            )
            continue
        holder = holders.get(row.phone_digest)
        if holder and holder[0] != row.member:
            row.add_note("phone", WARNING, f"与{holder[1]}的电话相同")
