"""rules/, owed/, reports/ over REST: shapes of the contract, pages, strict filters, refusals, who sees what."""

import json
from typing import Any

import pytest
from django.test import Client

from audit.models import Job
from branches import actions as tree
from branches.selectors.actors import SYSTEM
from obligations.models import Rule
from reports import actions, tasks
from reports.models import Report
from tests.hand import OCTOBER, counted_meeting


def get(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def post(client: Client, address: str, body: dict[str, Any], status: int) -> Any:
    answer = client.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.fixture
def frozen(world: Any) -> Report:
    counted_meeting(world.branch, "2026-10-16", "theme_day", "general")
    return actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)


def test_rules_are_read_by_everybody_with_a_mandate_and_set_by_the_reviewer(world: Any, sign_in: Any) -> None:
    rows = get(sign_in("lin"), "rules/?code=R-MEET-05")["results"]
    assert rows == [
        {
            "code": "R-MEET-05",
            "name": "党课",
            "kind": "lecture",
            "applies_to": "branch",
            "cadence": "quarter",
            "count": 1,
            "basis": "本区规定",
            "valid_from": "2018-10-28",
            "valid_until": None,
            "organization": None,
        }
    ]
    body = {"code": "R-MEET-05", "valid_from": "2027-01-01", "count": 2}
    assert post(sign_in("shen"), "rules/", body, 403)["code"] == "not_permitted"
    assert Rule.objects.filter(code="R-MEET-05").count() == 1
    assert post(sign_in("wei"), "rules/", body, 201)["count"] == 2
    ended = get(sign_in("wei"), "rules/?code=R-MEET-05&month=2026-11")["results"]
    assert [row["valid_until"] for row in ended] == ["2026-12-31"]
    refused = post(sign_in("wei"), "rules/", body | {"valid_from": "2027-02-01"}, 409)
    assert (refused["code"], list(refused["errors"])) == ("mid_period", ["valid_from"])
    for code in ("L/TALK", "new"):
        assert post(sign_in("wei"), "rules/", body | {"code": code}, 400)["errors"] == {
            "code": ["编号用大写字母、数字和短横，例如L-TALK-01。"]
        }
    assert post(sign_in("wei"), "rules/", body | {"colour": "red"}, 400)["errors"] == {
        "colour": ["没有这个字段。"]
    }


def test_waivers_are_read_given_and_ended_over_rest(world: Any, sign_in: Any) -> None:
    body = {
        "organization": "A-2",
        "rule": "R-MEET-01",
        "since": "2026-11-10",
        "until": "2026-12-20",
        "reason": "征迁",
    }
    assert post(sign_in("shao"), "waivers/", body, 403)["code"] == "not_permitted"
    assert set(post(sign_in("wei"), "waivers/", body | {"organization": "X"}, 404)["errors"]) == {
        "organization"
    }
    upside = post(sign_in("wei"), "waivers/", body | {"until": "2026-10-20"}, 409)
    assert (upside["code"], list(upside["errors"])) == ("waiver_upside_down", ["until"])
    made = post(sign_in("wei"), "waivers/", body, 201)
    assert (made["since"], made["until"], made["rule"]) == ("2026-10-01", "2026-12-31", "R-MEET-01")
    for query, found in (("", 1), ("?on=2026-12-31", 1), ("?on=2027-01-01", 0), ("?rule=R-MEET-04", 0)):
        assert len(get(sign_in("lin"), f"waivers/{query}")["results"]) == found, query
    assert get(sign_in("shen"), "waivers/")["results"] == []
    ended = post(
        sign_in("wei"), f"waivers/{made['id']}/end/", {"asked_from": "2026-11-01", "reason": "复工"}, 200
    )
    assert ended == {"id": made["id"], "until": None}
    post(sign_in("wei"), f"waivers/{made['id']}/end/", {"asked_from": "2026-11-01", "reason": "复工"}, 404)


def test_what_a_branch_owes(world: Any, sign_in: Any) -> None:
    meeting = counted_meeting(world.branch, "2026-10-16", "theme_day")
    rows = get(sign_in("lin"), "owed/?organization=A-2&month=2026-10")["results"]
    assert [(row["rule"], row["organization"], row["state"]) for row in rows] == [
        ("R-MEET-01", "A-2", "open"),
        ("R-MEET-02", "A-2", "missed"),
        ("R-MEET-04", "A-2", "met"),
        ("R-MEET-05", "A-2", "open"),
        ("R-MEET-03", "A-2-G1", "missed"),
        ("R-MEET-03", "A-2-G2", "missed"),
    ]
    assert rows[2] == {
        "rule": "R-MEET-04",
        "rule_organization": None,
        "organization": "A-2",
        "period": {"since": "2026-10-01", "until": "2026-10-31"},
        "required": 1,
        "held": 1,
        "state": "met",
        "due_on": "2026-10-31",
        "meetings": [str(meeting.uuid)],
    }
    assert [row["period"]["since"] for row in get(sign_in("lin"), "owed/?organization=A-2")["results"]][
        :2
    ] == [
        "2026-10-01",
        "2026-11-01",
    ]


def test_what_is_owed_is_paged_in_tree_order_there_and_back(world: Any, sign_in: Any) -> None:
    client = sign_in("wei")
    whole = get(client, "owed/?organization=D&month=2026-10&count=true")
    assert (whole["count"], whole["next"], whole["previous"]) == (31, None, None)
    seen, page = [], get(client, "owed/?organization=D&month=2026-10&page_size=7")
    pages = 1
    while True:
        seen += page["results"]
        if page["next"] is None:
            break
        page = client.get(page["next"]).json()
        pages += 1
    assert (seen, pages) == (whole["results"], 5)
    back = client.get(page["previous"]).json()
    assert back["results"] == whole["results"][21:28]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?organization=", 400),
        ("?organization=A-2&colour=red", 400),
        ("?organization=A-2&month=2026-13", 400),
        ("?organization=A-2&month=9999-12", 400),
        ("?organization=A-2&cursor=x", 404),
        ("?organization=A-2&page_size=201", 400),
        ("?organization=B-1", 404),  # Shen's
        ("?organization=D", 404),
        ("?organization=NONE", 404),
    ],
)
def test_what_is_owed_refuses_what_it_does_not_know(
    world: Any, sign_in: Any, query: str, status: int
) -> None:
    assert get(sign_in("lin"), f"owed/{query}", status)["status"] == status


def test_what_is_owed_is_not_for_ordinary_members(world: Any, sign_in: Any) -> None:
    assert get(sign_in("hua"), "owed/?organization=A-2", 404)["code"] == "not_found"
    assert get(sign_in("shen"), "owed/?organization=A-2", 404)["code"] == "not_found"


def test_a_report_is_built_by_a_job(world: Any, sign_in: Any) -> None:
    body = {"organization": "D", "month": "2026-10"}
    accepted = post(sign_in("wei"), "reports/", body, 202)
    job = Job.objects.get()
    assert accepted == {
        "job": str(job.uuid),
        "title": "生成区委2026年10月月报",
        "status": "queued",
        "organization": "D",
        "month": "2026-10",
    }
    tasks.draw_up_reports(job.pk)
    found = get(sign_in("wei"), "reports/?organization=D&month=2026-10")["results"]
    assert [(row["organization"], row["month"], row["status"], row["version"]) for row in found] == [
        ("D", "2026-10", "drafted", 1)
    ]


@pytest.mark.parametrize(
    ("who", "body", "status", "code"),
    [
        ("shao", {"organization": "D", "month": "2026-10"}, 404, "not_found"),  # out of reach
        ("lin", {"organization": "A-2", "month": "2026-10"}, 403, "not_permitted"),
        ("wei", {"organization": "A-2", "month": "2026-10"}, 409, "no_report_here"),
        ("wei", {"organization": "D", "month": "2026-12"}, 409, "month_not_begun"),
        ("wei", {"organization": "D", "month": "2026-1"}, 400, "invalid"),
        ("wei", {"organization": "D"}, 400, "invalid"),
        ("wei", {"organization": "D", "month": "2026-10", "x": 1}, 400, "invalid"),
    ],
)
def test_what_cannot_be_built_is_refused(
    world: Any, sign_in: Any, who: str, body: dict[str, Any], status: int, code: str
) -> None:
    assert post(sign_in(who), "reports/", body, status)["code"] == code
    assert Job.objects.count() == 0


def test_lines_have_the_fields_of_the_contract(world: Any, frozen: Report, sign_in: Any) -> None:
    address = f"reports/{frozen.uuid}/lines/"
    rows = get(sign_in("wei"), f"{address}?rule=R-MEET-04&below=A&page_size=200")["results"]
    assert [(row["organization"], row["required"], row["held"], row["completion"]) for row in rows] == [
        ("A", 3, 1, 33.3),
        ("A-1", 1, 0, 0.0),
        ("A-2", 1, 1, 100.0),
        ("A-3", 1, 0, 0.0),
    ]
    assert rows[2] == {
        "organization": "A-2",
        "organization_name": world.branch.name,
        "rule": "R-MEET-04",
        "rule_organization": None,
        "period": {"since": "2026-10-01", "until": "2026-10-31"},
        "is_due": True,
        "required": 1,
        "fulfilled": 1,
        "held": 1,
        "completion": 100.0,
        "expected": 10,
        "present": 9,
        "on_leave": 1,
        "absent": 0,
        "attendance": 90.0,
        "late_records": 0,
        "own_required": 1,
        "own_held": 1,
        "missed_in_a_row": 0,
    }
    (nothing,) = get(sign_in("wei"), f"{address}?rule=R-MEET-02&organization=B-1")["results"]
    assert (nothing["required"], nothing["completion"], nothing["attendance"]) == (None, None, None)
    assert get(sign_in("wei"), f"{address}?below=NONE", 404)["code"] == "not_found"
    assert get(sign_in("wei"), f"{address}?colour=red", 400)["code"] == "invalid"


def test_lines_are_paged_without_loss(frozen: Report, sign_in: Any) -> None:
    client = sign_in("wei")
    page, seen = get(client, f"reports/{frozen.uuid}/lines/?page_size=9"), []
    while True:
        seen += [(row["organization"], row["rule"]) for row in page["results"]]
        if page["next"] is None:
            break
        page = client.get(page["next"]).json()
    assert len(seen) == len(set(seen)) == frozen.lines.count()


def test_totals_and_amendments(frozen: Report, sign_in: Any) -> None:
    (total,) = get(sign_in("wei"), f"reports/{frozen.uuid}/totals/?organization=D")["results"]
    assert (total["required"], total["fulfilled"], total["completion"]) == (9, 1, 11.1)
    assert (total["branches"], total["members"], total["missed"], total["missing_branches"]) == (6, 29, 8, 6)
    assert get(sign_in("wei"), f"reports/{frozen.uuid}/amendments/")["results"] == []


def test_instants_have_the_local_offset(frozen: Report, sign_in: Any) -> None:
    rule = frozen.lines.filter(rule__code="R-MEET-04").first().rule
    frozen.amendments.create(
        organization=frozen.organization, rule=rule, field="held", old=0, new=1, reason=""
    )
    row = get(sign_in("wei"), f"reports/{frozen.uuid}/")
    assert row["counted_until"] == "2026-11-06T00:00:00+08:00"
    assert row["built_at"].endswith("+08:00")
    assert row["frozen_at"].endswith("+08:00")
    assert row["published_at"] is None
    (amendment,) = get(sign_in("wei"), f"reports/{frozen.uuid}/amendments/")["results"]
    assert amendment["noticed_at"].endswith("+08:00")


def test_publishing_lets_those_below_see_their_lines(frozen: Report, sign_in: Any) -> None:
    one = f"reports/{frozen.uuid}/"
    for who in ("lin", "shao", "hua", "shen"):
        assert get(sign_in(who), one, 404)["code"] == "not_found"
        assert get(sign_in(who), f"{one}lines/", 404)["code"] == "not_found"
        assert post(sign_in(who), f"{one}publish/", {}, 404)["code"] == "not_found"
    assert post(sign_in("wei"), f"{one}publish/", {"note": "请对照。"}, 200)["status"] == "published"
    assert post(sign_in("wei"), f"{one}publish/", {}, 409)["code"] == "already_published"
    assert post(sign_in("lin"), f"{one}publish/", {}, 403)["code"] == "not_permitted"
    rows = get(sign_in("lin"), f"{one}lines/")["results"]
    assert {row["organization"] for row in rows} == {"A-2", "A-2-G1", "A-2-G2"}
    assert get(sign_in("hua"), one, 404)["code"] == "not_found"
    assert "A-2" not in {row["organization"] for row in get(sign_in("shen"), f"{one}lines/")["results"]}


def test_nobody_is_let_in_without_signing_in(frozen: Report, client: Client) -> None:
    for address in ("rules/", "owed/?organization=D", "reports/", f"reports/{frozen.uuid}/lines/"):
        assert get(client, address, 401)["status"] == 401


@pytest.mark.parametrize("meetings", [1, 12])
def test_a_page_of_lines_costs_the_same_queries_whatever_it_holds(
    world: Any, sign_in: Any, meetings: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(meetings):
        counted_meeting(world.branch, f"2026-10-{number + 1:02d}", "theme_day")
    report = actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)
    client = sign_in("wei")
    with django_assert_max_num_queries(9):
        get(client, f"reports/{report.uuid}/lines/")


def test_a_frozen_report_names_organizations_as_they_were(
    world: Any, frozen: Report, clock: Any, sign_in: Any
) -> None:
    clock.shift(60)
    tree.rename(
        organization=world.district, name="新名", short_name="新", effective_on=OCTOBER.since, by=SYSTEM
    )
    wei, old = sign_in("wei"), world.district.name
    at = f"reports/{frozen.uuid}/"
    assert get(wei, at)["organization_name"] == old
    for address in ("reports/?organization=D", f"{at}lines/", f"{at}totals/"):
        rows = [row for row in get(wei, address)["results"] if row["organization"] == "D"]
        assert {row["organization_name"] for row in rows} == {old}
    listed = wei.get("/reports/").content.decode()
    assert (">区委</a>" in listed, ">新</a>" in listed) == (True, False)
