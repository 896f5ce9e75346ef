"""The audit and jobs as JSON: what the auditor's token reads, hands out and sets going, and what others do not."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from openpyxl import load_workbook

from audit import actions as audit_actions
from audit import jobs
from audit.chain import record
from audit.models import Entry, Head, Job
from tests.hand import table_of
from tests.tokens import token_of
from tests.world import person

AUDIT, JOBS = "/api/v1/audit/", "/api/v1/jobs/"


@pytest.fixture
def auditor(world: Any, client: Any) -> dict[str, str]:
    """Nothing to add to what is asked: the street's auditor is signed in, as no machine can be."""
    sign_in_as(client, world.street, "audit_administrator")
    return {}


def sign_in_as(client: Any, place: Any, role: str) -> None:
    user = person(role, "管理员", place, role).user
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])


def test_an_auditor_reads_the_deeds_of_his_organizations_newest_first(
    world: Any, auditor: Any, client: Any
) -> None:
    for place in (world.branch, world.other_branches[0]):
        record(
            "organization.describe",
            by=world.wei.actor,
            subject=place,
            where=place,
            before={"n": 1},
            after={"n": 2},
        )
    answer = client.get(f"{AUDIT}?action=organization.describe", headers=auditor)
    kept = Entry.objects.get(action="organization.describe", subject_id=world.branch.pk)
    [row] = answer.json()["results"]
    assert (row["id"], row["who"], row["organization_path"]) == (kept.pk, kept.who, world.branch.path)
    assert (row["before"], row["after"], row["digest"]) == ({"n": 1}, {"n": 2}, kept.digest)
    whole = [row["id"] for row in client.get(AUDIT, headers=auditor).json()["results"]]
    assert whole == sorted(whole, reverse=True)


@pytest.mark.parametrize(
    ("query", "field"), [("action=no.such", "action"), ("since=yesterday", "since"), ("user=1", "user")]
)
def test_a_wrong_or_unknown_filter_is_refused(auditor: Any, client: Any, query: str, field: str) -> None:
    answer = client.get(f"{AUDIT}?{query}", headers=auditor)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_copy_is_a_workbook_of_what_was_filtered_and_is_written_down(
    world: Any, auditor: Any, client: Any
) -> None:
    answer = client.post(
        f"{AUDIT}export/?action=organization.establish",
        {"reason": "年度检查"},
        "application/json",
        headers=auditor,
    )
    rows = table_of(load_workbook(BytesIO(answer.content)).active)
    established = Entry.objects.filter(action="organization.establish", path__startswith=world.street.path)
    assert (rows[0][0], len(rows) - 1) == ("时间", established.count())
    written = Entry.objects.get(action="audit.export").after
    assert written == {
        "rows": established.count(),
        "filters": {"action": "organization.establish"},
        "reason": "年度检查",
    }


@pytest.mark.parametrize(("limit", "status"), [(0, 409), (10_000, 200)])
def test_many_entries_need_a_reason(
    auditor: Any, client: Any, settings: Any, limit: int, status: int
) -> None:
    settings.EXPORT_REASON_ROWS = limit
    answer = client.post(f"{AUDIT}export/", {}, "application/json", headers=auditor)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["rule"] == "R-SEC-05"
        assert "reason" in answer.json()["errors"]
        assert not Entry.objects.filter(action="audit.export").exists()


def test_the_chain_says_where_it_ends_and_what_its_verification_found(
    world: Any, auditor: Any, client: Any
) -> None:
    head = Head.objects.get()
    before = client.get(f"{AUDIT}chain/", headers=auditor).json()
    assert before == {"count": head.count, "digest": head.digest, "verified_at": None, "wrong": None}
    audit_actions.verify(by=world.aud.actor, place=world.district)
    after = client.get(f"{AUDIT}chain/", headers=auditor).json()
    assert (after["count"], after["wrong"], after["verified_at"] is None) == (head.count + 1, 0, False)


def test_a_verification_is_a_job_which_its_owner_follows(auditor: Any, client: Any) -> None:
    answer = client.post(f"{AUDIT}chain/verify/", {}, "application/json", headers=auditor)
    job = Job.objects.get()
    begun = answer.json()
    assert (answer.status_code, begun["id"], begun["title"], begun["own"]) == (
        202,
        str(job.uuid),
        "核对审计链",
        True,
    )
    [listed] = client.get(JOBS, headers=auditor).json()["results"]
    assert client.get(f"{JOBS}{job.uuid}/", headers=auditor).json() == listed == begun


def test_what_anothers_job_is_about_is_not_told(world: Any, client: Any) -> None:
    job = jobs.start(
        "audit.tasks.verify_chain", "望海街道的任务", params={}, where=world.street, by=world.shao.actor
    )
    Job.objects.filter(pk=job.pk).update(status="failed", error="望海街道没有做完")
    sign_in_as(client, world.district, "system_administrator")
    row = client.get(f"{JOBS}{job.uuid}/").json()
    client.logout()
    assert (row["own"], row["title"], row["error"], row["status"]) == (False, "核对审计链", "", "failed")
    reviewer = token_of(world.district, "reviewer")
    assert client.get(f"{JOBS}{job.uuid}/", headers=reviewer).status_code == 404
    assert client.get(JOBS, headers=reviewer).json()["results"] == []


@pytest.mark.parametrize(
    ("where", "entries", "shown"),
    [
        ("street", ["A"], ["望海街道的任务"]),
        ("district", ["", "A", "B"], ["", "云台街道的任务", "望海街道的任务"]),
    ],
)
def test_what_has_no_place_is_for_who_has_all_of_it(
    world: Any, where: str, entries: list[str], shown: list[str]
) -> None:
    """Finding 16: neither the failed sign-ins of everybody nor others' jobs lie in the reach of one street."""
    for code, place in (("", None), ("A", world.street), ("B", world.other_street)):
        record("test.where", by=world.wei.actor, where=place, after={"code": code})
        title = f"{place.short_name[:4]}的任务" if place else ""
        jobs.start("audit.tasks.verify_chain", title, params={}, where=place, by=world.wei.actor)
    place = getattr(world, where)
    aud, sys = (person(role, "管理员", place, f"{role}_administrator").actor for role in ("audit", "system"))
    read = Entry.objects.visible_to(aud).filter(action="test.where")
    assert sorted(entry.after["code"] for entry in read) == entries
    assert sorted(job.title for job in Job.objects.visible_to(sys)) == shown
    assert not Job.objects.visible_to(world.shen.actor).exists()
