"""The pages of people and imports, as each of the cast meets them."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Entry, Job
from exchange.models import Import
from members import actions
from members.models import Member
from tests.exchange.workbooks import number, person, roster
from tests.hand import table_of
from tests.world import enroll

pytestmark = pytest.mark.once

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(member):
    return reverse("members:detail", args=[member.uuid])


def names_in(response):
    return [person["name"] for _row, person in response.context["rows"]]


def enroll_with_numbers(world, **facts):
    """Somebody with numbers on file, in Lin's branch."""
    return enroll(world.branch, "秦朗", identity=number(), phone="13800000001", **facts)


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("lin", 9),
        ("he", 9),
        ("hua", 1),
        ("shao", 17),
        ("wei", 29),
        ("shen", 4),
        ("sys", 0),
        ("sec", 0),
        ("aud", 0),
    ],
)
def test_everybody_lists_whom_the_reach_covers(world, sign_in, who, count):
    response = sign_in(who).get(reverse("members:list"))
    assert response.status_code == 200
    assert len(names_in(response)) == count


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=秦", ["秦朗"]),
        ("q=qinl", ["秦朗"]),
        ("q=ql", ["秦朗"]),
        ("q=0001", ["秦朗"]),
        (f"q={number()[-4:]}", ["秦朗"]),
        ("q=没有", []),
        ("organization=A-2&status=preparatory", ["贺嘉宁"]),
        ("organization=A-2-G2", ["陈国", "何秀", "蒋文", "赵德"]),
        ("below=A&q=吴", ["吴a1", "吴a3"]),
    ],
)
def test_people_are_found(world, sign_in, query, names):
    enroll_with_numbers(world)
    assert names_in(sign_in("wei").get(f"{reverse('members:list')}?{query}")) == names


def test_a_place_out_of_reach_is_not_there(world, sign_in):
    assert sign_in("lin").get(reverse("members:list") + "?below=B").status_code == 404


def test_numbers_are_masked_in_the_list_and_in_the_file(world, sign_in):
    member = enroll_with_numbers(world)
    for address in (reverse("members:list"), file_of(member)):
        page = sign_in("lin").get(address).content.decode()
        assert f"{number()[:3]}***********{number()[-4:]}" in page
        assert "138****0001" in page
        assert number() not in page
        assert "13800000001" not in page


def test_the_file_says_that_only_a_preparatory_member_has_no_vote(world, sign_in):
    client = sign_in("lin")
    told = ["没有表决权" in client.get(file_of(each)).content.decode() for each in world.members]
    assert told == [False] * 8 + [True]


def test_an_ordinary_member_opens_his_own_file(world, sign_in):
    response = sign_in("hua").get(file_of(world.hua.member))
    assert response.status_code == 200
    assert response.context["actions"] == {}
    assert response.context["member_page"]["entries"] == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("shao", 200), ("wei", 200), ("he", 403), ("hua", 404), ("sys", 404), ("shen", 404)],
)
def test_unmasking_needs_the_right(world, sign_in, who, status):
    member = enroll_with_numbers(world)
    response = sign_in(who).post(
        reverse("members:unmask", args=[member.uuid]), {"field": "identity", "purpose": "核对转正材料"}
    )
    assert response.status_code == status
    assert (number() in response.content.decode()) == (status == 200)
    assert Entry.objects.filter(action="member.unmask").count() == (1 if status == 200 else 0)


def test_unmasking_is_written_with_its_purpose_and_never_cached(world, sign_in):
    member = enroll_with_numbers(world)
    response = sign_in("lin").post(
        reverse("members:unmask", args=[member.uuid]), {"field": "phone", "purpose": "通知开会"}
    )
    assert "13800000001" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="member.unmask")
    assert (entry.who, entry.note, entry.after) == ("林知远", "通知开会", {"field": "手机号"})


def test_unmasking_without_a_purpose_shows_nothing(world, sign_in):
    member = enroll_with_numbers(world)
    response = sign_in("lin").post(
        reverse("members:unmask", args=[member.uuid]), {"field": "phone", "purpose": " 看 "}
    )
    assert response.status_code == 409
    assert "13800000001" not in response.content.decode()
    assert not Entry.objects.filter(action="member.unmask").exists()


def test_somebody_who_left_is_not_in_the_list_but_in_the_history(world, sign_in):
    member = enroll_with_numbers(world)
    actions.leave(member=member, exit="died", on=dt.date(2026, 11, 1), by=world.shao.actor)
    client = sign_in("lin")
    assert "秦朗" not in names_in(client.get(reverse("members:list")))
    assert names_in(client.get(reverse("members:list") + "?left=true")) == ["秦朗"]
    assert client.get(file_of(member)).status_code == 200
    assert sign_in("he").get(reverse("members:list") + "?left=true").context["rows"] == []
    assert sign_in("he").get(file_of(member)).status_code == 404
    assert sign_in("shen").get(file_of(member)).status_code == 404


def test_a_change_is_made_by_form_and_refused_beside_the_field(world, sign_in):
    member, client = enroll_with_numbers(world), sign_in("shao")
    address = reverse("members:change", args=[member.uuid, "update"])
    form = client.get(address).context["form"]
    sent = {name: value for name, value in form.initial.items() if value is not None} | {
        "workplace": "滨江小学"
    }
    assert client.post(address, sent | {"joined_on": "1990-01-01"}).status_code == 409
    response = client.post(address, sent | {"joined_on": "1990-01-01"})
    assert "入党须年满18岁" in response.content.decode()
    assert client.post(address, sent).status_code == 302
    member.refresh_from_db()
    assert (member.workplace, member.version, member.joined_on) == ("滨江小学", 2, dt.date(2010, 7, 1))
    assert client.post(address, sent | {"workplace": "别处"}).status_code == 409  # the form is from before
    assert Member.objects.get(pk=member.pk).workplace == "滨江小学"


@pytest.mark.parametrize("deed", ["update", "regroup", "restrict", "leave"])
def test_deeds_need_the_right(world, sign_in, deed):
    member = enroll_with_numbers(world)
    address = reverse("members:change", args=[member.uuid, deed])
    assert sign_in("shao").get(address).status_code == 200
    assert sign_in("he").get(address).status_code == 403
    assert sign_in("hua").get(address).status_code == 404
    assert sign_in("shen").get(address).status_code == 404


def test_a_transfer_is_offered_only_to_those_who_keep_another_roll_too(world, sign_in):
    member = enroll_with_numbers(world)
    address = reverse("members:change", args=[member.uuid, "transfer"])
    page = reverse("members:detail", args=[member.uuid])
    for name, status in (("lin", 404), ("shao", 200), ("he", 403), ("shen", 404)):
        assert sign_in(name).get(address).status_code == status, name
    assert "转到其他支部请联系上级党组织办理" in sign_in("lin").get(page).content.decode()
    assert "转到其他支部请联系上级党组织办理" not in sign_in("shao").get(page).content.decode()


def test_a_secretary_enrolls_from_the_plain_list_into_the_own_branch(world, sign_in):
    assert "编入党员" in sign_in("lin").get(reverse("members:list")).content.decode()
    assert sign_in("lin").get(reverse("members:enroll")).context["organization"] == world.branch
    assert sign_in("shao").get(reverse("members:enroll"))["Location"] == reverse("organizations:tree")
    assert "编入党员" not in sign_in("he").get(reverse("members:list")).content.decode()
    assert sign_in("he").get(reverse("members:enroll")).status_code == 403


def test_an_export_is_masked_and_written_down(world, sign_in):
    enroll_with_numbers(world, note="=HYPERLINK(1)")
    response = sign_in("lin").post(reverse("members:export") + "?q=秦朗")
    rows = table_of(load_workbook(BytesIO(response.content)).active)
    line = dict(zip(*rows, strict=True))
    assert line["公民身份号码"] == f"{number()[:3]}***********{number()[-4:]}"
    assert line["备注"] == "'=HYPERLINK(1)"
    entry = Entry.objects.get(action="member.export")
    assert entry.after == {"rows": 1, "filters": {"q": "秦朗"}, "full": False, "path": world.branch.path}


def test_full_numbers_need_a_reason(world, sign_in):
    enroll_with_numbers(world)
    client, address = sign_in("lin"), reverse("members:export")
    assert client.post(address, {"full": "on"}).status_code == 302
    assert not Entry.objects.filter(action="member.export").exists()
    response = client.post(address, {"full": "on", "reason": "年度统计核对"})
    assert number() in {
        cell for row in load_workbook(BytesIO(response.content)).active.values for cell in row
    }
    assert Entry.objects.get(action="member.export").note == "年度统计核对"


@pytest.mark.parametrize(
    ("who", "status"), [("hua", 403), ("sys", 403), ("sec", 403), ("aud", 403), ("he", 200), ("lin", 200)]
)
def test_exporting_needs_the_right(world, sign_in, who, status):
    assert sign_in(who).post(reverse("members:export")).status_code == status


def upload(client, content, **facts):
    sent = SimpleUploadedFile("花名册.xlsx", content, content_type=XLSX)
    return client.post(
        reverse("members:imports"), {"kind": "roster", "organization": "A", "file": sent} | facts
    )


def test_an_import_goes_from_upload_to_result(
    world, sign_in, django_capture_on_commit_callbacks, monkeypatch
):
    client = sign_in("wei")
    response = upload(client, roster(person("秦朗"), person("白桦", identity="1")))
    batch = Import.objects.get()
    assert response.url == reverse("members:import_preview", args=[batch.uuid])
    page = client.get(response.url)
    assert [line.badge for line in page.context["lines"]] == ["error", "new"]
    assert [[label for label, _cell in line.said] for line in page.context["lines"]] == [
        ["公民身份号码", "联系电话"],
        [],
    ]
    assert "导入1行" in page.content.decode()
    assert number() not in page.content.decode()
    assert not Member.objects.filter(name="秦朗").exists()
    sent = []
    monkeypatch.setattr(
        "core.queue.current_app.send_task", lambda task, args, **how: sent.append((task, args))
    )
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("members:import_confirm", args=[batch.uuid]))
    job = Job.objects.get()
    assert sent == [("members.tasks.apply_import", [job.pk])]
    assert 'hx-trigger="every 1s"' in client.get(response.url).content.decode()
    from exchange.tasks import apply_import

    apply_import(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("done", response.url)
    assert Member.objects.get(name="秦朗").organization == world.branch
    assert "已写入1行" in client.get(response.url).content.decode()
    failed = client.get(reverse("members:import_failed", args=[batch.uuid]))
    assert load_workbook(BytesIO(failed.content)).active.max_row == 2


def test_asking_how_far_it_is_opens_no_preview(world, sign_in, monkeypatch):
    client = sign_in("wei")
    upload(client, roster(person("秦朗")))
    batch = Import.objects.get()
    client.post(reverse("members:import_confirm", args=[batch.uuid]))
    monkeypatch.setattr(
        "exchange.views.imports.import_files.read_preview", lambda batch: pytest.fail("opened")
    )
    address = reverse("members:import_preview", args=[batch.uuid])
    part = client.get(address, headers={"HX-Request": "true"})
    assert "正在导入" in part.content.decode()
    assert "HX-Refresh" not in part
    Import.objects.update(status="done")
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_figures_filter_exactly_what_they_count(world, sign_in):
    client = sign_in("wei")
    upload(
        client,
        roster(person("秦朗"), person("白桦", identity="1"), person("白杨", identity=number(sequence=3))),
    )
    batch = Import.objects.get()
    address = reverse("members:import_preview", args=[batch.uuid])
    for state in ("new", "changed", "unchanged", "warning", "error"):
        page = client.get(f"{address}?s={state}").context["page"]
        assert page.paginator.count == batch.totals[state], state
    assert client.get(f"{address}?s=all").context["page"].paginator.count == 3


def test_what_cannot_be_read_is_said_on_the_form(world, sign_in):
    response = upload(sign_in("wei"), b"PK nothing")
    assert response.status_code == 409
    assert "打不开这个文件" in response.content.decode()
    assert upload(sign_in("wei"), b"x", organization="没有").status_code == 400
    assert Import.objects.count() == 0


def test_imports_are_for_offices_and_shen_sees_nothing(world, sign_in):
    upload(sign_in("wei"), roster(person("秦朗")))
    batch = Import.objects.get()
    for who in ("lin", "he", "hua", "sys", "sec", "aud", "shen"):
        client = sign_in(who)
        assert client.get(reverse("members:imports")).status_code == 403, who
        for name in ("import_preview", "import_failed"):
            assert client.get(reverse(f"members:{name}", args=[batch.uuid])).status_code == 404, who
        assert client.post(reverse("members:import_confirm", args=[batch.uuid])).status_code == 404, who
    assert Import.objects.get().status == "previewed"
