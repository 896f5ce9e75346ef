"""R-PAP-02: labels, states, roles, papers and guides use the official words of the field, not the plain ones."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from docx import Document

from branches.access.roles import Role
from documents.contexts.layout import HEADS
from documents.contexts.minutes import MEETINGS, record_title
from meetings.models import Attendance, FollowUp, Meeting
from meetings.states import Kind

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
PLAIN = {
    "没有通过": "未通过",
    "还没办完": "未办结",
    "已办完": "已办结",
    "没有未开展的项目": "无未开展事项",
    "不计应到": "未列入应到",
    "中止权利": "中止党员权利",
    "支委会和党内职务": "支部委员会组成及分工",
    "登记班子": "登记支部委员会成员",
    "工作打算": "工作要点",
    "没办完": "未办结",
    "打算怎么处置": "处置意见",
    "应开{{": "应召开",
    "已开{{": "已召开",
    "没有整改完": "未整改完成",
    "应开还没有开": "应召开未召开",
    "由头": "谈话事由",
    "走到哪一步": "当前环节",
    "接交人": "接收人",
    "待确认的记录": "待审核的记录",
    "已退回修改": "退回修改",
    "失联苗头": "失联倾向",
    "同意免开": "情况说明（报备说明）",
    "收回撤销": "取消撤销计划",
    "改建党总支": "成立党总支",
    "一句话说说办得怎样": "落实情况（选填）",
    "花了多少功夫": "基层填报工作量",
    "还没开齐": "未完成",
    "可以办的": "业务办理",
    "%}看一次<": "申请查看一次",
    "区委审核人员": "区委党建办（组织部）工作人员",
    "党（工）委工作人员": "党（工）委党务干部 / 组织员",
    "两新工委": "社会工作部（新兴领域党工委）",
}
"""Plain or wrong → official (domain.md §16); the plain word stands nowhere people read it as a label."""
HELP = {
    "开的是什么会": "会议类型",
    "谁没到": "缺席人员及原因",
    "谁说的": "发言人",
    "说了什么": "发言要点",
    "什么事要表决": "表决事项",
    "表决的是谁": "表决对象",
    "谁落实": "责任人",
    "什么时候办完": "完成时限",
}
"""Plain words that stand as help beside the official label on the record page, and nowhere else."""
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
STRING = re.compile(r'"([^"\n]*)"')


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def guides() -> list[Path]:
    return sorted([*(ROOT / "docs").glob("guide-*.md"), ROOT / "README.zh-CN.md"])


def modules() -> list[Path]:
    """Of the product: its one-line strings are what people read; docstrings and comments may say the plain word."""
    apps = [
        ROOT / name
        for name in [
            "accounts",
            "audit",
            "branches",
            "dashboards",
            "demo",
            "documents",
            "exchange",
            "life",
            "meetings",
            "members",
            "obligations",
            "planning",
            "procedures",
            "reminders",
            "reports",
        ]
    ]
    return sorted(path for app in apps for path in app.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("plain", PLAIN)
def test_no_page_paper_or_guide_says_the_plain_word(plain: str) -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in [*templates(), *guides()]
        if plain in COMMENT.sub("", path.read_text(encoding="utf-8"))
    ]
    found += [
        str(path.relative_to(ROOT))
        for path in modules()
        for line in path.read_text(encoding="utf-8").splitlines()
        if '"""' not in line and any(plain in text for text in STRING.findall(line))
    ]
    assert not found, f"{plain} → {PLAIN[plain]}"


@pytest.mark.parametrize("plain", HELP)
def test_the_record_page_explains_the_official_label_in_plain_words(sign_in: Any, plain: str) -> None:
    page = sign_in("lin").get("/meetings/record/?kinds=general").content.decode()
    helped = re.findall(r'<span class="(?:hint|quiet sm)"[^>]*>([^<]*)', page)
    assert any(text.startswith(plain) for text in helped)
    without = re.sub(r'<span class="(?:hint|quiet sm)"[^>]*>[^<]*', "", page)
    assert plain not in without
    assert HELP[plain] in re.sub(r"<[^>]+>", "", without)


def test_no_template_of_a_paper_says_the_plain_word() -> None:
    for path in sorted((ROOT / "documents/paper_templates").glob("*.docx")):
        words = "".join(Document(str(path)).element.body.itertext())
        assert not [plain for plain in PLAIN if plain in words], path.name


def test_states_and_roles_have_their_official_words() -> None:
    assert [Meeting.Status(name).label for name in ("held", "submitted", "returned", "confirmed")] == [
        "记录中", "待审核", "退回修改", "审核通过",
    ]  # fmt: skip
    assert (Role.REVIEWER.label, Role.STAFF.label) == (
        "区委党建办（组织部）工作人员",
        "党（工）委党务干部 / 组织员",
    )
    assert dict(Attendance._meta.get_field("state").choices)["exempt"] == "未列入应到"
    assert FollowUp._meta.get_field("is_done").verbose_name == "已办结"


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        ([Kind.COMMITTEE], "支部委员会会议记录"),
        ([Kind.GENERAL], "支部党员大会会议记录"),
        ([Kind.THEME_DAY], "主题党日活动记录"),
        ([Kind.APPRAISAL], "民主评议党员会议记录"),
        ([Kind.TALK], "谈心谈话记录"),
        ([Kind.THEME_DAY, Kind.GENERAL], "支部党员大会会议、主题党日活动记录"),
    ],
)
def test_a_record_has_its_official_title(kinds: list[str], title: str) -> None:
    assert record_title(kinds) == title
    assert set(MEETINGS) == set(Kind)


def test_the_workbook_has_the_official_columns() -> None:
    heads = {head for row in HEADS.values() for head in row}
    assert {"任职时间", "免职时间", "听课人数", "问题所属", "谈话事由", "测评票数", "评定意见"} <= heads
    assert not {"任职", "离任", "听课", "身份", "谁的", "由头", "测评", "意见"} & heads
