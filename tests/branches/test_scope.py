"""范围: lists that span many organizations are narrowed by code or by what people call one."""

import pytest
from django.urls import reverse

LISTS = ["meetings:list", "members:list", "reports:review", "life:index", "procedures:list"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("how", ["{0.code}", "{0.name}", "{0.short_name}", "{0.name}（{0.code}）"])
def test_a_list_is_narrowed_by_code_name_and_what_a_suggestion_writes(name, how, world, sign_in):
    page = sign_in("shao").get(reverse(name), {"below": how.format(world.branch)})
    assert page.status_code == 200
    text = page.content.decode()
    if 'role="combobox"' in text and 'name="below"' in text:
        assert f"{world.branch.name}（{world.branch.code}）" in text


@pytest.mark.parametrize("name", [name for name in LISTS if name != "life:index"])
def test_a_name_that_nobody_has_is_said_beside_the_field(name, world, sign_in):
    text = sign_in("shao").get(reverse(name), {"below": "没有这个党支部"}).content.decode()
    assert "没有叫“没有这个党支部”的" in text
    assert world.branch.short_name not in text.partition("</form>")[2]


def test_whoever_has_one_branch_only_is_asked_for_no_scope(world, sign_in):
    assert 'role="combobox" name="below"' not in sign_in("lin").get(reverse("meetings:list")).content.decode()
    assert 'name="below"' not in sign_in("lin").get(reverse("meetings:list")).content.decode()
    assert 'name="below"' in sign_in("shao").get(reverse("meetings:list")).content.decode()
