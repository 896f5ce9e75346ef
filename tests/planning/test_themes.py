"""Themes: published by a committee, adopted below in one tap, seen above."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from branches.errors import NotYours
from core.clock import Period
from meetings import actions
from meetings.models import AgendaItem, Meeting, Step
from meetings.rules import checks
from meetings.selectors import record_facts
from planning import actions as planning_actions
from planning import errors
from planning.models import Adoption, Theme
from planning.selectors import themes
from tests.contracts.house import day
from tests.factories import record_meeting
from tests.world import establish

DECEMBER = Period.parse("2026-12")
AGENDA = "学习全会精神\n\n讨论落实办法\n表决年度计划"


def publish(world: Any, **facts: Any) -> Theme:
    given = {
        "organization": world.district,
        "month": DECEMBER,
        "title": "学习全会精神",
        "agenda": AGENDA,
        "material": "全会公报",
    } | facts
    return planning_actions.publish_theme(**given, by=world.wei.actor)


def adopt(theme: Theme, world: Any) -> Adoption:
    return planning_actions.adopt_theme(theme=theme, organization=world.branch, by=world.lin.actor)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.agenda.order_by("position").values_list("title", flat=True))


def test_adopting_plans_the_fixed_day_with_theme_and_agenda(world: Any) -> None:
    adoption = adopt(publish(world), world)
    meeting = adoption.meeting
    assert (meeting.held_on, meeting.theme, meeting.status) == (
        dt.date(2026, 12, 25),
        "学习全会精神",
        "planned",
    )
    assert [row.kind for row in meeting.kinds.all()] == ["theme_day"]
    assert titles(meeting) == ["学习全会精神", "讨论落实办法", "表决年度计划"]
    assert meeting.steps.get().deed == Step.Type.PLANNED
    assert Entry.objects.latest("id").action == "theme.adopt"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("一、学习全会公报", "学习全会公报"),
        ("十二． 表决年度计划", "表决年度计划"),
        ("（三）重温入党誓词", "重温入党誓词"),
        ("4.交流", "交流"),
        ("5、", None),
        ("12.25主题党日小结", "12.25主题党日小结"),
        ("三会一课自查", "三会一课自查"),
        ("2026年计划", "2026年计划"),
    ],
)
def test_the_number_pasted_before_an_agenda_line_is_not_shown_twice(typed: str, title: str | None) -> None:
    assert themes.agenda_titles(f"{typed}\n") == ([title] if title else [])


def test_a_fixed_day_that_is_a_day_off_is_moved(world: Any) -> None:
    january = publish(world, month=Period.parse("2027-04"))  # 25 April 2027 is a Sunday
    assert adopt(january, world).meeting.held_on == dt.date(2027, 4, 26)


def test_this_months_fixed_day_that_is_over_becomes_the_next_working_day(world: Any, clock: Any) -> None:
    clock.move_to(dt.datetime(2026, 11, 28, 7, 0, tzinfo=dt.UTC))  # a Saturday
    assert adopt(publish(world, month=Period.parse("2026-11")), world).meeting.held_on == dt.date(
        2026, 11, 30
    )


def test_adopting_puts_theme_and_agenda_on_the_plan_that_stands(world: Any) -> None:
    planned = actions.plan(
        organization=world.branch, kinds=["theme_day"], theme="走访老党员", **day(12, 16), by=world.lin.actor
    )
    AgendaItem.objects.create(meeting=planned, position=1, title="讨论落实办法")
    adoption = adopt(publish(world), world)
    planned.refresh_from_db()
    assert adoption.meeting_id == planned.pk
    assert (planned.theme, planned.held_on, planned.version) == ("学习全会精神", dt.date(2026, 12, 16), 2)
    assert titles(planned) == ["讨论落实办法", "学习全会精神", "表决年度计划"]
    assert Meeting.objects.count() == 1


def test_the_recording_page_comes_with_the_agenda(world: Any, sign_in: Any) -> None:
    meeting = adopt(publish(world), world).meeting
    page = sign_in("lin").get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
    for title in ("学习全会精神", "讨论落实办法", "表决年度计划"):
        assert f'value="{title}"' in page


def test_what_was_planned_before_it_began_has_no_hint_of_a_missing_plan(world: Any, clock: Any) -> None:
    """R-LIFE-12"""
    meeting = adopt(publish(world), world).meeting
    assert "R-LIFE-12" not in {one.rule for one in checks.findings(record_facts.facts_of_meeting(meeting))}
    Step.objects.update(at=meeting.starts_at + dt.timedelta(seconds=1))
    found = [
        one for one in checks.findings(record_facts.facts_of_meeting(meeting)) if one.rule == "R-LIFE-12"
    ]
    assert [one.level for one in found] == ["hint"]
    Step.objects.update(at=meeting.starts_at)
    assert "R-LIFE-12" not in {one.rule for one in checks.findings(record_facts.facts_of_meeting(meeting))}


def test_a_theme_day_recorded_without_a_plan_is_hinted_at_and_a_lecture_is_not(world: Any) -> None:
    """R-LIFE-12"""
    for kind, hinted in (("theme_day", True), ("lecture", False)):
        meeting = record_meeting(
            organization=world.branch, kinds=[kind], **day(11, 18), marks={}, by=world.lin.actor
        )
        rules = {one.rule for one in checks.findings(record_facts.facts_of_meeting(meeting))}
        assert ("R-LIFE-12" in rules) is hinted


def test_adopted_twice_is_refused_and_after_a_cancellation_it_may_be_adopted_again(world: Any) -> None:
    theme = publish(world)
    first = adopt(theme, world)
    with pytest.raises(errors.ThemeAdopted):
        adopt(theme, world)
    assert Meeting.objects.count() == 1
    actions.cancel(meeting=first.meeting, by=world.lin.actor)
    second = adopt(theme, world)
    assert second.meeting_id != first.meeting_id
    assert Adoption.objects.get() == second


def withdrawn(world: Any) -> Theme:
    return planning_actions.withdraw_theme(theme=publish(world), by=world.wei.actor)


def over(world: Any) -> Theme:
    theme = publish(world)
    Theme.objects.update(month=dt.date(2026, 10, 1))
    theme.refresh_from_db()
    return theme


def theme_after_a_meeting(world: Any) -> Theme:
    record_meeting(
        organization=world.branch, kinds=["theme_day"], **day(11, 18), marks={}, by=world.lin.actor
    )
    return publish(world, month=Period.parse("2026-11"))


def of_the_other_street(world: Any) -> Theme:
    return publish(world, organization=world.other_street)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (withdrawn, errors.ThemeWithdrawn),
        (over, errors.ThemeTooLate),
        (theme_after_a_meeting, errors.ThemeHeldAlready),
        (of_the_other_street, errors.ThemeNotForThem),
    ],
)
def test_what_cannot_be_adopted_leaves_everything_as_it_was(world: Any, make: Any, error: Any) -> None:
    theme = make(world)
    before = (Meeting.objects.count(), AgendaItem.objects.count(), Entry.objects.count())
    with pytest.raises(error):
        adopt(theme, world)
    assert (Meeting.objects.count(), AgendaItem.objects.count(), Entry.objects.count()) == before
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(
    ("facts_", "error"),
    [
        ({"title": " 学 "}, errors.ThemeUntitled),
        ({"month": Period.parse("2026-10")}, errors.ThemeTooLate),
        ({"kind": "group"}, errors.ThemeForNobody),
    ],
)
def test_a_theme_that_helps_nobody_is_not_published(world: Any, facts_: Any, error: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error):
        publish(world, **facts_)
    assert (Theme.objects.count(), Entry.objects.count()) == (0, before)


def test_a_branch_publishes_nothing_and_a_street_nothing_for_the_district(world: Any) -> None:
    with pytest.raises(NotYours):
        planning_actions.publish_theme(
            organization=world.branch, month=DECEMBER, title="主题", by=world.lin.actor
        )
    with pytest.raises(errors.ThemeForNobody):
        planning_actions.publish_theme(
            organization=world.branch, month=DECEMBER, title="主题", by=world.wei.actor
        )
    with pytest.raises(NotYours):
        planning_actions.publish_theme(
            organization=world.district, month=DECEMBER, title="主题", by=world.shao.actor
        )
    assert not Theme.objects.exists()


def test_above_it_is_seen_who_adopted_who_changed_and_who_has_not_yet(world: Any) -> None:
    theme = publish(world)
    adopt(theme, world)
    other = planning_actions.adopt_theme(theme=theme, organization=world.branches[0], by=_secretary(world))
    Meeting.objects.filter(pk=other.meeting_id).update(theme="自己的主题")
    rows = {place.organization.code: place.state for place in themes.branch_adoptions(theme, world.wei.actor)}
    assert rows == {
        "A-1": "changed",
        "A-2": "adopted",
        "A-3": "not_yet",
        "B-1": "not_yet",
        "B-2": "not_yet",
        "B-3": "not_yet",
    }
    adopted = Adoption.objects.get(organization=world.branch).meeting
    AgendaItem.objects.filter(meeting=adopted, position=3).delete()
    rows = {
        place.organization.code: place.state for place in themes.branch_adoptions(theme, world.shao.actor)
    }
    assert rows == {"A-1": "changed", "A-2": "changed", "A-3": "not_yet"}  # the street sees its own
    (spread,) = themes.adoption_counts([theme], world.wei.actor)
    assert (spread.meant_for, spread.adopted, spread.not_yet) == (6, 2, 4)


def test_the_button_tapped_twice_publishes_once(world: Any) -> None:
    first, entries = publish(world), Entry.objects.count()
    assert publish(world) == first
    assert (Theme.objects.count(), Entry.objects.count()) == (1, entries)
    assert publish(world, agenda="另一个议程") != first
    planning_actions.withdraw_theme(theme=first, by=world.wei.actor)
    assert publish(world) != first


def test_the_offices_page_lists_them_together_by_what_they_did(world: Any, sign_in: Any) -> None:
    theme = publish(world)
    adopt(theme, world)
    page = sign_in("wei").get(f"/themes/{theme.uuid}/").content.decode()
    listed = re.findall(
        r'list-title">(.*?)<|href="/organizations/([^"]*?)/"', page.split('id="places-title"')[1]
    )
    assert ["".join(found) for found in listed] == [
        "已采用",
        "A-2",
        "还没采用",
        "A-1",
        "A-3",
        "B-1",
        "B-2",
        "B-3",
    ]


def _secretary(world: Any) -> Any:
    from tests.world import Role, person

    return person("other", "别书记", world.branches[0], Role.SECRETARY).actor


def test_the_desk_offers_the_theme_in_one_tap(world: Any, sign_in: Any) -> None:
    theme, lin = publish(world), sign_in("lin")
    desk = lin.get("/").content.decode()
    assert f'action="/themes/{theme.uuid}/adopt/"' in desk
    answer = lin.post(f"/themes/{theme.uuid}/adopt/", {"organization": "A-2", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert f'action="/themes/{theme.uuid}/adopt/"' not in lin.get("/").content.decode()
    away = lin.post(f"/themes/{theme.uuid}/adopt/", {"organization": "A-2", "next": "//evil.example/"})
    assert away["Location"].startswith("/themes/")


def test_page_and_api_publish_adopt_and_withdraw_alike(world: Any, sign_in: Any) -> None:
    wei, lin = sign_in("wei"), sign_in("lin")
    page = wei.post(
        "/themes/new/",
        {"organization": "D", "month": "2026-12", "kind": "theme_day", "title": "学习", "agenda": "一\n二"},
    )
    assert page.status_code == 302
    body = {"organization": "A", "month": "2026-12", "title": "讨论", "agenda": ["一", "二"]}
    made = wei.post("/api/v1/themes/", body, "application/json")
    assert (made.status_code, made.json()["agenda"]) == (201, ["一", "二"])
    uuid = made.json()["id"]
    done = lin.post(f"/api/v1/themes/{uuid}/adopt/", {"organization": "A-2"}, "application/json")
    assert (done.status_code, done.json()["held_on"]) == (201, "2026-12-25")
    again = lin.post(f"/api/v1/themes/{uuid}/adopt/", {"organization": "A-2"}, "application/json")
    assert (again.status_code, again.json()["code"]) == (409, "theme_adopted")
    rows = wei.get(f"/api/v1/themes/{uuid}/adoptions/?state=adopted").json()["results"]
    assert [row["organization"] for row in rows] == ["A-2"]
    assert wei.get(f"/api/v1/themes/{uuid}/adoptions/?state=x").status_code == 400
    assert wei.post(f"/themes/{uuid}/withdraw/").status_code == 302
    gone = wei.post(f"/api/v1/themes/{uuid}/withdraw/", {}, "application/json")
    assert gone.json()["code"] == "theme_withdrawn"
    listed = lin.get("/api/v1/themes/").json()["results"]
    assert [row["title"] for row in listed] == ["讨论", "学习"]


def test_who_is_in_the_other_street_sees_nothing_of_a_streets_theme(world: Any, sign_in: Any) -> None:
    theme = publish(world, organization=world.street)
    adopt(theme, world)
    shen = sign_in("shen")
    assert shen.get(f"/themes/{theme.uuid}/").status_code == 404
    assert shen.post(f"/themes/{theme.uuid}/adopt/", {"organization": "B-1"}).status_code == 404
    assert shen.get(f"/api/v1/themes/{theme.uuid}/adoptions/").status_code == 404
    assert theme.title not in shen.get("/themes/").content.decode()
    assert theme.title not in shen.get("/").content.decode()
    assert shen.get("/api/v1/themes/").json()["results"] == []
    assert sign_in("hua").get("/themes/").status_code == 403


def test_the_districts_theme_is_shen_his_too_but_not_others_adoption(world: Any, sign_in: Any) -> None:
    theme = publish(world)
    adopt(theme, world)
    shen = sign_in("shen")
    assert shen.post(f"/themes/{theme.uuid}/adopt/", {"organization": "A-2"}).status_code == 404
    seen = shen.get(f"/api/v1/themes/{theme.uuid}/adoptions/").json()["results"]
    assert [row["organization"] for row in seen] == ["B-1"]
    assert "滨江" not in shen.get(f"/themes/{theme.uuid}/").content.decode()


@pytest.mark.parametrize(
    "path", ["/themes/", "/themes/{}/", "/api/v1/themes/", "/api/v1/themes/{}/adoptions/"]
)
def test_more_branches_and_themes_ask_no_more(world: Any, sign_in: Any, path: str) -> None:
    theme, wei = publish(world), sign_in("wei")
    adopt(theme, world)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert wei.get(path.format(theme.uuid)).status_code == 200
        return len(seen)

    queries()
    before = queries()
    for n in range(4, 12):
        establish(f"A-{n}", f"新{n}支部", "branch", world.street)
        publish(world, title=f"主题{n}")
    assert queries() == before


def test_a_member_reads_the_agenda_and_the_material_of_what_expects_him(world: Any, sign_in: Any) -> None:
    meeting = adopt(publish(world), world).meeting
    lin = world.lin.actor
    committee = actions.plan(organization=world.branch, kinds=["committee"], **day(12, 4), by=lin)
    AgendaItem.objects.create(meeting=committee, position=1, title="研究小区停车难")
    page = sign_in("hua").get(f"/meetings/{meeting.uuid}/").content.decode()
    for shown in ("讨论落实办法", "全会公报", "来不了，请假"):
        assert shown in page
    page = sign_in("hua").get(f"/meetings/{committee.uuid}/").content.decode()
    assert "研究小区停车难" not in page
    assert "来不了，请假" not in page
    page = sign_in("lin").get(f"/meetings/{meeting.uuid}/").content.decode()
    assert "一、学习全会精神" in page
    assert "全会公报" in page
