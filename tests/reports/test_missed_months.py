"""A scheduler that was away leaves no month out: what is owed is read from the rows, every night and at every start."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from audit import jobs
from audit.models import Job
from branches.selectors.actors import SYSTEM
from core.clock import Period
from reports import tasks
from reports.actions import freeze
from reports.models import Report
from tests.forest_fixtures import Forest
from tests.hand import moment


def run_a_night() -> None:
    """The two tasks of the scheduler, and a worker that does what they queue."""
    for task in (tasks.build_monthly_reports, tasks.freeze_monthly_reports):
        task()
        for job in Job.objects.filter(status="queued").order_by("pk"):
            (tasks.draw_up_reports if "draw_up" in job.task else tasks.freeze_reports)(job.pk)
    assert not Job.objects.exclude(status="done").exists()


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        pytest.param(["2026-11-01", "2026-11-06"], {"10": "frozen"}, id="every night"),
        pytest.param(["2026-11-04"], {"10": "drafted"}, id="down over the first"),
        pytest.param(["2026-11-01", "2026-11-07"], {"10": "frozen"}, id="down over the sixth"),
        pytest.param(
            ["2026-11-01", "2027-01-02"], {"10": "frozen", "11": "frozen", "12": "drafted"}, id="two months"
        ),
        pytest.param(
            ["2026-11-30", "2027-01-05"],
            {"10": "frozen", "11": "frozen", "12": "drafted"},
            id="the last hour",
        ),
        pytest.param(["2027-02-08"], {"01": "frozen"}, id="a new installation owes last month only"),
    ],
)
def test_what_was_missed_is_made_good(
    forest: Forest, clock: Any, nights: list[str], expected: dict[str, str]
) -> None:
    for night in nights:
        clock.move_to(moment(f"{night}T00:10"))
        run_a_night()
    district = Report.objects.filter(organization=forest.district).order_by("month")
    assert {f"{report.month:%m}": report.status for report in district} == expected


def test_a_night_that_is_run_twice_does_nothing_twice(forest: Forest, clock: Any) -> None:
    clock.move_to(moment("2026-11-06T00:10"))
    for task in (tasks.build_monthly_reports, tasks.build_monthly_reports):
        task()
    assert Counter(Job.objects.values_list("task", flat=True)).most_common() == [
        ("reports.tasks.draw_up_reports", 1)
    ]
    run_a_night()
    before = Job.objects.count()
    run_a_night()
    assert Job.objects.count() == before


@pytest.mark.parametrize(
    ("ticks", "is_steady"),
    [
        pytest.param([], True, id="a new installation"),
        pytest.param([0], True, id="has gone on since"),
        pytest.param([-7200, -600, 0], False, id="nothing ran for hours"),
        pytest.param([-4200, -3600, -3000, -2400, -1800, -1200, -600, 0], True, id="an hour without a jump"),
        pytest.param([-600], True, id="as long ago as may be"),
        pytest.param([-601], False, id="longer ago"),
        pytest.param([1], False, id="set back by a second"),
        pytest.param([86400, -60, 0], False, id="ahead by a day for a while"),
        pytest.param([-5 * 86400, -30], False, id="set ahead by five days"),
    ],
)
def test_nothing_is_frozen_by_a_clock_that_has_just_jumped(
    forest: Forest, clock: Any, ticks: list[int], is_steady: bool
) -> None:
    """What is drawn up can be drawn up again, what is frozen cannot be taken back: an hour later it is asked again."""
    for seconds in ticks:
        clock.move_to(moment("2026-11-06T09:00") + dt.timedelta(seconds=seconds))
        jobs.requeue_stale()
    clock.move_to(moment("2026-11-06T09:00"))
    run_a_night()
    assert Report.objects.get(organization=forest.district).status == ("frozen" if is_steady else "drafted")
    for minutes in range(7):
        clock.move_to(moment("2026-11-06T09:05") + dt.timedelta(minutes=10 * minutes))
        jobs.requeue_stale()
    run_a_night()
    assert Report.objects.get(organization=forest.district).status == "frozen"


@pytest.mark.parametrize("task", ["build_monthly_reports", "freeze_monthly_reports"])
def test_a_job_whose_month_another_has_frozen_meanwhile_is_done(
    forest: Forest, clock: Any, task: str
) -> None:
    clock.move_to(moment("2026-11-06T00:10"))
    getattr(tasks, task)()
    job = Job.objects.get()
    freeze(organization=forest.district, month=Period.parse("2026-10"), by=SYSTEM)
    tasks.draw_up_reports(job.pk)
    job.refresh_from_db()
    report = Report.objects.get(organization=forest.district)
    assert (job.status, job.result_url) == ("done", f"/reports/{report.uuid}/")


def test_a_district_may_choose_another_cut_off(forest: Forest, clock: Any, settings: Any) -> None:
    settings.REPORT_CUT_OFF_DAY = 10
    for night, status in (("2026-11-10", "drafted"), ("2026-11-11", "frozen")):
        clock.move_to(moment(f"{night}T00:10"))
        run_a_night()
        assert Report.objects.get(organization=forest.district).status == status
