"""No action can be taken that leaves no entry: walks every action of the house and takes it once.

An action without a ready call in CALLS fails the test, so a new one cannot be forgotten.
"""

import ast
import datetime as dt
import functools
import importlib
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from accounts import actions as accounts
from audit import actions as audit_actions
from audit.models import Entry
from branches import actions as branches
from branches.selectors.actors import SYSTEM, Actor
from core.clock import Period
from documents import actions as documents
from exchange import actions as exchange
from exchange.actions import import_workbooks
from meetings import actions as meetings
from members import actions as members
from members.models import Member
from obligations import actions as obligations
from reports import actions as reports
from tests.contracts import parts
from tests.contracts.golden import check
from tests.contracts.house import OCTOBER, House, day, photo, recorded, roster, sitting, visit
from tests.factories import amend_meeting, record_meeting

pytestmark = pytest.mark.once  # no database can change its answer

APPS = ("accounts", "audit", "branches", "members", "meetings", "reports")
REQUEST = "request-of-the-test"
TODAY = dt.date(2026, 11, 22)


def by(house: House, name: str) -> Actor:
    return Actor.of(house.user(name), request_id=REQUEST, address="10.0.0.1", device="手机")


def closed(house: House) -> Any:
    return accounts.close_account(user=house.user("hua"), by=by(house, "sec"))


def locked(house: House) -> Any:
    user, door = house.user("hua"), Client()
    for _ in range(5):
        door.post("/sign-in/", {"username": user.username, "password": "wrong"})
    return user


def confirmed(house: House) -> Any:
    return import_workbooks.confirm(batch=house.batch, by=by(house, "shao"))


# action → (who, the call); what it needs done before stands in the call
OWN: dict[str, tuple[str, Callable[[House, Actor], Any]]] = {
    "accounts.actions.reset_password": (
        "sec",
        lambda h, by: accounts.reset_password(user=h.user("hua"), by=by),
    ),
    "accounts.actions.close_account": (
        "sec",
        lambda h, by: accounts.close_account(user=h.user("hua"), by=by),
    ),
    "accounts.actions.reopen_account": ("sec", lambda h, by: accounts.reopen_account(user=closed(h), by=by)),
    "accounts.actions.unlock_account": ("sec", lambda h, by: accounts.unlock_account(user=locked(h), by=by)),
    "accounts.actions.set_type": (
        "lin",
        lambda h, by: accounts.set_type(user=h.user("lin"), large=True, by=by),
    ),
    "audit.actions.start_verification": ("aud", lambda h, by: audit_actions.start_verification(by=by)),
    "audit.actions.verify": ("aud", lambda h, by: audit_actions.verify(by=by, place=by.place)),
    "audit.actions.export": (
        "aud",
        lambda h, by: audit_actions.export(entries=Entry.objects.filter(action="none"), filters={}, by=by),
    ),
    "branches.actions.grant": (
        "sec",
        lambda h, by: branches.grant(
            user=h.user("hua"), organization=h.world.branch, role="committee_member", since=TODAY, by=by
        ),
    ),
    "branches.actions.revoke": ("sec", lambda h, by: branches.revoke(mandate=h.mandate, until=TODAY, by=by)),
    "branches.actions.establish": (
        "wei",
        lambda h, by: branches.establish(
            code="A-9",
            name="中共海云区滨江社区第九党支部",
            short_name="滨江社区第九党支部",
            kind="branch",
            unit_kind="community",
            parent=h.world.street,
            established_on=TODAY,
            full_members=5,
            document="海组〔2026〕9号",
            by=by,
        ),
    ),
    "branches.actions.rename": (
        "wei",
        lambda h, by: branches.rename(
            organization=h.world.branch,
            name="中共海云区滨海社区第二党支部",
            short_name="滨海社区第二党支部",
            effective_on=TODAY,
            document="海组〔2026〕10号",
            by=by,
        ),
    ),
    "branches.actions.describe": (
        "wei",
        lambda h, by: branches.describe(organization=h.world.branch, activity_day=20, by=by),
    ),
    "branches.actions.call_off_dissolution": (
        "wei",
        lambda h, by: branches.call_off_dissolution(
            organization=branches.dissolve(
                organization=h.world.groups[0], effective_on=dt.date(2026, 12, 31), by=by
            ),
            reason="不撤了",
            by=by,
        ),
    ),
    "branches.actions.dissolve": (
        "wei",
        lambda h, by: branches.dissolve(
            organization=branches.establish(
                code="A-8",
                name="中共海云区临时党支部",
                short_name="临时党支部",
                kind="temporary_branch",
                unit_kind="community",
                parent=h.world.street,
                established_on=dt.date(2026, 1, 1),
                full_members=3,
                document="1",
                by=by,
            ),
            effective_on=TODAY,
            document="海组〔2026〕11号",
            by=by,
        ),
    ),
    "branches.actions.move": (
        "wei",
        lambda h, by: branches.move(
            organization=h.world.branch,
            parent=h.world.other_street,
            effective_on=TODAY,
            document="海组〔2026〕12号",
            by=by,
        ),
    ),
    "members.actions.enroll_member": (
        "wei",
        lambda h, by: members.enroll(
            organization=h.world.branch,
            name="钱进",
            joined_on=dt.date(2020, 7, 1),
            full_on=dt.date(2021, 7, 1),
            since=TODAY,
            by=by,
        ),
    ),
    "members.actions.update_member": (
        "lin",
        lambda h, by: members.update(member=h.member, education="本科", by=by),
    ),
    "members.actions.confirm_full_membership": (
        "wei",
        lambda h, by: members.confirm_full_membership(member=h.preparatory, on=dt.date(2026, 11, 20), by=by),
    ),
    "members.actions.transfer_member": (
        "wei",
        lambda h, by: members.transfer(member=h.member, organization=h.world.branches[0], on=TODAY, by=by),
    ),
    "members.actions.regroup": (
        "lin",
        lambda h, by: members.regroup(member=h.world.members[5], group=h.world.groups[0], on=TODAY, by=by),
    ),
    "members.actions.end_membership": (
        "wei",
        lambda h, by: members.leave(member=h.member, exit="died", on=TODAY, by=by),
    ),
    "members.actions.restrict_member": (
        "wei",
        lambda h, by: members.restrict(
            member=h.member, kind="exempt", since=TODAY, reason="长期患病", document="街道党工委决定", by=by
        ),
    ),
    "members.actions.lift": (
        "wei",
        lambda h, by: members.lift(restriction=h.restriction, until=TODAY, by=by),
    ),
    "members.actions.link_account": (
        "sec",
        lambda h, by: members.link(member=h.member, user=newcomer(h), by=by),
    ),
    "members.actions.unmask_number": (
        "lin",
        lambda h, by: members.unmask(member=h.member, field="phone", purpose="通知开会", by=by),
    ),
    "exchange.actions.export_roster": (
        "lin",
        lambda h, by: exchange.export_roster(people=Member.objects.visible_to(by), filters={}, by=by),
    ),
    "members.actions.upload": (
        "shao",
        lambda h, by: import_workbooks.upload(
            kind="roster", organization=h.world.street, content=roster(), name="名册.xlsx", by=by
        ),
    ),
    "members.actions.confirm": ("shao", lambda h, by: import_workbooks.confirm(batch=h.batch, by=by)),
    "members.actions.apply": ("shao", lambda h, by: import_workbooks.apply(batch=confirmed(h), by=by)),
    "exchange.actions.import_workbooks.collect_failed_rows": (
        "shao",
        lambda h, by: import_workbooks.collect_failed_rows(batch=h.batch, by=by),
    ),
    "exchange.actions.import_workbooks.import_at_once": (
        "shao",
        lambda h, by: import_workbooks.import_at_once(
            kind="roster", organization=h.world.street, content=roster(), name="名册.xlsx", by=by
        ),
    ),
    "meetings.actions.plan": (
        "lin",
        lambda h, by: meetings.plan(organization=h.world.branch, kinds=["lecture"], **day(11, 28), by=by),
    ),
    "meetings.actions.cancel": ("lin", lambda h, by: meetings.cancel(meeting=h.meetings["planned"], by=by)),
    "meetings.actions.record": (
        "lin",
        lambda h, by: record_meeting(organization=h.world.branch, kinds=["lecture"], **day(11, 20), by=by),
    ),
    "meetings.actions.submit": ("lin", lambda h, by: meetings.submit(meeting=h.meetings["held"], by=by)),
    "meetings.actions.return_for_revision": (
        "shao",
        lambda h, by: meetings.return_for_revision(
            meeting=h.meetings["submitted"], comment="请补写讨论", by=by
        ),
    ),
    "meetings.actions.confirm": (
        "shao",
        lambda h, by: meetings.confirm(meeting=h.meetings["submitted"], by=by),
    ),
    "meetings.actions.amend": (
        "lin",
        lambda h, by: amend_meeting(meeting=h.meetings["confirmed"], reason="地点写错", place="三楼", by=by),
    ),
    "meetings.actions.attach": (
        "lin",
        lambda h, by: meetings.attach(
            meeting=h.meetings["held"], upload=photo("blue"), name="照片.jpg", by=by
        ),
    ),
    "meetings.actions.detach": ("lin", lambda h, by: meetings.detach(attachment=h.attachment, by=by)),
    "meetings.actions.keep_draft": (
        "lin",
        lambda h, by: meetings.keep_draft(
            uuid=h.meetings["returned"].uuid, organization=h.world.branch, fields={"theme": "改"}, by=by
        ),
    ),
    "meetings.actions.discard_draft": ("lin", lambda h, by: meetings.discard_draft(draft=h.draft, by=by)),
    "reports.actions.build_report": (
        "wei",
        lambda h, by: reports.build(organization=h.world.district, month=OCTOBER, by=by),
    ),
    "reports.actions.build_all": ("wei", lambda h, by: reports.build_all(month=OCTOBER, by=by)),
    "reports.actions.draw_up": (
        "wei",
        lambda h, by: reports.draw_up(organization=h.world.other_street, month=OCTOBER, by=by),
    ),
    "reports.actions.rebuild_drafts": (
        "wei",
        lambda h, by: [stale(h), reports.rebuild_drafts(by=by)],
    ),
    "reports.actions.freeze_report": (
        "wei",
        lambda h, by: reports.freeze(organization=h.world.district, month=OCTOBER, by=by),
    ),
    "reports.actions.freeze_all": ("wei", lambda h, by: reports.freeze_all(month=OCTOBER, by=by)),
    "reports.actions.publish_report": (
        "wei",
        lambda h, by: reports.publish(report=h.frozen, note="请各支部对照", by=by),
    ),
    "reports.actions.notice_corrections": ("wei", lambda h, by: late_and_noticed(h, by)),
    "documents.actions.export_report": (
        "wei",
        lambda h, by: documents.export_report(report=h.report, form="xlsx", by=by),
    ),
    "reports.actions.set_rule": (
        "wei",
        lambda h, by: obligations.set_rule(code="R-MEET-04", valid_from=dt.date(2027, 1, 1), count=2, by=by),
    ),
    "reports.actions.end_waiver": (
        "wei",
        lambda h, by: obligations.end_waiver(
            waiver=h.waiver, asked_from=dt.date(2027, 1, 1), reason="不外出了", by=by
        ),
    ),
    "reports.actions.waive": (
        "wei",
        lambda h, by: obligations.waive(
            organization=h.world.branches[0],
            rule="R-MEET-04",
            since=dt.date(2026, 11, 1),
            until=dt.date(2026, 12, 31),
            reason="整建制外出学习",
            by=by,
        ),
    ),
}


def newcomer(house: House) -> Any:
    user, _ = accounts.open_account(username="new", name="新人", by=by(house, "sec"))
    return user


def stale(house: House) -> Any:
    """The draft of the month under way, after another meeting came in."""
    report = reports.draw_up(organization=house.world.street, month=Period.parse("2026-11"), by=SYSTEM)
    with time_machine.travel(dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC), tick=False):
        meeting = recorded(house, 21, kinds=["lecture"])
        meetings.submit(meeting=meeting, by=by(house, "lin"))
    return report


def late_and_noticed(house: House, actor: Actor) -> Any:
    """A meeting of frozen September comes in late."""
    meeting = recorded(house, 18, **sitting(9, 23))
    meetings.submit(meeting=meeting, by=by(house, "lin"))
    return reports.notice_corrections(by=actor)


def every_action() -> dict[str, Callable[..., Any]]:
    """Public functions with a keyword-only `by`, defined in the actions rooms, by the shortest public name."""
    found = {}
    for app in APPS:
        room = Path(settings.BASE_DIR, app, "actions")
        files = sorted(room.glob("*.py")) if room.is_dir() else [room.with_suffix(".py")]
        package = importlib.import_module(f"{app}.actions")
        public = {name for name, value in vars(package).items() if isinstance(value, FunctionType)}
        for path in files:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                    continue
                if "by" not in {argument.arg for argument in node.args.kwonlyargs}:
                    continue
                is_short = not room.is_dir() or node.name in public
                module = f"{app}.actions" if is_short else f"{app}.actions.{path.stem}"
                found[f"{module}.{node.name}"] = getattr(importlib.import_module(module), node.name)
    return found


CALLS = OWN | parts.gathered("CALLS")


def test_every_action_has_a_call_here() -> None:
    assert sorted(every_action()) == sorted(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_an_action_leaves_an_entry(house: House, name: str) -> None:
    who, call = CALLS[name]
    actor = by(house, who)
    with visit():
        last = Entry.objects.latest("id").pk
        call(house, actor)
        left = [entry for entry in Entry.objects.filter(pk__gt=last, request_id=REQUEST, user=actor.user)]
        if name in SECRET:
            assert not Entry.objects.filter(pk__gt=last).exists(), f"{name} tells who voted when"
            return
        assert left, f"{name} leaves no entry"
        entry = left[-1]
        assert (entry.who, entry.address, entry.device) == (actor.name, "10.0.0.1", "手机")
        assert entry.path or entry.action in WITHOUT_PLACE, f"{entry.action} does not say where"
        assert entry.before or entry.after or entry.note
        assert entry.subject or entry.action in WITHOUT_SUBJECT


def at_the_door(house: House) -> None:
    """What no action does: somebody signs in and out, and is refused a page."""
    browser = Client()
    browser.post("/sign-in/", {"username": "hua", "password": "Demo-party-life-1"})
    browser.get("/audit/")
    browser.post("/sign-out/")


@pytest.mark.slow
def test_actions_and_their_subjects_stay_what_they_were(house: House) -> None:
    """Each action with its label, and with the subjects it occurs with and their labels (tests.contracts.golden)."""
    calls = [functools.partial(call, house, by(house, who)) for who, call in CALLS.values()]
    found = {(entry.action, entry.subject): entry for entry in Entry.objects.all()}
    for call in [*calls, functools.partial(at_the_door, house)]:
        with visit():
            last = Entry.objects.latest("id").pk
            call()
            found |= {(entry.action, entry.subject): entry for entry in Entry.objects.filter(pk__gt=last)}
    with visit():
        for number, entry in enumerate(found.values(), Entry.objects.latest("id").pk + 1):
            entry.pk, entry._state.adding, entry.digest = number, True, f"{number:064}"
            entry.request_id, entry.note = "golden", f"{entry.action} {entry.subject}".strip()
            entry.save()
        browser = Client()
        browser.force_login(house.user("aud"), backend=settings.AUTHENTICATION_BACKENDS[1])
        page = browser.get("/audit/").content.decode()
        answer = browser.post("/audit/export/?request_id=golden", {"reason": "核对"})
    heads, *rows = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    offered = [
        f"{group}: {action} {label}"
        for group, options in re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', page, re.DOTALL)
        for action, label in re.findall(r'<option value="(.*?)">(.*?)</option>', options)
    ]
    check(
        "audit",
        [*offered, *(f"{row['说明']}: {row['何事']} {row['对象类别'] or ''}".strip() for row in told)],
    )


WITHOUT_PLACE = {"rule.set"}  # a rule is the whole district's
WITHOUT_SUBJECT = {
    "meeting.export_list",
    "audit.export",
    "audit.verify",
    "member.export",
    "reminder.build",
    "reminder.send",
}  # done to the chain, or to many at once
SECRET = {"meetings.actions.cast", "meetings.actions.grade"}  # an entry would hold voter and time (ADR 0004)


def test_signing_in_and_out_leaves_entries(house: House) -> None:
    with visit():
        browser, last = Client(headers={"X-Request-ID": REQUEST}), Entry.objects.latest("id").pk
        browser.post("/sign-in/", {"username": "lin", "password": "wrong"})
        browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
        browser.post("/sign-out/")
        left = Entry.objects.filter(pk__gt=last).order_by("pk").values_list("action", "request_id")
        assert list(left) == [
            ("session.failed", REQUEST),
            ("session.start", REQUEST),
            ("session.end", REQUEST),
        ]


@pytest.mark.parametrize("address", ["/audit/", "/imports/"])
def test_a_refusal_leaves_an_entry(house: House, address: str) -> None:
    with visit():
        browser, last = Client(headers={"X-Request-ID": REQUEST}), Entry.objects.latest("id").pk
        browser.force_login(house.user("hua"), backend=settings.AUTHENTICATION_BACKENDS[1])
        assert browser.get(address).status_code == 403
        entry = Entry.objects.filter(pk__gt=last, action="access.refused").get()
        assert (entry.user, entry.after["address"]) == (house.user("hua"), address)
        assert (entry.request_id, entry.path) == (REQUEST, house.world.branch.path)
