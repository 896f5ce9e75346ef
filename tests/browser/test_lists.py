"""No list is cut: nothing of a table stands outside its frame at 1280 and 1920 pixels, in both sizes of type."""

import pytest

from tests.hand import counted_meeting

pytestmark = pytest.mark.slow

CUT = """() => [...document.querySelectorAll(".table-wrap"), document.documentElement]
  .map(box => box.scrollWidth - box.clientWidth).filter(over => over > 0)"""
LISTS = {
    "wei": [
        "/meetings/",
        "/members/",
        "/reports/",
        "/behind/",
        "/review/",
        "/organizations/?q=滨江",
        "/imports/",
    ],
    "aud": ["/audit/"],
    "sec": ["/accounts/", "/organizations/mandates/"],
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [1280, 1920])
def test_no_list_is_cut(visit, world, width, large):
    counted_meeting(
        world.branch,
        "2026-11-05",
        "theme_day",
        theme="学习新修订的物业管理条例，讨论老旧小区加装电梯和停车难的办法",
        place="望海街道滨江社区党群服务中心二楼大会议室",
    )
    found = []
    for who, paths in LISTS.items():
        user = getattr(world, who).user
        user.large_type = large
        user.save(update_fields=["large_type"])
        page = visit(who, paths[0])
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(path)
            found += [(path, over) for over in page.evaluate(CUT)]
    assert found == []
