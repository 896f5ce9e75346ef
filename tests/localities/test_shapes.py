"""Each setting of localities has a shape: what is of another one is said by a system check in a sentence, and nothing crashes."""

import subprocess
import sys
from typing import Any

import pytest

from config import localities
from core.checks import local_rules_keep_the_floor, local_settings_have_their_shape
from core.setting_shapes import (
    Clock,
    LocalitySettings,
    MonthDay,
    OneOf,
    OnOff,
    Pairs,
    Seconds,
    Several,
    Share,
    TextShape,
    Whole,
)

pytestmark = pytest.mark.once  # no database can change its answer

SETTINGS = [name for name in vars(localities) if name.isupper()]
WRONG: dict[type[TextShape], list[str]] = {
    Whole: ["abc", "1.5", "-1", "", "一周"],
    Seconds: ["abc", "-1", "nan"],
    OnOff: ["maybe", ""],
    Share: ["half", "1/0", "1/2/3", ""],
    MonthDay: ["31-12", "02-29", "12", ""],
    Clock: ["9点", "25:00", "9"],
    OneOf: ["whatever", ""],
    Pairs: ["HY-01", "=x"],
    Several: [],
    TextShape: [],
}


def wrong_texts(name: str) -> list[str]:
    shape = localities.locality.shapes[name]
    if isinstance(shape, Several) and type(shape.of) is not TextShape:
        return ["10,x", "3,-1"]
    return WRONG[type(shape)]


def test_every_setting_has_a_shape_and_its_default_is_of_it() -> None:
    assert sorted(localities.locality.shapes) == sorted(SETTINGS)
    assert all(localities.locality.shapes[name].accepts(getattr(localities, name)) for name in SETTINGS)


@pytest.mark.parametrize(("name", "raw"), [(name, raw) for name in SETTINGS for raw in wrong_texts(name)])
def test_what_cannot_be_read_is_said_and_the_default_stands(name: str, raw: str, settings: Any) -> None:
    shape, default = localities.locality.shapes[name], getattr(localities, name)
    locality = LocalitySettings({name: raw})
    assert locality.read(name, shape, default) == default
    settings.LOCALITY = locality
    (error,) = local_settings_have_their_shape(None)
    assert error.id == "core.E022"
    assert error.msg == f"{name} is {raw!r}: it has to be {shape.description}."


@pytest.mark.parametrize("name", SETTINGS)
def test_a_value_set_in_another_shape_crashes_no_check(name: str, settings: Any) -> None:
    setattr(settings, name, object())
    (error,) = local_settings_have_their_shape(None)
    assert (error.id, name in error.msg) == ("core.E022", True)
    local_rules_keep_the_floor(None)


@pytest.mark.parametrize(
    ("shape", "raw", "value"),
    [
        (Whole(), "7", 7),
        (Whole(), " 7 ", 7),
        (Seconds(), "2.5", 2.5),
        (OnOff(), "off", False),
        (OnOff(), "True", True),
        (Share(), "2/3", "2/3"),
        (Share(), "0.75", "0.75"),
        (Several(Whole()), "8,2", [8, 2]),
        (Several(), "personal, sick", ["personal", "sick"]),
        (Several(), "", []),
        (Pairs(), "HY-01=海云区委党建办,HY-02=望海街道", {"HY-01": "海云区委党建办", "HY-02": "望海街道"}),
        (OneOf(("nearest", "later")), "later", "later"),
        (MonthDay(), "11-15", "11-15"),
        (Clock(), "18:30", "18:30"),
    ],
)
def test_what_is_of_the_shape_is_read(shape: TextShape, raw: str, value: Any) -> None:
    locality = LocalitySettings({"ONE": raw})
    assert locality.read("ONE", shape, None) == value
    assert locality.unreadable == {}


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("given", ["QUORUM=half", "REPORT_CUT_OFF_DAY=40"])
def test_a_command_says_it_instead_of_starting(given: str, tmp_path: Any) -> None:
    name, _, raw = given.partition("=")
    environment = {
        name: raw,
        "VAR_DIR": str(tmp_path),
        "DEMO": "on",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"(core.E022) {name} is {raw!r}" in done.stderr
    assert "Traceback" not in done.stderr
