"""The next version of a withdrawn report counts with the tree of its month (R-RPT-04)."""

import datetime as dt
from typing import Any

import pytest

from branches import actions as branches
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from reports import actions
from reports.models import Report
from tests.hand import OCTOBER, counted_meeting, moment
from tests.world import World

pytestmark = pytest.mark.once


@pytest.mark.parametrize("code", ["D", "A"])
def test_a_move_since_changes_no_figure_of_the_next_version(world: World, clock: Any, code: str) -> None:
    counted_meeting(world.branch, "2026-10-25", "theme_day")
    counted_meeting(world.groups[0], "2026-10-25", "group")
    first = actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)
    actions.publish(report=first, with_below=True, by=SYSTEM)
    other = Organization.objects.get(code="B")
    clock.move_to(moment("2026-11-23T09:00"))
    branches.move(
        organization=world.branch,
        parent=other,
        effective_on=dt.date(2026, 11, 20),
        document="海组〔2026〕7号",
        by=SYSTEM,
    )
    paths = dict(Organization.objects.values_list("pk", "path"))
    report = Report.objects.get(organization__code=code)
    made = actions.withdraw(report=report, reason="数字有误", document="海组〔2026〕9号", by=SYSTEM)

    def rows(of: Report) -> list[tuple[Any, ...]]:
        totals = of.totals.order_by("path").values_list(
            "path", "organization__code", "held", "expected", "members"
        )
        lines = of.lines.order_by("path", "rule").values_list("path", "rule", "required", "held", "own_held")
        return [*totals, *lines]

    assert (made.version, made.path) == (2, report.path)
    assert rows(made) == rows(report)
    assert "A-2" in {row[1] for row in rows(made)}
    assert dict(Organization.objects.values_list("pk", "path")) == paths  # today's tree is what it was
    assert made.organization.path == paths[made.organization_id]
