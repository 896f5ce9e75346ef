"""Templates a district replaces without a programmer: which applies, what an upload is checked for."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from audit.models import Entry
from branches.errors import NotYours
from core.judging import TooCostly
from documents import actions, errors
from documents.contexts import layout, template_fields, word
from documents.models import PaperTemplate
from documents.states import PaperKind
from tests.world import World

pytestmark = pytest.mark.once


def template(*paragraphs: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "区里的.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def put(world: World, organization: Any, content: bytes, kind: str = "minutes") -> PaperTemplate:
    return actions.upload_template(
        organization=organization, kind=kind, upload=upload(content), name="区里的.docx", by=world.wei.actor
    )


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return out.getvalue()


@pytest.mark.once
@pytest.mark.parametrize("kind", PaperKind.values)
def test_the_products_own_templates_fill_with_the_samples(kind: str) -> None:
    made = word.fill(layout.default_path(kind).read_bytes(), template_fields.sample(kind), is_strict=True)
    said = "".join(one.text for one in Document(io.BytesIO(made)).paragraphs)
    assert "{" not in said
    assert str(template_fields.sample(kind)["标题"]) in said


def test_the_nearest_template_upwards_applies(world: World, make: Any, sign_in: Any) -> None:
    meeting = make()
    put(world, world.district, template("区：{{ 主题 }}"))
    put(world, world.street, template("街道：{{ 主题 }}，{{ 到会 }}"))
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/word/")
    lines = [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
    assert lines == [
        "街道：学习条例，应到9人，实到9人，请假0人，缺席0人。应到会有表决权的党员8人，实到会8人。"
    ]
    found = layout.template_for("minutes", world.other_branches[0])
    assert found is not None
    assert found.organization == world.district
    assert layout.template_for("workbook", world.branch) is None


def test_a_new_template_retires_the_one_in_use_and_retiring_goes_back_upwards(world: World) -> None:
    first = put(world, world.street, template("一：{{ 主题 }}"))
    second = put(world, world.street, template("二：{{ 主题 }}"))
    first.refresh_from_db()
    assert first.retired_at is not None
    assert layout.template_for("minutes", world.branch) == second
    actions.retire_template(template=second, by=world.wei.actor)
    assert layout.template_for("minutes", world.branch) is None
    assert [one.action for one in Entry.objects.order_by("-id")[:3]] == [
        "template.retire",
        "template.upload",
        "template.upload",
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 nothing", "不是完整的docx"),
        (b"%PDF-1.4", "不是完整的docx"),
        (template("只有一句话"), "里面一个字段也没有"),
        (template("{{ 主提 }}"), "没有“主提”这个字段"),
        (template("{{ 正文[0].标提 }}"), "没有“标提”这个字段"),
        (template("{% for 行 in 正文 %}"), "有一处{% for … %}没有写endfor"),
        (template("{% endif %}"), "有一处{% endif %}认不出来"),
        (template("{{ 主题 单位 }}"), "照“怎样改”里的写法"),
        (template("{{ 主题.__class__ }}"), "没有“__class__”这个字段"),
        (template("{{ 主题.upper() }}"), "不能写“Call”"),
        (template("{{ 'a' * 999999999 }}"), "不能写“Mul”"),
        (template("{% set x = 1 %}{{ x }}"), "不能写“Assign”"),
        (template("{{ range(9) }}"), "不能写“Call”"),
        (template("{{ 主题 | attr('__class__') }}"), "花括号里写得不对"),
        (template("{% include 'x' %}"), "不能写“Include”"),
        (with_part(template("{{ 主题 }}"), "word/vbaProject.bin", b"x"), "带有宏"),
        (
            with_part(
                template("{{ 主题 }}"),
                "word/_rels/settings.xml.rels",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="rId1" Type="t" Target="http://198.51.100.7/x.dotx" TargetMode="External"/>'
                b"</Relationships>",
            ),
            "指向外面的链接",
        ),
        (
            with_part(
                template("{{ 主题 }}"),
                "word/_rels/settings.xml.RELS",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="rId1" Type="t" Target="x" TargetMode=" &#69;xternal"/></Relationships>',
            ),
            "指向外面的链接",
        ),
        (
            with_part(template("{{ 主题 }}"), "word/footnotes.xml", b" " * 5000 + b'<!ENTITY b "c">'),
            "不允许的声明",
        ),
        (
            with_part(template("{{ 主题 }}"), "word/footnotes.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
            "不允许的声明",
        ),
    ],
)
def test_an_unfit_template_is_refused_with_what_to_mend(world: World, content: bytes, why: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(errors.UnfitTemplate) as refused:
        put(world, world.district, content)
    assert why in refused.value.sentence
    assert (PaperTemplate.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.once
def test_a_loop_in_a_loop_that_never_ends_is_refused(world: World) -> None:
    loops = "{% for a in 正文 %}{% for b in 正文 %}{% for c in 正文 %}{% for d in 正文 %}"
    with pytest.raises(TooCostly, match="太费时间或者内存"):
        put(world, world.district, template(f"{loops}{{{{ a.标题 }}}}{'{% endfor %}' * 4}"))
    assert PaperTemplate.objects.count() == 0


def test_templates_are_for_those_who_manage_rules(world: World) -> None:
    for name in ("lin", "shao"):
        with pytest.raises(NotYours):
            actions.upload_template(
                organization=world.branch,
                kind="minutes",
                upload=upload(template("{{ 主题 }}")),
                name="x.docx",
                by=getattr(world, name).actor,
            )
    assert PaperTemplate.objects.count() == 0


def test_the_page_lists_downloads_and_takes_a_new_one(world: World, sign_in: Any) -> None:
    wei = sign_in("wei")
    page = wei.get("/papers/templates/?organization=D").content.decode()
    assert page.count("系统自带</span>") == len(PaperKind)
    own = wei.get("/papers/templates/minutes/?organization=D")
    assert own.content == layout.default_path("minutes").read_bytes()
    bad = wei.post(
        "/papers/templates/?organization=D",
        {"kind": "minutes", "organization": "D", "file": upload(template("{{ 没有的 }}"))},
    )
    assert bad.status_code == 409
    assert "没有“没有的”这个字段" in bad.content.decode()
    done = wei.post(
        "/papers/templates/?organization=D",
        {"kind": "minutes", "organization": "D", "file": upload(template("{{ 主题 }}"))},
    )
    assert done.status_code == 302
    for who, mentioned in (("wei", True), ("lin", False), ("shao", False)):  # replacing is the district's
        page = sign_in(who).get("/papers/templates/?organization=A-2").content.decode()
        assert ("区里的.docx" in page, "怎样改" in page) == (True, mentioned)
        assert ("/papers/templates/" in sign_in(who).get("/papers/").content.decode()) is mentioned
    asked = {
        who: sign_in(who).get("/papers/templates/?organization=A-2").status_code for who in ("hua", "shen")
    }
    assert asked == {"hua": 404, "shen": 404}
