"""From which day imported people belong, each branch before and after, and what must have been looked at."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from core.workbooks.rows import BranchEffect
from exchange import actions, errors
from exchange.actions import import_workbooks
from exchange.models import Import
from exchange.selectors.import_files import read_preview
from members.models import Member
from obligations.models import FrozenMonth
from tests.exchange.workbooks import number, person, roster, upload
from tests.world import World

TODAY = dt.date(2026, 11, 22)


def people(count: int, branch: str = "滨江社区第三党支部", **facts: Any) -> bytes:
    """So many new people for a branch that has four."""
    rows = [
        person(
            f"新{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'一二三四五六'[n // 10]}",
            identity=number(sequence=n + 100),
            branch=branch,
            **facts,
        )
        for n in range(count)
    ]
    return roster(*rows)


def confirmed(world: World, batch: Import, **given: Any) -> Import:
    actions.confirm(batch=batch, **given, by=world.wei.actor)
    batch.refresh_from_db()
    return actions.apply(batch=batch, by=world.wei.actor)


@pytest.mark.parametrize(
    ("since", "joined_on", "belongs"),
    [
        (None, "2010-07-01", TODAY),
        (dt.date(2026, 11, 5), "2010-07-01", dt.date(2026, 11, 5)),
        (dt.date(2026, 11, 5), "2026-11-10", dt.date(2026, 11, 10)),
        (dt.date(2010, 1, 1), "2010-07-01", dt.date(2015, 3, 1)),
    ],
    ids=["today by default", "a day", "never before admission", "never before the branch"],
)
def test_who_comes_in_belongs_from_the_day_that_was_said(
    world: World, since: dt.date | None, joined_on: str, belongs: dt.date
) -> None:
    full_on = "" if joined_on > "2026" else "2011-07-01"
    content = people(1, joined=joined_on, full=full_on, status="预备" if not full_on else "正式")
    batch = confirmed(world, upload(world, content), since=since)
    assert (batch.status, batch.since) == ("done", since or TODAY)
    assert Member.objects.get(name="新甲一").memberships.get().since == belongs


@pytest.mark.parametrize(
    ("path_of", "since", "refusal"),
    [
        ("street", dt.date(2026, 10, 31), errors.SinceFrozen),
        ("street", dt.date(2026, 11, 1), None),
        ("district", dt.date(2026, 10, 31), errors.SinceFrozen),
        ("other_street", dt.date(2026, 10, 31), None),
        ("street", dt.date(2026, 11, 23), errors.SinceAhead),
    ],
)
def test_no_day_that_has_not_come_or_whose_month_is_frozen(
    world: World, path_of: str, since: dt.date, refusal: type[Exception] | None
) -> None:
    FrozenMonth.objects.create(path=getattr(world, path_of).path, month=dt.date(2026, 10, 1))
    batch = upload(world, people(1))
    if refusal is None:
        assert confirmed(world, batch, since=since).status == "done"
        return
    with pytest.raises(refusal):
        actions.confirm(batch=batch, since=since, by=world.wei.actor)
    batch.refresh_from_db()
    assert (batch.status, batch.since) == ("previewed", None)


@pytest.mark.parametrize(
    ("before", "added", "warned"),
    [
        (27, 9, ""),
        (27, 10, "多了"),
        (0, 10, ""),
        (0, 50, "满50人"),
        (44, 5, ""),
        (44, 6, "满50人"),
        (50, 3, ""),
    ],
)
def test_a_branch_is_looked_at_when_it_grows_by_more_than_a_third_or_reaches_fifty(
    before: int, added: int, warned: str
) -> None:
    warning = BranchEffect("A", "甲", before, added, 0).warning
    assert bool(warning) == bool(warned)
    assert warning.startswith(warned)


def test_each_branch_is_shown_before_and_after(world: World, sign_in: Any) -> None:
    batch = upload(world, people(2))
    effects = read_preview(batch).effects
    assert [(one.code, one.before, one.after, bool(one.warning)) for one in effects] == [("A-3", 4, 6, True)]
    text = sign_in("wei").get(f"/imports/{batch.uuid}/").content.decode()
    assert "4→6人" in text
    assert 'value="2026-11-22"' in text


def test_what_grows_unusually_must_be_ticked_as_seen(world: World, sign_in: Any) -> None:
    batch, wei = upload(world, people(2)), sign_in("wei")
    page = wei.post(f"/imports/{batch.uuid}/confirm/", {"since": "2026-11-22"}, follow=True)
    assert "1个支部多了三分之一以上，或者满50人，还没有逐个看过" in page.content.decode()
    api = f"/api/v1/imports/{batch.uuid}/"
    assert wei.post(f"{api}confirm/", {}, "application/json").json()["code"] == "branches_not_seen"
    shown = wei.get(api).json()["branches"][0]
    assert (shown["code"], shown["before"], shown["after"]) == ("A-3", 4, 6)
    batch.refresh_from_db()
    assert batch.status == "previewed"
    answer = wei.post(f"{api}confirm/", {"since": "2026-11-20", "seen": ["A-3"]}, "application/json")
    assert (answer.status_code, answer.json()["since"]) == (200, "2026-11-20")


# ── the file of failed rows ──


def test_failed_rows_keep_the_lines_of_the_first_file_through_every_round(world: World) -> None:
    good, bad = person("秦朗", identity=number(sequence=2)), person("罗明", identity="330102198003070019")
    worse = person("段成", identity=number(sequence=4), branch="没有这个地方")
    batch = upload(world, roster(good, bad, worse))
    for _round in range(2):
        content = import_workbooks.collect_failed_rows(batch=batch, by=world.wei.actor)
        sheet = load_workbook(BytesIO(content)).active
        heads = [cell.value for cell in sheet[1]]
        assert heads[:2] == ["原来的行号", "原因"]
        assert len(heads) == len(set(heads))
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [4, 5]
        batch = upload(world, content)
        assert [line[1] for line in read_preview(batch).lines_in("error")] == [4, 5]


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("滨江社区第八党支部", True),
        ("滨江第三党支部", True),
        ("听涛小区甲乙丙丁联合党支部", False),
        ("云山街道机关第三党支部", False),
    ],
)
def test_a_name_is_suggested_only_where_it_helps(world: World, written: str, suggested: bool) -> None:
    batch = upload(world, people(1, branch=written))
    preview = read_preview(batch)
    text = str([preview.open_line(line) for line in preview.lines_in("error")])
    assert ("最接近" in text) == suggested
