"""The desk, the tree, figures, the hand-over."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.contracts.doors import Knock
from tests.contracts.doors.branches import MERGER

TERM = {
    "since": "2026-11-22",
    "has_committee": True,
    "document": "海组〔2026〕8号",
    "approved_on": "2026-11-19",
    "approved_by": "中共海云区委员会",
}


def new_branch(house: Any) -> dict[str, Any]:
    """The branch of a split with three of Lin's members."""
    members = [str(each.uuid) for each in house.world.members[1:4]]
    return {
        "code": "A-9",
        "name": "中共海云区滨江社区第九支部委员会",
        "short_name": "滨江社区第九党支部",
        "members": members,
    }


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
accounts:me                     GET    in  200 200 200 200 200 200 200 200 200    6
reports:desk                    GET    in  200 200 200 302 302 200 200 200 200   52
reports:dashboard               GET    in  403 403 403 200 200 403 403 403 403   15
reports:search                   GET    in  200 200 200 200 200 200 200 200 200   13
reports:suggest                  GET    in  200 200 200 200 200 200 200 200 200    8
api_search                       GET    401 200 200 200 200 200 200 200 200 200   10
reports:help                    GET    in  302 302 302 302 302 302 302 302 302    -
reports:guide                   GET    in  200 200 200 200 200 200 200 200 200    4
reports:guide_picture           GET    in  200 200 200 200 200 200 200 200 200    2
reports:places                   GET    in  200 200 200 200 200 200 200 200 200    4
reports:rows                    GET    in  403 403 403 200 200 403 403 403 403   11
organizations:tree              GET    in  403 200 200 200 200 200 200 200 200   19
organizations:detail            GET    in  404 200 200 200 200 404 200 200 200   40
reports:rows_file               GET    in  403 403 403 200 200 403 403 403 403   13 report.export_rows
organization-list               GET    401 200 200 200 200 200 200 200 200 200    5
organization-list               POST   401 404 404 404 201 201 404 403 403 403    - organization.establish
organization-detail             GET    401 404 200 200 200 200 404 200 200 200    5
organization-detail             PATCH  401 404 403 403 200 200 404 403 403 403    - organization.describe
organization-changes            GET    401 404 200 200 200 200 404 200 200 200    5
organization-dissolve           POST   401 404 403 403 200 200 404 403 403 403    - member.regroup organization.dissolve
organization-move               POST   401 404 404 404 404 200 404 403 403 403    - organization.move
organization-merge              POST   401 404 404 404 200 200 404 403 403 403    - member.transfer organization.move post.relieve meeting.cancel mandate.revoke mandate.grant organization.merge
organization-split              POST   401 404 403 403 201 201 404 403 403 403    - organization.establish member.transfer post.relieve mandate.revoke mandate.grant organization.split
organization-try-deed           POST   401 404 404 404 200 200 404 403 403 403    -
organization-deeds              GET    401 404 200 200 200 200 404 200 200 200    5
organization-take-back          POST   401 404 404 404 200 200 404 403 403 403    - organization.take_back
organization-findings           GET    401 404 200 200 200 200 404 403 403 403   16
organization-call-off-dissolution POST   401 404 403 403 409 409 404 403 403 403    -
organization-rename             POST   401 404 403 403 200 200 404 403 403 403    - organization.rename
reports:review                  GET    in  403 403 403 200 200 403 403 403 403   14
reports:review_record           GET    in  403 403 403 200 200 404 404 404 404   25
reports:review_record           POST   in  403 403 403 302 302 404 404 404 404    - meeting.confirm
reports:take_back               POST   in  403 403 403 403 302 404 404 404 404    - meeting.take_back
reports:review                  POST   in  403 403 403 302 302 403 403 403 403    - meeting.confirm
api_review                      GET    401 403 403 403 200 200 403 403 403 403    7
reports:review_file             GET    in  403 403 403 200 200 403 403 403 403   11 meeting.export_review
api_review_returned             GET    401 403 403 403 200 200 403 403 403 403    5
api_review_confirm              POST   401 403 403 403 200 200 403 403 403 403    - meeting.confirm
api_review_take_back            POST   401 403 403 403 403 200 404 404 404 404    - meeting.take_back
reports:handover                GET    in  403 200 200 200 200 404 404 404 404   41
reports:handover_file           GET    in  403 200 200 200 200 404 404 404 404   46 paper.handover
api_handover                    GET    401 403 200 200 200 200 404 404 404 404   40
api_handover_file               GET    401 403 200 200 200 200 404 404 404 404   46 paper.handover
organization-terms              POST   401 404 403 403 201 201 404 403 403 403    - term.begin post.relieve
organization-posts              GET    401 404 200 200 200 200 404 200 200 200    5
organization-extend-term        POST   401 404 403 403 200 200 404 403 403 403    - term.extend
organization-posts              POST   401 404 403 403 201 201 404 403 403 403    - post.appoint
organization-terms              GET    401 404 200 200 200 200 404 200 200 200    5
"""


def without_hints(house: Any) -> Any:
    """The submitted meeting, as one that was submitted without hints."""
    submitted = house.meetings["submitted"]
    type(submitted).objects.filter(pk=submitted.pk).update(hints=[])
    return submitted


def picked_box(house: Any) -> str:
    submitted = without_hints(house)
    return f"{submitted.uuid}:{submitted.version}"


PERSONS = {
    "api_handover_file GET",
}
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "reports:rows GET": lambda h: Knock(query="show=lacking&organization=A&month=2026-10"),
    "reports:rows_file GET": lambda h: Knock(query="show=lacking&month=2026-10"),
    "reports:dashboard GET": lambda h: Knock(query="month=2026-11"),
    "organizations:detail GET": lambda h: Knock(("A-2",)),
    "organization-list POST": lambda h: Knock(
        content={
            "code": "A-9",
            "name": "中共海云区滨江社区第九党支部",
            "short_name": "滨江社区第九党支部",
            "kind": "branch",
            "unit_kind": "community",
            "parent": "A",
            "established_on": "2026-11-22",
            "full_members": 5,
            "document": "海组〔2026〕9号",
            "approved_on": "2026-11-19",
        }
    ),
    "organization-detail GET": lambda h: Knock(("A-2",)),
    "organization-detail PATCH": lambda h: Knock(("A-2",), content={"activity_day": 20}),
    "organization-changes GET": lambda h: Knock(("A-2",)),
    "organization-findings GET": lambda h: Knock(("A-2",)),
    "organization-call-off-dissolution POST": lambda h: Knock(("A-2-G2",), content={"reason": "不撤了"}),
    "organization-rename POST": lambda h: Knock(
        ("A-2",),
        content={
            "name": "中共海云区滨海社区第二党支部",
            "short_name": "滨海社区第二党支部",
            "effective_on": "2026-11-22",
            "document": "1号",
        },
    ),
    "organization-move POST": lambda h: Knock(
        ("A-2",), content={"parent": "B", "effective_on": "2026-11-22", "document": "1号"}
    ),
    "organization-dissolve POST": lambda h: Knock(
        ("A-2-G1",), content={"effective_on": "2026-11-22", "document": "1号"}
    ),
    "organization-merge POST": lambda h: Knock(("A-2",), content=MERGER | {"receiver": "A-1"}),
    "organization-split POST": lambda h: Knock(("A-2",), content=MERGER | new_branch(h)),
    "organization-try-deed POST": lambda h: Knock(("A-2",), content={"merge": MERGER | {"receiver": "A-1"}}),
    "organization-deeds GET": lambda h: Knock(("A-2",)),
    "organization-take-back POST": lambda h: Knock((h.gone.code,), content={"reason": "不撤了"}),
    "reports:guide GET": lambda h: Knock(("secretary",)),
    "reports:guide_picture GET": lambda h: Knock(("desk-390",)),
    "reports:search GET": lambda h: Knock(query="q=bj"),
    "reports:suggest GET": lambda h: Knock(query="q=bj"),
    "api_search GET": lambda h: Knock(query="q=bj"),
    "reports:review GET": lambda h: Knock(),
    "reports:review_record GET": lambda h: Knock((h.meetings["submitted"].uuid,)),
    "reports:review_record POST": lambda h: Knock(
        (h.meetings["submitted"].uuid,), content={"move": "confirm"}
    ),
    "reports:review POST": lambda h: Knock(content={"picked": [picked_box(h)]}),
    "api_review GET": lambda h: Knock(),
    "api_review_confirm POST": lambda h: Knock(
        content={
            "records": [
                {"id": without_hints(h).uuid, "version": h.meetings["submitted"].version},
            ]
        }
    ),
    "reports:take_back POST": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "api_review_take_back POST": lambda h: Knock((h.meetings["confirmed"].uuid,)),
    "reports:handover GET": lambda h: Knock(query="organization=A-2"),
    "reports:handover_file GET": lambda h: Knock(("docx",), "organization=A-2"),
    "api_handover GET": lambda h: Knock(query="organization=A-2"),
    "api_handover_file GET": lambda h: Knock(query="organization=A-2&form=docx"),
    "organization-terms POST": lambda h: Knock(("A-2",), content=TERM),
    "organization-extend-term POST": lambda h: Knock(
        ("A-2",),
        content={
            "until": h.term.due_on + dt.timedelta(days=90),
            "document": "街工委〔2026〕7号",
            "approved_on": "2026-11-19",
            "approved_by": "中共海云区委员会",
        },
    ),
    "organization-posts POST": lambda h: Knock(
        ("A-2",), content={"since": "2026-11-22", "posts": [{"member": h.member.uuid, "title": "welfare"}]}
    ),
    "organization-posts GET": lambda h: Knock(("A-2",)),
    "organization-terms GET": lambda h: Knock(("A-2",)),
}
PERSONAL = {"api_review_take_back POST": {"reviewer": "403"}}
