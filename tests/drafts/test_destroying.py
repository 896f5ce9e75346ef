"""What is destroyed can be had back by who did it, or asks first; every door that destroys is one of these."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from drafts import actions as drafts
from drafts.models import Draft
from exchange import actions as exchange
from exchange.models import ColumnMap
from life import actions as life
from life.models import Talk
from meetings import actions
from meetings.errors import WrongMoment
from meetings.models import Attachment, Leave, Meeting, Outcome
from meetings.states import Reason, Status
from planning import actions as planning
from tests.contracts.doors import table
from tests.factories import at, plan_by_lin, record_meeting
from tests.tokens import token_of
from tests.world import World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORDS = re.compile(
    r"strike|remov|discard|cancel|withdraw|revoke|drop|detach|throw|away|dissolve|retire|close|delete"
)
BACK = {  # one's own: at once, and taken back
    "drafts:take_file_away POST", "api_draft DELETE", "api_draft_file DELETE", "meetings:discard POST",
    "life:strike_talk POST", "api_talk DELETE", "meetings:detach POST", "api_meeting_attachment DELETE",
    "meetings:strike_outcome POST", "api_meeting_outcome DELETE", "meetings:exchange_drop POST", "api_column_map DELETE",
    "meetings:remove_holiday POST", "api_holiday DELETE", "attendance:withdraw POST", "api_leave_withdraw POST",
    "members:import_take_back POST", "api_import_take_back POST", "api_arrival_take_back POST",
}  # fmt: skip
ASKED = {  # what concerns others says the consequence, or ends a thing whose other end is another deed
    "meetings:move POST", "api_meeting_cancel POST", "api_meeting_carry_over POST", "organization-dissolve POST",
    "organization-merge POST", "reports:withdraw POST", "report-withdraw POST", "organization-split POST",
    "ballots:close POST", "api_poll_close POST", "api_appraisal_close POST", "api_appraisal_withdraw POST",
    "branches:revoke POST", "api_mandate_revoke POST", "clients:close POST", "client-detail DELETE",
    "papers:retire POST", "api_paper_template_retire POST", "themes:withdraw POST", "api_theme_withdraw POST",
    "attendance:revoke_stand_in POST", "api_meeting_stand_in_revoke POST", "reports:remove_channel POST",
    "channel-detail DELETE", "api_amendment_withdraw POST", "api_member_decision_withdraw POST",
}  # fmt: skip
AGAIN = {  # done again by the same door or the one beside it: nothing is lost but the setting
    # who is handed the roll anew ends the hand-over before: both stand in the audit
    "meetings:stand_ins POST", "api_meeting_stand_ins POST",
    "oauth2_provider:revoke-token POST", "account-close POST", "meetings:check_in POST", "api_calendar DELETE",
}  # fmt: skip


def test_every_door_that_destroys_is_known() -> None:
    doors = {
        key
        for key, door in table().items()
        if door.method != "GET"
        and (door.method == "DELETE" or any(map(WORDS.search, [door.name, *door.entries])))
    }
    assert doors - BACK - ASKED - AGAIN == set()


def test_a_talk_that_was_struck_is_had_back_as_it_was(world: World, sign_in: Any) -> None:
    lin = sign_in("lin")
    [talk] = life.register_talks(
        organization=world.branch,
        one=world.members[0],
        others=[world.members[4]],
        on=dt.date(2026, 11, 20),
        note="家里有困难",
        by=world.lin.actor,
    )
    before = Talk.objects.values("uuid", "one", "other", "on", "occasion", "note", "by", "who").get()
    page = lin.post(f"/life/talks/{talk.uuid}/strike/", follow=True).content.decode()
    assert Talk.objects.count() == 0
    row = Draft.objects.get()
    assert f'action="/drafts/{row.pk}/put-back/"' in page
    assert "撤销" in page
    assert sign_in("he").post(f"/drafts/{row.pk}/put-back/").status_code == 404
    lin.post(f"/drafts/{row.pk}/put-back/")
    assert Talk.objects.values("uuid", "one", "other", "on", "occasion", "note", "by", "who").get() == before
    assert Draft.objects.count() == 0


def record_by_hand(world: World) -> Meeting:
    return record_meeting(
        organization=world.branch,
        kinds=["theme_day"],
        held_on=dt.date(2026, 11, 20),
        starts_at=at(dt.date(2026, 11, 20)),
        ends_at=at(dt.date(2026, 11, 20), 16),
        theme="学习条例",
        by=world.lin.actor,
    )


def attachment(world: World) -> tuple[str, Any, Any]:
    meeting = record_by_hand(world)
    upload = SimpleUploadedFile("会场.pdf", PDF)
    row = actions.attach(meeting=meeting, upload=upload, name="会场.pdf", by=world.lin.actor)
    there = Attachment.objects.filter(removed_at__isnull=True)
    return f"/meetings/attachments/{row.uuid}/remove/", there, ("uuid", "name", "sha256", "file")


def outcome(world: World) -> tuple[str, Any, Any]:
    meeting = record_by_hand(world)
    row = planning.add_outcome(meeting=meeting, text="上门看望", on=dt.date(2026, 11, 21), by=world.lin.actor)
    address = f"/meetings/{meeting.uuid}/outcomes/{row.pk}/strike/"
    return address, Outcome.objects, ("meeting", "text", "on", "who")


def columns(world: World) -> tuple[str, Any, Any]:
    row = exchange.save_column_map(
        organization=world.branch, name="报组织部", columns=[("theme", "题目")], by=world.lin.actor
    )
    return (
        f"/meetings/exchange/columns/{row.uuid}/remove/",
        ColumnMap.objects,
        ("organization", "name", "columns"),
    )


def leave(world: World) -> tuple[str, Any, Any]:
    plan = plan_by_lin(world, at(dt.date(2026, 11, 28)))
    row = actions.ask_leave(meeting=plan, reason_code=Reason.SICK, reason="住院", by=world.lin.actor)
    standing = Leave.objects.exclude(status="withdrawn")
    return f"/leaves/{row.uuid}/withdraw/", standing, ("meeting", "member", "reason_code", "reason", "status")


@pytest.mark.parametrize("struck", [attachment, outcome, columns, leave])
def test_ones_own_is_had_back_from_the_toast_as_it_was(world: World, sign_in: Any, struck: Any) -> None:
    address, rows, facts = struck(world)
    lin, before = sign_in("lin"), list(rows.values(*facts))
    assert len(before) == 1
    page = lin.post(address, follow=True).content.decode()
    assert list(rows.all()) == []
    form = re.search(r'<form class="toast-box w-undo".*?action="([^"]+)".*?</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    assert sent.pop("csrfmiddlewaretoken")
    lin.post(form[1], sent)
    assert list(rows.values(*facts)) == before


def test_an_attachment_is_kept_until_the_bin_is_emptied(
    world: World, sign_in: Any, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    address, _rows, _facts = attachment(world)
    kept = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        sign_in("lin").post(address)
    assert kept.file.storage.exists(kept.file.name)
    clock.shift(dt.timedelta(days=30, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.empty_bin(by=SYSTEM) == 1
    assert not kept.file.storage.exists(kept.file.name)


@pytest.mark.parametrize("why", ["handed in", "there again", "not hers"])
def test_an_attachment_does_not_come_back_where_it_may_not(world: World, why: str) -> None:
    attachment(world)
    kept = Attachment.objects.select_related("meeting__organization").get()
    actions.detach(attachment=kept, by=world.lin.actor)
    row = Draft.objects.get()
    if why == "handed in":
        Meeting.objects.update(status=Status.SUBMITTED, submitted_at=at(dt.date(2026, 11, 22)))
    if why == "there again":
        upload = SimpleUploadedFile("会场.pdf", PDF)
        actions.attach(meeting=kept.meeting, upload=upload, name="会场.pdf", by=world.lin.actor)
        drafts.put_back(draft=row, by=world.lin.actor)
    else:
        by = world.wei.actor if why == "not hers" else world.lin.actor
        with pytest.raises((WrongMoment, NotYours)):
            drafts.put_back(draft=row, by=by)
        assert Draft.objects.count() == 1
    assert Attachment.objects.filter(removed_at__isnull=True).count() == (why == "there again")


def test_the_bin_of_the_api_gives_back_a_talk(world: World) -> None:
    client = Client(headers=token_of(world.branch, "secretary"))
    [talk] = life.register_talks(
        organization=world.branch,
        one=world.members[0],
        others=[world.members[4]],
        on=dt.date(2026, 11, 20),
        note="",
        by=world.lin.actor,
    )
    assert client.delete(f"/api/v1/talks/{talk.uuid}/", headers={"If-Match": "*"}).status_code == 204
    row = Draft.objects.get()
    assert (
        client.post(f"/api/v1/bin/{row.pk}/put-back/", {}, content_type="application/json").status_code == 200
    )
    assert Talk.objects.count() == 1
    forged = {"uuid": str(talk.uuid), "organization": world.branch.code, "kind": "talk", "fields": {}}
    assert client.post("/api/v1/drafts/", forged, content_type="application/json").status_code == 400


@pytest.mark.parametrize("leaves", [0, 1])
def test_calling_a_meeting_off_asks_with_numbers(world: World, sign_in: Any, leaves: int) -> None:
    plan, lin = plan_by_lin(world, at(dt.date(2026, 11, 28)), theme="学习"), sign_in("lin")
    if leaves:
        actions.ask_leave(meeting=plan, reason_code=Reason.SICK, by=world.hua.actor)
    answer = lin.post(f"/meetings/{plan.uuid}/move/", {"move": "cancel"})
    assert answer["Location"] == f"/meetings/plan/?uuid={plan.uuid}&cancel=1#off"
    page = lin.get(answer["Location"]).content.decode()
    assert "应到9人" in page
    assert ("已有1人请假，请假一并作废" in page) == bool(leaves)
    assert Meeting.objects.get().status == Status.PLANNED
    asked = {"move": "cancel", "asked": "1", "reason": ""}
    lin.post(f"/meetings/{plan.uuid}/move/", asked)
    assert Meeting.objects.get().status == (Status.PLANNED if leaves else Status.CANCELLED)
    if leaves:
        lin.post(f"/meetings/{plan.uuid}/move/", asked | {"reason": "场地不能用"})
        assert Meeting.objects.get().status == Status.CANCELLED
