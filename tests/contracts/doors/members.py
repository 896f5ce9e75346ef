"""People: rolls, membership, terms and posts, numbers, accounts that are theirs."""

from collections.abc import Callable
from typing import Any

from tests.contracts.doors import Knock

TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
members:list                    GET    in  200 200 200 200 200 200 200 200 200    5
members:detail                  GET    in  404 200 200 200 200 404 404 404 404   13
members:unmask                  POST   in  404 403 200 200 200 404 404 404 404    - member.unmask
members:change                  GET    in  404 403 200 200 200 404 404 404 404    8
members:change                  POST   in  404 403 302 302 302 404 404 404 404    - member.regroup
members:look_up                 GET    in  403 403 200 200 200 200 403 403 403    4
members:look_up                 POST   in  403 403 200 200 200 200 403 403 403    - member.look_up
api_member_look_up              POST   401 403 403 200 200 200 200 403 403 403    - member.look_up
api_member                      GET    401 404 200 200 200 200 404 404 404 404    6
api_member                      PATCH  401 404 403 200 200 200 404 404 404 404    - member.update
api_member_transfer             POST   401 404 404 404 200 200 404 404 404 404    - member.transfer
api_member_regroup              POST   401 404 403 200 200 200 404 404 404 404    - member.regroup
api_member_unmask               POST   401 404 403 200 200 200 404 404 404 404    - member.unmask
linking:link                    GET    in  403 403 403 403 403 403 403 200 403    7
linking:link                    POST   in  403 403 403 403 403 403 403 302 403    - member.link
api_account_link                POST   401 403 403 403 403 403 403 403 200 403    - member.link
api_account_unlink              POST   401 403 403 403 403 403 403 403 200 403    - member.link
terms:begin                     GET    in  404 403 403 200 200 404 403 403 403    6
terms:begin                     POST   in  404 403 403 302 302 404 403 403 403    - term.begin post.relieve
terms:posts                     GET    in  404 403 403 200 200 404 403 403 403    8
terms:posts                     POST   in  404 403 403 302 302 404 403 403 403    - post.appoint
api_member_posts                GET    401 404 200 200 200 200 404 404 404 404    6
api_member_posts                POST   401 404 403 403 201 201 404 404 404 404    - post.appoint
api_member_post                 GET    401 404 200 200 200 200 404 404 404 404    8
api_post_relieve                POST   401 404 403 403 200 200 404 404 404 404    - post.relieve
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "members:detail GET": lambda h: Knock((h.member.uuid,)),
    "members:unmask POST": lambda h: Knock(
        (h.member.uuid,), content={"field": "phone", "purpose": "通知开会"}
    ),
    "members:change GET": lambda h: Knock((h.member.uuid, "regroup")),
    "members:change POST": lambda h: Knock(
        (h.member.uuid, "regroup"), content={"group": "A-2-G2", "on": "2026-11-22"}
    ),
    "members:look_up POST": lambda h: Knock(content={"number": "13800000001"}),
    "api_member_look_up POST": lambda h: Knock(content={"number": "13800000001"}),
    "api_member GET": lambda h: Knock((h.member.uuid,)),
    "api_member PATCH": lambda h: Knock((h.member.uuid,), content={"education": "本科"}),
    "api_member_transfer POST": lambda h: Knock(
        (h.member.uuid,), content={"organization": "A-3", "on": "2026-11-22", "document": "第0012345号"}
    ),
    "api_member_regroup POST": lambda h: Knock(
        (h.member.uuid,), content={"group": "A-2-G2", "on": "2026-11-22"}
    ),
    "api_member_unmask POST": lambda h: Knock(
        (h.member.uuid,), content={"field": "phone", "purpose": "通知开会"}
    ),
    "linking:link GET": lambda h: Knock((h.world.shao.user.pk,)),
    "linking:link POST": lambda h: Knock((h.world.shao.user.pk,), content={"place": "A-2", "name": "蒋文"}),
    "api_account_link POST": lambda h: Knock(("shao",), content={"organization": "A-2", "name": "蒋文"}),
    "api_account_unlink POST": lambda h: Knock(("hua",)),
    "terms:begin GET": lambda h: Knock(("A-2",)),
    "terms:posts GET": lambda h: Knock(("A-2",)),
    "terms:posts POST": lambda h: Knock(
        ("A-2",), content={"since": "2026-11-22", "member-0": h.member.uuid, "title-0": "welfare"}
    ),
    "terms:begin POST": lambda h: Knock(
        ("A-2",),
        content={
            "since": "2026-11-22",
            "has_committee": "on",
            "document": "海组〔2026〕8号",
            "approved_on": "2026-11-19",
            "approved_by": "中共海云区委员会",
        },
    ),
    "api_member_posts GET": lambda h: Knock((h.member.uuid,)),
    "api_member_posts POST": lambda h: Knock(
        (h.member.uuid,), content={"organization": "A-2", "title": "welfare", "since": "2026-11-22"}
    ),
    "api_member_post GET": lambda h: Knock((h.post.member.uuid, h.post.pk)),
    "api_post_relieve POST": lambda h: Knock(
        (h.post.member.uuid, h.post.pk), content={"until": "2026-11-22"}
    ),
}
