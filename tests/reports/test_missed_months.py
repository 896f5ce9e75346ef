"""A scheduler that was away leaves no month out: what is owed is read from the rows, every night and at every start."""

from collections import Counter
from typing import Any

import pytest

from audit.models import Job
from reports import tasks
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


def test_a_district_may_choose_another_cut_off(forest: Forest, clock: Any, settings: Any) -> None:
    settings.REPORT_CUT_OFF_DAY = 10
    for night, status in (("2026-11-10", "drafted"), ("2026-11-11", "frozen")):
        clock.move_to(moment(f"{night}T00:10"))
        run_a_night()
        assert Report.objects.get(organization=forest.district).status == status
