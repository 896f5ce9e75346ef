"""Match a bundle with this installation: its organization, its people, and who is unknown. Nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules.organization_names import normal_name
from branches.selectors.actors import Actor
from core import clock
from core.errors import Gone
from documents.rules.bundles.schema import PARTS
from exchange.models import Import
from exchange.rules.read_bundle import Bundle, read_bundle
from exchange.selectors.import_files import uploaded_content
from meetings.models import Meeting
from meetings.record.field_types import Person, scalars_of
from meetings.record.schema import MeetingRecord
from meetings.states import AttendanceState, Kind
from members.models import Member


@dataclass(frozen=True)
class UnmatchedPerson:
    """Somebody of the bundle who is no member here. `is_on_roll`: the record cannot be imported without them."""

    name: str
    role: str
    is_on_roll: bool


@dataclass
class MatchedBundle:
    """A verified bundle with the organization, members and existing meeting of this installation."""

    bundle: Bundle
    organization: Organization
    people: dict[UUID, Member] = field(default_factory=dict)
    by_name: list[str] = field(default_factory=list)  # matched by name and branch only
    unmatched: list[UnmatchedPerson] = field(default_factory=list)
    existing: Meeting | None = None

    @property
    def record(self) -> dict[str, Any]:
        return self.bundle.record

    def person(self, person: dict[str, Any] | None) -> Member | None:
        return self.people.get(person["id"]) if person else None

    @property
    def missing(self) -> list[UnmatchedPerson]:
        return [one for one in self.unmatched if one.is_on_roll]

    @property
    def kind_names(self) -> str:
        return "、".join(kind.label for kind in Kind if kind in self.record["kinds"])

    @property
    def turnout(self) -> str:
        exempt = sum(row["state"] == AttendanceState.EXEMPT for row in self.record["attendances"])
        counts = "应到{expected}人，实到{present}人，请假{on_leave}人，缺席{absent}人".format(**self.record)
        came = sum(row["is_uncounted"] for row in self.record["attendances"])
        counts += f"，未列入应到{exempt}人" if exempt else ""
        return counts + (f"，未列入应到出席{came}人" if came else "")


def find_organization(bundle: Bundle, by: Actor) -> Organization | None:
    """The only standing organization in reach of that kind and name, else the one of that code if its name is alike."""
    wanted = bundle.record["organization"]
    may = by.reach.q(Capability.RECORD_MEETING, at="") | by.reach.q(Capability.IMPORT, at="")
    standing = Organization.objects.standing(clock.today()).filter(may).select_related("parent")
    named = standing.filter(kind=wanted["kind"], name=wanted["name"])[:2]
    if len(named) == 1:
        return named[0]
    coded = standing.filter(code=wanted["code"], kind=wanted["kind"]).first()
    return coded if coded and normal_name(coded.short_name) == normal_name(wanted["short_name"]) else None


def match_bundle(bundle: Bundle, organization: Organization, by: Actor) -> MatchedBundle:
    """Match the people of the bundle by uuid, else by name within the branch. Three queries.

    On the roll stands only who belonged there on the day; a bundle that is not believed names nobody else at all.
    """
    arrival = MatchedBundle(bundle, organization)
    arrival.existing = Meeting.objects.filter(uuid=bundle.uuid).select_related("organization").first()
    names = {person["id"]: person["name"] for person, _, _ in _named_people(bundle.record)}
    branch = organization.parent if organization.is_group and organization.parent else organization
    members = Member.objects.belonging(bundle.record["held_on"], organization__path__startswith=branch.path)
    guests = {person["id"] for person, _, is_on_roll in _named_people(bundle.record) if not is_on_roll}
    on_roll = {person["id"] for person, _, is_on_roll in _named_people(bundle.record) if is_on_roll}
    elsewhere = guests - on_roll if bundle.is_signed else set()
    known = Member.objects.filter(
        Q(uuid__in=list(elsewhere)) | Q(uuid__in=list(names), pk__in=members.values("pk"))
    )
    arrival.people = {one.uuid: one for one in known if one.name == names[one.uuid]}
    unknown = {uuid: name for uuid, name in names.items() if uuid not in arrival.people}
    if unknown:
        taken = {member.pk for member in arrival.people.values()}
        namesakes: dict[str, list[Member]] = defaultdict(list)
        for member in members.filter(name__in=set(unknown.values())):
            if member.pk not in taken:
                namesakes[member.name].append(member)
        shared = Counter(unknown.values())
        for uuid, name in unknown.items():
            if len(namesakes[name]) == shared[name] == 1:
                arrival.people[uuid] = namesakes[name][0]
                arrival.by_name.append(name)
    unmatched: dict[tuple[UUID, bool], UnmatchedPerson] = {}
    for person, role, is_on_roll in _named_people(bundle.record):
        if person["id"] not in arrival.people:
            stranger = UnmatchedPerson(person["name"], role, is_on_roll)
            unmatched.setdefault((person["id"], is_on_roll), stranger)
    arrival.unmatched = list(unmatched.values())
    return arrival


def match_uploaded_bundle(batch: Import, by: Actor) -> MatchedBundle:
    """Match the stored bundle with this installation: what importing it now would do. Raises Gone, ImportGone."""
    if batch.organization is None:
        raise Gone
    return match_bundle(read_bundle(uploaded_content(batch)), batch.organization, by)


def _named_people(record: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, bool]]:
    """(person, role, whether the record cannot be imported without them)"""
    for row in record["attendances"]:
        yield row["member"], AttendanceState(row["state"]).label, True
    for one in scalars_of(MeetingRecord):
        if isinstance(one.type, Person) and record[one.name]:
            yield record[one.name], one.type.label, False
    for name, part in PARTS.items():
        for row in record[name]:
            if row.get("member"):
                yield row["member"], part.label, part.needs_member
    for poll in record["polls"]:
        for row in poll["voters"]:
            yield row["member"], "投票人", True
        for row in poll["papers"]:
            if row["about"]:
                yield row["about"], "测评对象", True
    for appraisal in record["appraisals"]:
        for row in appraisal["entries"]:
            yield row["member"], "评议对象", True
    for item in record["agenda"]:
        for one in item["statements"]:
            if one["speaker"]:
                yield one["speaker"], "发言人", False
