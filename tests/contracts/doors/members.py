"""People: rolls, membership, terms and posts, numbers, accounts that are theirs."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from accounts.actions import activate_account
from accounts.errors import SlipMismatch
from accounts.models import User
from branches.selectors.actors import SYSTEM
from members import actions as members
from members.actions.open_accounts import start_opening
from members.models import Post
from tests.contracts.doors import Knock

TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
members:list                    GET    in  200 200 200 200 200 200 200 200 200    5
members:detail                  GET    in  404 200 200 200 200 404 404 404 404   18 member.open
members:unmask                  POST   in  404 403 200 200 200 404 404 404 404    - member.unmask
members:change                  GET    in  404 403 200 200 200 404 404 404 404    8
members:change                  POST   in  404 403 302 302 302 404 404 404 404    - member.regroup
members:look_up                 GET    in  403 403 200 200 200 200 403 403 403    4
members:look_up                 POST   in  403 403 200 200 200 200 403 403 403    - member.look_up
api_member_look_up              POST   401 403 403 200 200 200 200 403 403 403    - member.look_up
api_member                      GET    401 404 200 200 200 200 404 404 404 404    11 member.open
api_member                      PATCH  401 404 403 200 200 200 404 404 404 404    - member.open member.update
api_member_transfer             POST   401 404 404 404 200 200 404 404 404 404    - member.transfer
api_member_regroup              POST   401 404 403 200 200 200 404 404 404 404    - member.regroup
api_member_unmask               POST   401 404 403 200 200 200 404 404 404 404    - member.unmask
linking:link                    GET    in  403 403 403 403 403 403 403 200 403    7
linking:link                    POST   in  403 403 403 403 403 403 403 302 403    - member.link
api_account_link                POST   401 403 403 403 403 403 403 403 200 403    - member.link
api_account_unlink              POST   401 403 403 403 403 403 403 403 200 403    - member.link
linking:posts                   GET    in  403 403 403 403 403 403 403 200 403    7
linking:posts                   POST   in  403 403 403 403 403 403 403 302 403    - account.open mandate.grant member.link account.slip
linking:posts_file              GET    in  403 403 403 403 403 403 403 200 403    6
linking:posts_file              POST   in  403 403 403 403 403 403 403 302 403    -
linking:slip_list               GET    in  403 403 403 403 403 403 403 200 403    7
linking:slips_export            GET    in  403 403 403 403 403 403 403 200 403    6
linking:slips_again             POST   in  403 403 403 403 403 403 403 302 403    - account.slip
linking:slips                   GET    in  403 403 403 403 403 403 403 200 403    9
linking:slips                   POST   in  403 403 403 403 403 403 403 200 403    - account.print
linking:slip_void               POST   in  403 403 403 403 403 403 403 302 403    - account.void
activation:slip                 GET    200 200 200 200 200 200 200 200 200 200    4
activation:slip                 POST   409 409 409 409 409 409 409 409 409 409    -
activation:password             GET    302 302 302 302 302 302 302 302 302 302    -
activation:password             POST   302 302 302 302 302 302 302 302 302 302    -
api_account_posts               GET    401 403 403 403 403 403 403 403 200 403    5
api_account_slips               GET    401 403 403 403 403 403 403 403 200 403    4
api_account_slips               POST   401 403 403 403 403 403 403 403 201 403    - account.open mandate.grant member.link account.slip
api_account_slip                GET    401 403 403 403 403 403 403 403 200 403    4
api_slips_again                 POST   401 403 403 403 403 403 403 403 201 403    - account.slip
api_slips_print                 POST   401 403 403 403 403 403 403 403 200 403    - account.print
api_slip_void                   POST   401 403 403 403 403 403 403 403 200 403    - account.void
terms:begin                     GET    in  404 403 403 200 200 404 403 403 403    6
terms:begin                     POST   in  404 403 403 302 302 404 403 403 403    - term.begin post.relieve
terms:posts                     GET    in  404 403 403 200 200 404 403 403 403    8
terms:posts                     POST   in  404 403 403 302 302 404 403 403 403    - post.appoint
api_member_posts                GET    401 404 200 200 200 200 404 404 404 404    6
api_member_posts                POST   401 404 403 403 201 201 404 404 404 404    - post.appoint
api_member_post                 GET    401 404 200 200 200 200 404 404 404 404    8
api_post_relieve                POST   401 404 403 403 200 200 404 404 404 404    - post.relieve
"""
PERSONS = {
    "api_member_look_up POST",
    "api_member_unmask POST",
}
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
    "linking:posts POST": lambda h: Knock(
        content={"post": [h.unopened.pk], f"username-{h.unopened.pk}": "xuguo"}
    ),
    "linking:slips_again POST": lambda h: Knock(content={"account": h.user("he").pk}),
    "linking:slips GET": lambda h: Knock((h.slips.pk,)),
    "linking:slips POST": lambda h: Knock((h.slips.pk,)),
    "linking:slip_void POST": lambda h: Knock((h.user("he").pk,)),
    "activation:slip POST": lambda h: Knock(
        content={"username": "he", "code": "AAAA-AAAA", "number": "1", "phone": "0000"}
    ),
    "api_account_slips POST": lambda h: Knock(
        content={"accounts": [{"post": h.unopened.pk, "username": "xuguo"}]}
    ),
    "api_slips_again POST": lambda h: Knock(content={"usernames": ["he"]}),
    "api_slips_print POST": lambda h: Knock(content={"batch": h.slips.pk}),
    "api_account_slip GET": lambda h: Knock(("he",)),
    "api_slip_void POST": lambda h: Knock(("he",)),
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


def activated(house: Any, by: Any) -> Any:
    """He's own account, given its password by a slip."""
    user = house.user("he")
    printed = members.print_slips(batch=house.slips, by=house.world.sec.actor)[0]
    number, phone = printed.member.number, NUMBERS[1][1][-4:]
    slip = members.check_slip(username=user.username, code=printed.code, number=number, phone=phone, by=by)
    return activate_account(slip=slip, code=slip.code, password="Binhai-2026", by=by)


def mismatched(house: Any, by: Any) -> None:
    members.print_slips(batch=house.slips, by=house.world.sec.actor)
    with suppress(SlipMismatch):
        members.check_slip(username="he", code="AAAA-AAAA", number="1", phone="0000", by=by)


JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "accounts.actions.activate_account": ("he", activated),
    "members.actions.check_slip": ("he", mismatched),
    "members.actions.open_accounts.start_opening": (
        "sec",
        lambda h, by: start_opening(usernames={h.unopened.pk: "xuguo"}, role="post", by=by),
    ),
}
NUMBERS = {1: ("A200001", "13800000031"), 3: ("A200003", "13800000033")}


def furnish(house: Any) -> None:
    """A post whose holder has no account, and a slip for He."""
    for at, (number, phone) in NUMBERS.items():
        members.update(member=house.world.members[at], number=number, phone=phone, by=SYSTEM)
    house.things["unopened"] = Post.objects.get(member=house.world.members[3])
    he = User.objects.filter(pk=house.world.he.user.pk)
    house.things["slips"] = members.issue_again(accounts=list(he), by=house.world.sec.actor)
