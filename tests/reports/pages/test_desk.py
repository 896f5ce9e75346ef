"""The desk shows each person what is his to do."""

import pytest


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shen", "sys", "sec", "aud"])
def test_everyone_gets_a_desk(world, sign_in, who):
    answer = sign_in(who).get("/")
    assert answer.status_code == 200


@pytest.mark.parametrize("who", ["shao", "wei"])
def test_the_office_goes_on_to_the_dashboard(world, sign_in, who):
    answer = sign_in(who).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")
    page = sign_in(who).get("/dashboard/")
    assert page.status_code == 200
    open(f"/tmp/{who}.html", "w").write(page.content.decode())
