"""Posts in office whose holders have no account, each with the account that would be opened for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from branches.access.roles import Capability, Role
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import BRANCHES
from core import clock
from members.models import Post
from members.rules.usernames import assign_usernames, first_choice, numbered
from members.states import Title

POST_CHOICES: dict[str, tuple[str, frozenset[Title]]] = {
    "secretary": ("支部书记", frozenset({Title.SECRETARY})),
    "deputy": ("副书记", frozenset({Title.DEPUTY_SECRETARY})),
    "committee": (
        "委员",
        frozenset(Title) - {Title.SECRETARY, Title.DEPUTY_SECRETARY, Title.GROUP_LEADER},
    ),
    "all": ("全部任职", frozenset(Title) - {Title.GROUP_LEADER}),
}
BY_POST = "post"
ROLE_CHOICES = {
    BY_POST: "按职务",
    str(Role.COMMITTEE_MEMBER): Role.COMMITTEE_MEMBER.label,
    str(Role.MEMBER): Role.MEMBER.label,
}
"""Roles opened by the hundred: those of a branch. Who answers for more is opened one by one."""


@dataclass(frozen=True)
class AccountProposal:
    """An account that could be opened for a post. note: why the username differs; refusal: why it cannot be opened."""

    post: Post
    role: Role
    username: str
    note: str
    refusal: str


def role_for(post: Post, role: str) -> Role:
    if role != BY_POST:
        return Role(role)
    return Role.SECRETARY if post.title == Title.SECRETARY else Role.COMMITTEE_MEMBER


def posts_without_account(by: Actor, below: Organization | None = None, titles: str = "all") -> list[Post]:
    """Posts of branches in office today, held by members without an account, where the actor grants mandates; a person
    once, with the highest post, in the order of the tree.
    """
    held = (
        Post.objects.on(clock.today())
        .filter(by.reach.q(Capability.GRANT_MANDATES), title__in=POST_CHOICES[titles][1])
        .filter(organization__kind__in=BRANCHES, member__user__isnull=True, member__left_on__isnull=True)
    )
    if below is not None:
        held = held.filter(organization__path__startswith=below.path)
    order = {title: number for number, title in enumerate(Title)}
    rows = sorted(
        held.select_related("member", "organization"),
        key=lambda post: (post.organization.path, order[Title(post.title)], post.pk),
    )
    seen: set[int] = set()
    return [post for post in rows if not (post.member_id in seen or seen.add(post.member_id))]  # type: ignore[func-returns-value]


def propose_accounts(
    posts: Sequence[Post], rule: str, role: str, by: Actor, wishes: dict[int, str] | None = None
) -> list[AccountProposal]:
    """An account for each post: the username wished for it (post's key → username), else one made by the rule. Two
    queries at most."""
    wishes = wishes or {}
    names = [
        (
            post.member.name,
            wishes.get(post.pk) or first_choice(post.member.pinyin, post.organization.code, rule),
        )
        for post in posts
    ]
    possible = {one for _name, choice in names for one in numbered(choice)}
    taken = set(User.objects.filter(username__among=possible).values_list("username", flat=True))
    return [
        AccountProposal(post, role_for(post, role), username, note, opening_refusal(post, by))
        for post, (username, note) in zip(posts, assign_usernames(names, taken), strict=True)
    ]


def opening_refusal(post: Post, by: Actor) -> str:
    """Why no account can be opened for this post by a slip, or "". Who opens knows what opens a slip of their own."""
    member = post.member
    if by.user is not None and member.name == by.user.name:
        return f"不能给自己开，也不给和自己同名的人开：{member.name}。请另一位安全管理员开"
    if lacking := roster_gap(member.number, member.phone_tail):
        return f"名册里{lacking}，领用单开不了账号"
    return ""


def roster_gap(number: str, phone_tail: str) -> str:
    """What the roster lacks of the two that open a slip: 没有电话."""
    return "、".join(
        word for word, known in (("没有党员编号", number), ("没有电话", phone_tail)) if not known
    )
