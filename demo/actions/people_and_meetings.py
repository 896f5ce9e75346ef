"""Writes organizations, members, terms and meetings of the demonstration as database rows."""

import datetime as dt
import json
from random import Random
from uuid import UUID

from branches.models import Change, Organization, Term
from branches.states import ELECTS, UnitKind
from core import clock
from core.pinyin import initials, pinyin
from demo.actions.rows import Table
from demo.rules.chance import by_share, random_uuid
from demo.rules.offices import Tenure
from demo.rules.people import InventedPerson, identity_of
from demo.rules.records import InventedRecord, due, is_late
from demo.rules.tree import InventedUnit
from meetings.models import AgendaItem, Attendance, Meeting, MeetingKind, MeetingNumber, Resolution, Step
from meetings.rules import checks
from meetings.states import COUNTED, Status
from members.models import Member, Membership, Post, Restriction
from members.personal_data import sealing

OCCUPATIONS = {
    UnitKind.COMMUNITY: ("居民", "社区工作者", "个体工商户", "自由职业者"),
    UnitKind.VILLAGE: ("农民", "村干部", "个体工商户", "务工人员"),
    UnitKind.ORGAN: ("公务员", "工勤人员", "事业编制人员"),
    UnitKind.STREET_OFFICE: ("公务员", "工勤人员", "事业编制人员"),
    UnitKind.INSTITUTION: ("专业技术人员", "管理人员", "工勤人员"),
    UnitKind.STATE_ENTERPRISE: ("企业管理人员", "技术工人", "职员"),
    UnitKind.PRIVATE_ENTERPRISE: ("职员", "技术工人", "企业管理人员", "销售人员"),
    UnitKind.SOCIAL_ORGANIZATION: ("专业技术人员", "职员", "管理人员"),
    UnitKind.SCHOOL: ("教师", "教师", "管理人员"),
    UnitKind.RETIREES: ("退休人员",),
    UnitKind.MOBILE: ("务工人员", "自由职业者", "个体工商户"),
}
NATIVE = ("福建海云", "福建", "江西", "广东", "浙江", "湖南", "四川", "河南", "安徽", "湖北")


class Registry:
    """Organizations, people and offices."""

    def __init__(self, rng: Random, now: dt.datetime) -> None:
        self.rng = rng
        self.now = now
        self.organizations = Table(
            Organization, "code", "name", "short_name", "kind", "unit_kind", "parent_id", "path", "activity_day",
            "units_covered", "established_on", "dissolved_on", "pinyin", "initials", "version",
            "units",
        )  # fmt: skip
        self.changes = Table(
            Change, "organization_id", "deed", "effective_on", "document", "old_name", "new_name", "old_parent_id",
            "new_parent_id", "recorded_at", "recorded_by_id",
            "approved_on",
        )  # fmt: skip
        self.members = Table(
            Member, "uuid", "user_id", "name", "pinyin", "initials", "gender", "birth_on", "identity_sealed",
            "identity_digest", "identity_tail", "phone_sealed", "phone_digest", "phone_tail", "number", "ethnicity",
            "education", "native_place", "workplace", "occupation", "address_sealed", "applied_on", "joined_on",
            "full_on", "is_mobile", "note", "organization_id", "group_id", "left_on", "version", "created_at", "updated_at",
        )  # fmt: skip
        self.memberships = Table(
            Membership,
            "member_id",
            "organization_id",
            "group_id",
            "since",
            "until",
            "entry",
            "exit",
            "document",
        )
        self.restrictions = Table(
            Restriction, "member_id", "kind", "since", "until", "reason", "document", "review_on"
        )
        self.terms = Table(
            Term, "organization_id", "number", "has_committee", "since", "due_on", "extended_until",
            "extension_document", "extension_approved_on", "extension_approved_by", "extension_entered_on",
            "overdue_days", "until",
        )  # fmt: skip
        self.posts = Table(
            Post, "term_id", "organization_id", "member_id", "title", "since", "until", "document"
        )
        self.identities: set[str] = set()

    def organization(self, unit: InventedUnit) -> None:
        unit.id = self.organizations.add(
            unit.code, unit.name, unit.short, unit.kind, unit.registered_unit_kind, unit.parent.id if unit.parent else None,
            unit.path, unit.activity_day, unit.units_covered, unit.established_on, None,
            pinyin(unit.name)[:400], initials(unit.name)[:120], 1,
            json.dumps(unit.units, ensure_ascii=False),
        )  # fmt: skip
        document = f"海委组〔{unit.established_on.year}〕{1 + unit.id % 180}号"
        parent = unit.parent.id if unit.parent else None
        self.changes.add(
            unit.id,
            Change.Deed.ESTABLISHED,
            unit.established_on,
            document,
            "",
            unit.name,
            None,
            parent,
            self.now,
            None,
            unit.established_on - dt.timedelta(days=9),
        )

    def member(self, person: InventedPerson, user_id: int | None) -> None:
        rng, stay = self.rng, person.home
        unit_kind = UnitKind(stay.unit.unit_kind)
        identity_number = identity_of(person, self.identities, rng)
        # Mobile numbers do not begin with 12.
        telephone = f"12{rng.randrange(10**9):09d}" if rng.random() < 0.985 else ""
        occupation = self.occupation(person, unit_kind)
        uuid = random_uuid(rng)
        identity = sealing.identity_columns(identity_number, uuid)
        phone = sealing.phone_columns(telephone, uuid)
        number = len(self.identities)
        unit = stay.unit.what
        person.id = self.members.add(
            uuid, user_id, person.name, pinyin(person.name)[:200],
            initials(person.name)[:64], Member.Gender.MALE if person.man else Member.Gender.FEMALE, person.born_on,
            identity["identity_sealed"], identity["identity_digest"], identity["identity_tail"],
            phone["phone_sealed"], phone["phone_digest"], phone["phone_tail"], f"HY{number:06d}", person.ethnic,
            self.education(person), rng.choice(NATIVE), f"{unit}{occupation}"[:120], occupation,
            self.address(unit, uuid),
            clock.months_later(person.joined_on, -rng.randint(14, 40)), person.joined_on, person.full_on,
            unit_kind == UnitKind.MOBILE or rng.random() < 0.01, "", stay.unit.id, stay.group.id if stay.group else None,
            None, 1, self.now, self.now,
        )  # fmt: skip
        for each in person.stays:
            group = each.group.id if each.group else None
            self.memberships.add(
                person.id, each.unit.id, group, each.since, each.until, each.entry, each.exit, ""
            )
        for limit in person.limits:
            self.restrictions.add(
                person.id, limit.kind, limit.since, limit.until, limit.reason, limit.document, limit.review_on
            )

    def address(self, unit: str, member: UUID) -> str:
        """Of three in ten an address is known."""
        rng = self.rng
        if rng.random() >= 0.3:
            return ""
        return sealing.seal_fact(
            "address", f"海云区{unit}{rng.randint(1, 40)}号{rng.randint(101, 2602)}室", member
        )

    def occupation(self, person: InventedPerson, unit_kind: UnitKind) -> str:
        retired = person.age(self.now.date()) >= (60 if person.man else 55)
        if retired and unit_kind != UnitKind.VILLAGE:
            return "退休人员"
        return self.rng.choice(OCCUPATIONS[unit_kind])

    def education(self, person: InventedPerson) -> str:
        age, chance = person.age(self.now.date()), self.rng.random()
        if age < 45:
            return by_share(chance, (0.12, "硕士研究生"), (0.7, "大学本科"), (0.93, "大学专科"), (1, "高中"))
        if age < 62:
            return by_share(chance, (0.35, "大学本科"), (0.65, "大学专科"), (0.9, "高中"), (1, "初中"))
        return by_share(chance, (0.2, "大学专科"), (0.55, "高中"), (0.85, "初中"), (1, "小学"))

    def tenure(self, tenure: Tenure) -> None:
        due_on = tenure.due_on if tenure.unit.kind in ELECTS else None
        document, approved_by, approved_on, late = "", "", None, 0
        if due_on and tenure.extended_until:  # some of them were approved only after the end
            late = 12 if tenure.unit.id % 4 == 1 else 0
            approved_on = due_on + dt.timedelta(days=late or -25)
            document = f"海委组〔{approved_on.year}〕{tenure.unit.id % 90 + 1}号"
            approved_by = tenure.unit.parent.name if tenure.unit.parent else ""
        term = self.terms.add(
            tenure.unit.id, tenure.number, tenure.has_committee, tenure.since, due_on,
            tenure.extended_until if due_on else None, document, approved_on, approved_by, approved_on, late, tenure.until,
        )  # fmt: skip
        for office in tenure.offices:
            self.posts.add(
                term, tenure.unit.id, office.person.id, office.title, office.since, office.until, ""
            )

    def close(self) -> None:
        for table in (
            self.organizations, self.changes, self.members, self.memberships, self.restrictions, self.terms, self.posts,
        ):  # fmt: skip
            table.close()


class Minutes:
    """Meetings and all that belongs to them."""

    def __init__(self) -> None:
        self.meetings = Table(
            Meeting, "uuid", "organization_id", "theme", "held_on", "starts_at", "ends_at", "place", "host_id", "host_note",
            "recorder_id", "guests", "minutes", "status", "expected", "present", "on_leave",
            "absent", "roll_frozen_at", "submitted_at", "is_late", "is_void", "returned_count", "confirmed_at", "version",
            "created_at", "changed_at",
        )  # fmt: skip
        self.kinds = Table(MeetingKind, "meeting_id", "kind")
        self.numbers = Table(MeetingNumber, "meeting_id", "organization_id", "kind", "year", "number")
        self.last_numbers: dict[tuple[int, int, str], int] = {}
        self.attendances = Table(
            Attendance,
            "meeting_id",
            "member_id",
            "state",
            "reason_code",
            "reason",
            "has_vote",
            "source",
            "at",
        )
        self.agenda = Table(AgendaItem, "meeting_id", "position", "title", "discussion")
        self.resolutions = Table(
            Resolution,
            "item_id",
            "text",
            "form",
            "entitled",
            "present",
            "yes",
            "no",
            "abstain",
            "passed",
            "executor",
            "due_on",
            "ends_with_vote",
        )
        self.steps = Table(Step, "meeting_id", "deed", "comment", "by_id", "who", "at")

    def write(self, record: InventedRecord) -> None:
        gathering, turnout = record.gathering, record.turnout
        recorded = [at for deed, _, _, at in record.steps if deed == Step.Type.RECORDED]
        frozen_at = recorded[0] if recorded else None
        meeting = self.meetings.add(
            record.uuid, gathering.unit.id, record.theme, gathering.day, record.starts_at, record.ends_at, record.place,
            record.host.id if record.host else None, record.host_note, record.recorder.id if record.recorder else None,
            record.guests, record.minutes, record.status, turnout.expected,
            turnout.present, turnout.on_leave, turnout.absent, frozen_at, record.submitted_at, is_late(record),
            checks.is_void(gathering.kinds, turnout),
            record.returned_count, record.confirmed_at, len(record.steps), record.steps[0][3], record.steps[-1][3],
        )  # fmt: skip
        for kind in gathering.kinds:
            self.kinds.add(meeting, kind)
            if is_numbered(record):
                sequence = (gathering.unit.id, gathering.day.year, kind)
                number = self.last_numbers[sequence] = self.last_numbers.get(sequence, 0) + 1
                self.numbers.add(meeting, gathering.unit.id, kind, gathering.day.year, number)
        self.attendances.add_all(
            [
                (
                    meeting,
                    seat.person.id,
                    seat.state,
                    seat.reason_code,
                    seat.reason,
                    seat.has_vote,
                    seat.source,
                    frozen_at,
                )
                for seat in record.seats
            ]
        )
        tallies = iter(record.tallies)
        for position, item in enumerate(record.agenda, 1):
            key = self.agenda.add(meeting, position, item.title, item.discussion)
            if item.decision:
                entitled, present, yes, no, abstain, passed = next(tallies)
                self.resolutions.add(
                    key,
                    item.decision,
                    "hands",
                    entitled,
                    present,
                    yes,
                    no,
                    abstain,
                    passed,
                    item.executor,
                    due(record, position) if item.executor else None,
                    not item.executor,
                )
        for deed, comment, clerk, at in record.steps:
            self.steps.add(meeting, deed, comment, clerk.user_id, clerk.name, at)

    def close(self) -> None:
        for table in (
            self.meetings, self.kinds, self.numbers, self.attendances, self.agenda, self.resolutions, self.steps,
        ):  # fmt: skip
            table.close()


def is_numbered(record: InventedRecord) -> bool:
    return record.status in (*COUNTED, Status.RETURNED)
