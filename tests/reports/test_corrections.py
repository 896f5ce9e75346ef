"""What becomes known after the freeze stands beside the frozen figures, with its reason, each time and once."""

from typing import Any

import pytest

from audit import chain
from audit.models import Entry
from branches.actions import merge
from branches.models import Change, Organization
from branches.selectors.actors import SYSTEM
from core import clock as the_clock
from meetings.models import Amendment as MeetingAmendment
from meetings.models import Meeting
from reports import actions, tasks
from reports.models import Amendment, Report
from reports.selectors.corrections import corrections
from tests.forest_fixtures import Forest
from tests.hand import counted_meeting, day, moment, place, term
from tests.life.test_life_on_desk import NOVEMBER, built, frozen, snapshot


def test_a_late_record_becomes_an_amendment_beside_the_frozen_line(forest: Forest, clock: Any) -> None:
    report = frozen(forest.district)
    before = snapshot(report)
    clock.move_to(moment("2026-11-23T09:00"))
    counted_meeting(forest.deep, "2026-10-18", "theme_day", submitted_at=the_clock.now(), is_late=True)
    actions.notice_corrections(by=SYSTEM)
    assert snapshot(report) == before
    found = Amendment.objects.filter(report=report).order_by("field")
    assert list(found.values_list("organization__code", "rule__code", "field", "old", "new")) == [
        ("P", "R-MEET-04", "expected", 0, 10),
        ("P", "R-MEET-04", "held", 0, 1),
        ("P", "R-MEET-04", "late_records", 0, 1),
        ("P", "R-MEET-04", "on_leave", 0, 1),
        ("P", "R-MEET-04", "present", 0, 9),
    ]
    assert set(found.values_list("reason", flat=True)) == {"10月18日主题党日11月23日补录"}
    assert Amendment.objects.filter(report__organization=forest.street).count() == 5
    assert actions.notice_corrections(by=SYSTEM) == []
    assert Amendment.objects.count() == 10


def test_a_correction_names_its_reason_and_a_second_one_its_new_value(forest: Forest, clock: Any) -> None:
    meeting = counted_meeting(forest.near, "2026-10-18", "theme_day")
    report = frozen(forest.district)
    for on, present in (("2026-11-23", 8), ("2026-11-24", 7), ("2026-11-25", 9)):
        clock.move_to(moment(f"{on}T09:00"))
        meeting.present, meeting.on_leave = present, 10 - present
        meeting.save()
        MeetingAmendment.objects.create(
            meeting=meeting, reason=f"{10 - present}人请假", before={}, after={}, asked_who="林知"
        )
        actions.notice_corrections(by=SYSTEM)
    found = report.amendments.filter(field="present").order_by("id")
    assert list(found.values_list("old", "new", "reason")) == [
        (9, 8, "10月18日主题党日更正（2人请假）"),
        (9, 7, "10月18日主题党日更正（3人请假）"),
        (9, 9, "10月18日主题党日更正（1人请假）"),
    ]


@pytest.mark.parametrize(
    ("on", "submitted", "later", "reason"),
    [
        pytest.param(
            "2026-10-20", "2026-10-21", "2026-11-20", "10月20日", id="of_the_month_without_what_came_after"
        ),
        pytest.param("2026-11-03", "2026-11-04", None, "11月3日", id="of_the_quarter_before_the_cut_off"),
    ],
)
def test_a_correction_names_what_the_frozen_month_had_counted(
    forest: Forest, clock: Any, on: str, submitted: str, later: str | None, reason: str
) -> None:
    meeting = counted_meeting(forest.near, on, "general", submitted_at=moment(f"{submitted}T09:00"))
    report = frozen(forest.district)
    if later:
        counted_meeting(forest.near, later, "general")
    clock.move_to(moment("2026-12-03T09:00"))
    meeting.present, meeting.absent = 8, 1
    meeting.save()
    actions.notice_corrections(by=SYSTEM)
    found = report.amendments.order_by("field").values_list("rule__code", "field", "old", "new", "reason")
    assert list(found) == [
        ("R-MEET-01", "absent", 0, 1, f"{reason}支部党员大会有变动"),
        ("R-MEET-01", "present", 9, 8, f"{reason}支部党员大会有变动"),
    ]


def test_a_figure_that_goes_back_to_an_earlier_value_is_noticed_each_time_and_once(
    forest: Forest, clock: Any
) -> None:
    meeting = counted_meeting(forest.near, "2026-10-18", "theme_day")
    report = frozen(forest.district)
    for number, status in ((23, "returned"), (24, "submitted"), (25, "returned")):
        clock.move_to(moment(f"2026-11-{number}T09:00"))
        meeting.status = status
        meeting.save()
        actions.notice_corrections(by=SYSTEM)
    found = report.amendments.filter(field="held").order_by("id")
    assert list(found.values_list("old", "new")) == [(1, 0), (1, 1), (1, 0)]
    assert [each.changes.split("，")[0] for each in corrections(report.amendments.order_by("id"))] == [
        "已开由1变0",
        "已开回到冻结时的1",
        "已开由1变0",
    ]
    assert actions.notice_corrections(by=SYSTEM) == []
    entries = Entry.objects.filter(action="report.amend", subject_id=str(report.uuid)).order_by("id")
    assert len(entries) == 3  # one a correction, whatever number of figures it changed
    assert entries[0].before["held"] == 1
    assert entries[0].after == {name: 0 for name in entries[0].before} | {
        "rule": "主题党日",
        "organization": "N",
    }
    assert {"held", "expected", "present"} <= set(entries[0].before)


def test_a_meeting_returned_after_the_freeze_is_noticed(forest: Forest, clock: Any) -> None:
    meeting = counted_meeting(forest.near, "2026-10-18", "theme_day")
    report = frozen(forest.district)
    clock.move_to(moment("2026-11-23T09:00"))
    Meeting.objects.filter(pk=meeting.pk).update(status="returned")
    meeting.steps.create(deed="returned", who="韦明", at=the_clock.now())
    actions.notice_corrections(by=SYSTEM)
    assert report.amendments.get(field="held").reason == "10月18日主题党日退回修改"
    assert report.amendments.get(field="held").new == 0


def test_a_term_entered_after_the_freeze_changes_what_is_asked(forest: Forest, clock: Any) -> None:
    report = frozen(forest.district)
    before = snapshot(report)
    clock.move_to(moment("2026-11-23T09:00"))
    term(forest.near, "2026-09-01")
    chain.record("term.begin", by=SYSTEM, subject=forest.near, where=forest.near)
    actions.notice_corrections(by=SYSTEM)
    assert snapshot(report) == before
    found = report.amendments.values_list("organization__code", "rule__code", "field", "old", "new")
    assert list(found) == [("N", "R-MEET-02", "required", 0, 1)]
    assert actions.notice_corrections(by=SYSTEM) == []


def test_a_merger_dated_into_a_frozen_month_is_a_correction(forest: Forest, clock: Any) -> None:
    report = frozen(forest.district)
    before = snapshot(report)
    clock.move_to(moment("2026-11-23T09:00"))
    paper = {"document": "海街工委〔2026〕38号", "approved_on": day("2026-10-16")}
    decision = {"decision_document": "海街工委〔2026〕31号", "decided_on": day("2026-10-16")}
    merge(
        organization=forest.near,
        receiver=forest.mid,
        effective_on=day("2026-10-20"),
        by=SYSTEM,
        **paper,
        **decision,
    )
    actions.notice_corrections(by=SYSTEM)
    assert snapshot(report) == before
    found = report.amendments.filter(organization=forest.near, field="required")
    assert {(row.new, row.reason) for row in found} == {(0, "冻结后补登了届次或组织变动")}
    assert all(row.old > 0 for row in found)


def test_a_meeting_dated_into_another_month_after_the_freeze_is_noticed(forest: Forest, clock: Any) -> None:
    meeting = counted_meeting(forest.near, "2026-10-31", "theme_day", submitted_at=moment("2026-11-02T09:00"))
    report = frozen(forest.district)
    clock.move_to(moment("2026-11-23T09:00"))
    meeting.held_on = day("2026-11-01")
    meeting.save()
    MeetingAmendment.objects.create(meeting=meeting, reason="日期写错", before={}, after={}, asked_who="林知")
    actions.notice_corrections(by=SYSTEM)
    found = report.amendments.get(field="held")
    assert (found.rule.code, found.old, found.new) == ("R-MEET-04", 1, 0)
    assert found.reason == "11月1日主题党日更正（日期写错）"
    assert actions.notice_corrections(by=SYSTEM) == []


def test_a_kind_struck_after_the_freeze_is_noticed_where_it_counted(forest: Forest, clock: Any) -> None:
    meeting = counted_meeting(forest.near, "2026-10-18", "theme_day", "lecture")
    counted_meeting(forest.near, "2026-10-25", "general")  # not touched, not named
    clock.move_to(moment("2026-11-22T16:00"))
    report = frozen(forest.district)
    clock.move_to(moment("2026-11-23T09:00"))
    meeting.kinds.get(kind="lecture").delete()
    meeting.save()
    actions.notice_corrections(by=SYSTEM)
    found = report.amendments.get(field="held")
    assert (found.rule.code, found.old, found.new) == ("R-MEET-05", 1, 0)
    assert found.reason == "10月18日主题党日有变动"
    assert not report.amendments.exclude(rule=found.rule).exists()


def test_an_organization_entered_after_the_freeze_is_asked_and_has_held(forest: Forest, clock: Any) -> None:
    moved = place("X", "branch")  # counted elsewhere, moved here since: no correction
    report = frozen(forest.district)
    before = snapshot(report)
    clock.move_to(moment("2026-11-23T09:00"))
    Organization.objects.filter(pk=moved.pk).update(parent=forest.street, path=f"{forest.street.path}0009")
    late = place("T", "branch", forest.street, "2026-09-01")
    Change.objects.create(organization=late, deed="established", effective_on=day("2026-09-01"))
    chain.record("organization.establish", by=SYSTEM, subject=late, where=late)
    counted_meeting(late, "2026-10-18", "theme_day", submitted_at=the_clock.now())
    actions.notice_corrections(by=SYSTEM)
    assert snapshot(report) == before
    for each in Report.objects.all():
        found = each.amendments.filter(field__in=["required", "held"]).order_by("rule__code", "-field")
        assert list(found.values_list("organization__code", "rule__code", "field", "old", "new")) == [
            ("T", "R-MEET-01", "required", 0, 1),
            ("T", "R-MEET-04", "required", 0, 1),
            ("T", "R-MEET-04", "held", 0, 1),
            ("T", "R-MEET-05", "required", 0, 1),
        ]
    assert actions.notice_corrections(by=SYSTEM) == []


def test_what_did_not_change_the_figures_is_no_correction(forest: Forest, clock: Any) -> None:
    meeting = counted_meeting(forest.near, "2026-10-18", "theme_day")
    frozen(forest.district)
    clock.move_to(moment("2026-11-23T09:00"))
    meeting.theme = "学习"
    meeting.save()
    counted_meeting(forest.near, "2026-11-18", "theme_day")
    assert actions.notice_corrections(by=SYSTEM) == []


def test_the_nightly_task_keeps_drafts_current_and_notices_corrections(forest: Forest, clock: Any) -> None:
    built(forest.district, NOVEMBER)
    frozen(forest.district)
    clock.move_to(moment("2026-11-23T09:00"))
    counted_meeting(forest.near, "2026-11-18", "theme_day", submitted_at=the_clock.now())
    counted_meeting(forest.near, "2026-10-18", "theme_day", submitted_at=the_clock.now())
    assert tasks.amend_frozen_reports() == 4
    draft = Report.objects.get(organization=forest.district, month=NOVEMBER.since)
    assert draft.lines.get(organization=forest.near, rule__code="R-MEET-04").held == 1
