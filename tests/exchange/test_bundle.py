"""Evidence bundles: out of one installation, verified, into another once, or not at all."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Entry
from branches.errors import NotYours
from documents.rules import signatures as signing
from documents.rules.bundles import RECORD_FORMAT
from exchange import actions as exchange_actions
from exchange import errors as exchange_errors
from exchange.models import Import
from exchange.rules import read_bundle
from meetings import actions, errors
from meetings.models import Attachment, CheckIn, CheckInWindow, Meeting, Step
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import AttendanceState, Source, Status
from members.models import Member
from tests.meetings.pictures import jpeg, scene, upload
from tests.world import World

PARTS = ["files/001.jpg", "manifest.json", "meeting.json", "minutes.docx"]


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    """A theme day with a leave, an absence, a decision, a photo; handed in on time and confirmed."""
    row = make(
        uuid=uuid4(),
        theme="学习全会精神",
        marks={
            world.members[3].uuid: AttendanceMark(reason_code="sick", state="on_leave"),
            world.members[5].uuid: AttendanceMark(reason_code="other", reason="家中装修", state="on_leave"),
        },
        agenda=(
            AgendaEntry(
                "推荐先进",
                "大家同意",
                Decision("推荐许国文为先进", yes=6, no=0, abstain=0, ends_with_vote=True),
            ),
        ),
        kinds=["general"],
    )
    actions.attach(meeting=row, upload=upload(jpeg(scene(1))), name="会场全景.jpg", by=world.lin.actor)
    actions.submit(meeting=row, by=world.lin.actor)
    return actions.confirm(meeting=row, by=world.wei.actor)


def export_bundle(meeting: Meeting, world: World) -> bytes:
    fresh = Meeting.objects.select_related("organization__parent").get(pk=meeting.pk)
    return exchange_actions.export_bundle(meeting=fresh, by=world.lin.actor)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return out.getvalue()


def forged(content: bytes, signed: str = "anew", **changes: Any) -> bytes:
    """The record changed and its digest with it: only the signature can tell, unless who holds the key does it."""
    files = parts(content)
    record = json.loads(files["meeting.json"]) | changes
    files["meeting.json"] = json.dumps(record, ensure_ascii=False).encode()
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        if one["path"] == "meeting.json":
            one["size"] = len(files["meeting.json"])
            one["sha256"] = hashlib.sha256(files["meeting.json"]).hexdigest()
    if signed == "not":
        manifest["signature"] = None
    elif signed == "anew":
        manifest["signature"] = signing.sign(manifest)
    files["manifest.json"] = json.dumps(manifest).encode()
    return zipped(files)


def forget(meeting: Meeting) -> None:
    """Another installation with the same people: the meeting is not there."""
    CheckIn.objects.filter(meeting=meeting).delete()
    CheckInWindow.objects.filter(meeting=meeting).delete()
    meeting.amendments.all().delete()
    meeting.attachments.all().delete()
    Meeting.objects.filter(pk=meeting.pk).delete()


def bring(content: bytes, world: World, who: str = "shao", **facts: Any) -> Import:
    return exchange_actions.upload_bundle(
        content=content, name="档案包.zip", by=getattr(world, who).actor, **facts
    )


def test_the_manifest_names_every_part_with_size_and_digest(meeting: Meeting, world: World) -> None:
    files = parts(export_bundle(meeting, world))
    assert sorted(files) == PARTS
    manifest = json.loads(files["manifest.json"])
    assert (manifest["schema"], manifest["meeting"]) == ("zuzhi-bundle/1", str(meeting.uuid))
    assert manifest["signature"] == signing.sign(manifest)
    for one in manifest["files"]:
        content = files[one["path"]]
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert len(manifest["files"]) == 3
    assert Entry.objects.latest("id").action == "meeting.bundle"


def test_the_record_says_everything(meeting: Meeting, world: World) -> None:
    record = json.loads(parts(export_bundle(meeting, world))["meeting.json"])
    assert (record["schema"], record["theme"], record["status"]) == (
        RECORD_FORMAT,
        "学习全会精神",
        "confirmed",
    )
    assert [record[name] for name in ("expected", "present", "on_leave", "absent")] == [9, 7, 2, 0]
    assert len(record["attendances"]) == 9
    ill = next(row for row in record["attendances"] if row["reason_code"] == "sick")
    assert ill["member"] == {"id": str(world.members[3].uuid), "name": world.members[3].name}
    assert record["agenda"][0]["decision"]["yes"] == 6
    assert [step["deed"] for step in record["steps"]] == ["recorded", "submitted", "confirmed"]
    assert record["files"][0]["name"] == "会场全景.jpg"


def test_in_the_other_installation_it_is_the_same_meeting_to_be_confirmed(
    meeting: Meeting, world: World
) -> None:
    content = export_bundle(meeting, world)
    photo = meeting.attachments.get()
    was = (photo.sha256, photo.perceptual)
    forget(meeting)
    came = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    assert (came.uuid, came.organization, came.status) == (meeting.uuid, world.branch, Status.SUBMITTED)
    came.refresh_from_db()
    assert (came.expected, came.present, came.on_leave, came.absent) == (9, 7, 2, 0)
    assert set(came.attendances.values_list("source", flat=True)) == {Source.IMPORTED}
    assert came.attendances.get(member=world.members[5]).reason == "家中装修"
    resolution = came.agenda.get().resolution
    assert (resolution.text, resolution.yes, resolution.passed) == ("推荐许国文为先进", 6, True)
    assert came.host == world.members[0]
    kept = came.attachments.get()
    assert (kept.name, kept.sha256, kept.perceptual) == ("会场全景.jpg", *was)
    deeds = list(came.steps.values_list("deed", flat=True))
    assert deeds == ["recorded", "submitted", "confirmed", "recorded", "submitted"]
    assert came.steps.get(comment__startswith="从档案包导入").who == "邵兰"
    assert Entry.objects.latest("id").action == "meeting.import"
    assert Import.objects.get().status == Import.Status.DONE


def test_a_second_time_changes_nothing(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    before = Meeting.objects.values().get(pk=meeting.pk)
    again = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    assert again.pk == meeting.pk
    assert Meeting.objects.values().get(pk=meeting.pk) == before
    assert (Meeting.objects.count(), Attachment.objects.count(), Step.objects.count()) == (1, 1, 3)


@pytest.mark.once
@pytest.mark.parametrize("part", PARTS)
def test_a_changed_part_is_refused_by_name(meeting: Meeting, world: World, part: str) -> None:
    files = parts(export_bundle(meeting, world))
    forget(meeting)
    if part == "manifest.json":
        files[part] = files[part].replace(b'"size": ', b'"size": 1', 1)
    else:
        files[part] += b" "
    with pytest.raises(exchange_errors.BundleTampered) as refused:
        bring(zipped(files), world)
    named = "meeting.json" if part == "manifest.json" else part
    assert named in refused.value.sentence
    assert (Meeting.objects.count(), Import.objects.count()) == (0, 0)


@pytest.mark.parametrize("part", ["files/001.jpg", "minutes.docx", "meeting.json"])
def test_a_missing_part_is_refused_by_name(meeting: Meeting, world: World, part: str) -> None:
    files = parts(export_bundle(meeting, world))
    del files[part]
    with pytest.raises(exchange_errors.BundleTampered, match=part):
        bring(zipped(files), world)


def test_a_part_nobody_listed_is_refused(meeting: Meeting, world: World) -> None:
    files = parts(export_bundle(meeting, world)) | {"files/../../etc": b"x"}
    with pytest.raises(exchange_errors.BundleTampered, match="etc"):
        bring(zipped(files), world)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"hello", zipped({"a": b"b"}), zipped({"manifest.json": b"[]"})]
)
def test_what_is_no_bundle_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(exchange_errors.NotABundle):
        bring(content, world)
    assert Import.objects.count() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": "general"},
        {"kinds": ["party"]},
        {"held_on": "2026-13-01"},
        {"starts_at": "2026-11-20T14:30:00"},
        {"attendances": [{"member": None}]},
        {"schema": "zuzhi-meeting/99"},
        {"theme": "\ud800"},
        {"expected": -1},
        {"expected": 1.5},
        {"agenda": [{"title": 3}]},
    ],
)
def test_a_record_of_another_shape_is_refused(
    meeting: Meeting, world: World, changes: dict[str, Any]
) -> None:
    if changes.get("theme"):
        content = export_bundle(meeting, world)
        files = parts(content)
        text = files["meeting.json"].replace("学习全会精神".encode(), b"\\ud800")
        files["meeting.json"] = text
        manifest = json.loads(files["manifest.json"])
        manifest["files"][0] |= {"size": len(text), "sha256": hashlib.sha256(text).hexdigest()}
        manifest["signature"] = signing.sign(manifest)
        files["manifest.json"] = json.dumps(manifest).encode()
        content = zipped(files)
    else:
        content = forged(export_bundle(meeting, world), **changes)
    with pytest.raises(exchange_errors.NotABundle):
        bring(content, world)


def test_counts_that_do_not_add_up_are_refused_and_nothing_stays(meeting: Meeting, world: World) -> None:
    content = forged(export_bundle(meeting, world), present=8, on_leave=1)
    forget(meeting)
    batch = bring(content, world)
    with pytest.raises(exchange_errors.BundleDoesNotAddUp):
        exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert (Meeting.objects.count(), Attachment.objects.count()) == (0, 0)
    assert Import.objects.get().status == Import.Status.PREVIEWED


def test_votes_beyond_those_present_are_refused_with_the_rule(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    agenda = json.loads(parts(content)["meeting.json"])["agenda"]
    agenda[0]["decision"] |= {"yes": 9}
    forget(meeting)
    batch = bring(forged(content, agenda=agenda), world)
    with pytest.raises((errors.TallyExceedsPresent, exchange_errors.BundleDoesNotAddUp)):
        exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("claim", [{"passed": True}, {"entitled": 5}, {"present": 5}])
def test_an_outcome_that_does_not_follow_from_the_votes_is_refused(
    meeting: Meeting, world: World, claim: dict[str, Any]
) -> None:
    content = export_bundle(meeting, world)
    agenda = json.loads(parts(content)["meeting.json"])["agenda"]
    agenda[0]["decision"] |= {"yes": 4, "no": 2, "abstain": 0, "passed": False} | claim
    forget(meeting)
    batch = bring(forged(content, agenda=agenda), world)
    with pytest.raises(exchange_errors.BundleDoesNotAddUp):
        exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert Meeting.objects.count() == 0


def test_people_of_other_numbers_are_matched_by_name_and_branch(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    forget(meeting)
    for member in world.members:
        Member.objects.filter(pk=member.pk).update(uuid=uuid4())
    came = exchange_actions.import_bundle(batch=bring(content, world), by=world.shao.actor)
    assert came.attendances.count() == 9
    assert came.attendances.get(member=world.members[3]).state == AttendanceState.ON_LEAVE


def test_who_cannot_be_matched_is_named_and_nothing_is_written(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    forget(meeting)
    Member.objects.filter(pk=world.members[3].pk).update(uuid=uuid4(), name="许改名")
    batch = bring(content, world)
    with pytest.raises(exchange_errors.PeopleNotMatched) as refused:
        exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert world.members[3].name in refused.value.sentence
    assert Meeting.objects.count() == 0


def test_without_a_signature_it_was_handed_in_now_and_may_be_late(
    meeting: Meeting, world: World, clock: Any
) -> None:
    content = forged(export_bundle(meeting, world), signed="not")
    forget(meeting)
    clock.move_to(dt.datetime(2026, 12, 20, 7, 0, tzinfo=dt.UTC))
    came = exchange_actions.import_bundle(
        batch=bring(content, world), reason="原件核对过", by=world.shao.actor
    )
    assert (came.is_late, came.submitted_at.date()) == (True, dt.date(2026, 12, 20))


def test_what_a_believed_installation_signed_brings_the_time_it_was_handed_in(
    meeting: Meeting, world: World, clock: Any, settings: Any
) -> None:
    ours = settings.DATA_KEY
    settings.PREVIOUS_DATA_KEY = ours  # what lies here stays readable while another installation signs
    settings.DATA_KEY = "a-key-of-another-installation-0123456789-abcdefghij"
    content, theirs = export_bundle(meeting, world), signing.public_key()
    settings.DATA_KEY, settings.BUNDLE_TRUSTED_KEYS = ours, ["00" * 32, theirs.upper()]
    forget(meeting)
    clock.move_to(dt.datetime(2026, 12, 20, 7, 0, tzinfo=dt.UTC))
    batch = bring(content, world)
    came = exchange_actions.import_bundle(batch=batch, by=world.shao.actor)
    assert (came.is_late, came.submitted_at.date()) == (False, dt.date(2026, 11, 22))


@pytest.mark.parametrize("change", ["the record", "the signature", "half a signature"])
def test_a_forged_record_breaks_the_signature(meeting: Meeting, world: World, change: str) -> None:
    content = export_bundle(meeting, world)
    if change == "the record":
        content = forged(content, signed="as it was", theme="另一个主题")
    else:
        files = parts(content)
        manifest = json.loads(files["manifest.json"])
        value = manifest["signature"]["value"]
        manifest["signature"]["value"] = (
            value[:20] if "half" in change else f"{int(value[0], 16) ^ 1:x}" + value[1:]
        )
        content = zipped(files | {"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(exchange_errors.BundleTampered, match="签名不对"):
        bring(content, world)


def test_the_key_being_replaced_is_still_ones_own(meeting: Meeting, world: World, settings: Any) -> None:
    content = export_bundle(meeting, world)
    settings.PREVIOUS_DATA_KEY, settings.DATA_KEY = (
        settings.DATA_KEY,
        "the-new-key-0123456789-abcdefghij-KLMNOPQRST",
    )
    assert read_bundle.read_bundle(content).is_signed
    settings.PREVIOUS_DATA_KEY = ""
    assert not read_bundle.read_bundle(content).is_signed


def test_where_it_belongs_has_to_be_in_reach(meeting: Meeting, world: World) -> None:
    content = export_bundle(meeting, world)
    forget(meeting)
    with pytest.raises(exchange_errors.PlaceNotFound):
        bring(content, world, "shen")
    for who in ("hua", "sys", "sec", "aud"):
        with pytest.raises(NotYours):
            bring(content, world, who)
    assert Import.objects.count() == 0


def test_the_page_shows_what_would_come_and_the_button_does_it(
    meeting: Meeting, world: World, sign_in: Any
) -> None:
    content = export_bundle(meeting, world)
    forget(meeting)
    browser = sign_in("lin")
    sent_file = SimpleUploadedFile("档案包.zip", content)
    answer = browser.post("/meetings/exchange/import/", {"file": sent_file, "organization": ""})
    batch = Import.objects.get()
    assert answer.url == f"/meetings/exchange/{batch.uuid}/"
    page = browser.get(answer.url).content.decode()
    assert "应到9人，实到7人，请假2人，缺席0人" in page
    assert "对上9人" in page
    done = browser.post(f"/meetings/exchange/{batch.uuid}/confirm/")
    assert done.url == f"/meetings/{meeting.uuid}/"
    assert Meeting.objects.get().uuid == meeting.uuid
    assert sign_in("shen").get(f"/meetings/exchange/{batch.uuid}/").status_code == 404
