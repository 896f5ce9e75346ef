"""Open accounts from posts, all of them or none, and give out the printed slips by which their holders set a password."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.actions import new_slip_code, open_account_for_slip
from accounts.errors import SlipUsed
from accounts.models import AccountSlip, SlipBatch, User
from accounts.states import SLIP_DAYS, SlipState
from audit import chain, jobs
from audit.models import Job
from branches import actions as branches_actions
from branches.access.roles import Capability
from branches.selectors import holders
from branches.selectors.actors import Actor
from core import clock
from members import errors
from members.actions.link_account import link
from members.models import Member, Post
from members.rules.usernames import USERNAME
from members.selectors.account_proposals import BY_POST, opening_refusal, role_for, roster_gap

TASK = "members.tasks.open_accounts"
AT_ONCE = 100
"""More accounts than this are opened by a job."""


class PrintedSlip(NamedTuple):
    """A slip with its code, known this once; `post` is what its holder is called on it."""

    slip: AccountSlip
    code: str
    member: Member
    post: Post | None


def start_opening(*, usernames: dict[int, str], role: str, by: Actor) -> Job:
    """Open very many accounts by a job, on behalf of the actor; `usernames`: the post's key → username."""
    by.must_have(Capability.GRANT_MANDATES)
    params = {"usernames": {str(key): name for key, name in usernames.items()}, "role": role}
    return jobs.start(TASK, f"开{len(usernames)}个账号", params=params, where=by.place, by=by)


@transaction.atomic
def open_accounts(
    *,
    usernames: dict[int, str],
    role: str = BY_POST,
    progress: Callable[[int, int], None] | None = None,
    by: Actor,
) -> SlipBatch:
    """Open an account for the holder of each post (its key → username), with role and link: all of them or none.

    The role lasts as long as the post. Nobody can sign in before they have set a password with their slip.

    Raises NobodyToOpen, AccountsNotOpened and UsernamesTaken with a sentence for each post, NotYours.
    """
    by.must_have(Capability.GRANT_MANDATES)
    if not usernames:
        raise errors.NobodyToOpen
    posts = _lock_posts(usernames, by)
    _must_be_free(posts, usernames)
    batch = SlipBatch.objects.create(opened_by=by.user)
    for number, post in enumerate(posts):
        if progress:
            progress(number, len(posts))
        user = open_account_for_slip(username=usernames[post.pk], name=post.member.name, by=by)
        branches_actions.grant(
            user=user,
            organization=post.organization,
            role=role_for(post, role),
            since=clock.today(),
            until=post.until,
            by=by,
        )
        link(member=post.member, user=user, by=by)
        AccountSlip.objects.create(account=user, batch=batch, until=_last_day())
    _note("account.slip", batch, len(posts), by)
    return batch


def _last_day() -> dt.date:
    return clock.today() + dt.timedelta(days=SLIP_DAYS)


def _note(action: str, batch: SlipBatch, count: int, by: Actor) -> None:
    chain.record(action, by=by, subject=batch, where=by.place, after={"batch": batch.pk, "count": count})


def _lock_posts(usernames: dict[int, str], by: Actor) -> list[Post]:
    """The posts in the order of the tree, their holders locked. Raises AccountsNotOpened."""
    today, wrong = clock.today(), {}
    reached = Post.objects.filter(by.reach.q(Capability.GRANT_MANDATES), pk__among=list(usernames))
    posts = list(reached.select_related("member", "organization").order_by("organization__path", "pk"))
    people = [post.member_id for post in posts]
    fresh = {
        one.pk: one for one in Member.objects.select_for_update().filter(pk__among=people).order_by("pk")
    }
    for post in posts:
        post.member = fresh[post.member_id]
        if post.since > today or (post.until and post.until < today) or post.member.left_on:
            sentence = f"{post.member.name}已经不任这个职务"
        elif post.member.user_id or people.count(post.member_id) > 1:
            sentence = (
                f"{post.member.name}已经有账号" if post.member.user_id else f"{post.member.name}写了两次"
            )
        elif not post.organization.is_branch:
            sentence = f"{post.organization.short_name}不是党支部，账号一个一个开"
        elif not USERNAME.fullmatch(usernames[post.pk].strip()):
            sentence = "用户名写2到64个字母、数字，中间可以有点和横线"
        else:
            sentence = opening_refusal(post, by)
        if sentence:
            wrong[post.pk] = sentence
    if missing := len(set(usernames) - {post.pk for post in posts}):
        raise errors.AccountsNotOpened(count=missing, why="不在您的范围内")
    if wrong:
        raise errors.AccountsNotOpened(
            fields={f"username-{key}": sentence for key, sentence in wrong.items()},
            count=len(wrong),
            why="；".join(list(wrong.values())[:3]),
        )
    return posts


def _must_be_free(posts: Sequence[Post], usernames: dict[int, str]) -> None:
    """Raises UsernamesTaken for names that somebody has or that stand twice in the batch."""
    names = {key: name.strip() for key, name in usernames.items()}
    taken = set(User.objects.filter(username__among=set(names.values())).values_list("username", flat=True))
    again = [key for key, name in names.items() if name in taken or list(names.values()).count(name) > 1]
    if again:
        raise errors.UsernamesTaken(
            fields={f"username-{key}": f"{names[key]}已经有人用了" for key in again}, count=len(again)
        )


@transaction.atomic
def issue_again(*, accounts: Sequence[User], by: Actor) -> SlipBatch:
    """Give new slips for these accounts; the former open nothing any more. Also for a forgotten password: the old one
    stays until the holder has set another.

    Raises NobodyToOpen, NotYourAccount, OwnSlip, NoMemberLinked, NothingOnRoster.
    """
    if not accounts:
        raise errors.NobodyToOpen
    batch = SlipBatch.objects.create(opened_by=by.user)
    people = {member.user_id: member for member in Member.objects.filter(user__in=accounts)}
    for user in accounts:
        by.must_answer_for(user)
        if by.user is not None and by.user.pk == user.pk:
            raise errors.OwnSlip
        member = people.get(user.pk)
        if member is None:
            raise errors.NoMemberLinked(name=str(user))
        if lacking := roster_gap(member.number, member.phone_tail):
            raise errors.NothingOnRoster(name=member.name, lacking=lacking)
        AccountSlip.objects.update_or_create(
            account=user,
            defaults={
                "batch": batch,
                "until": _last_day(),
                "code": "",
                "tries": 0,
                "activated_at": None,
                "voided_at": None,
            },
        )
    _note("account.slip", batch, len(accounts), by)
    return batch


@transaction.atomic
def print_slips(*, batch: SlipBatch, by: Actor) -> list[PrintedSlip]:
    """New codes for the slips of the batch that still open something, returned this once: what was printed of them
    before opens nothing any more.

    Raises NotPermitted, NothingToPrint.
    """
    by.must_have(Capability.GRANT_MANDATES)
    mine = AccountSlip.objects.filter(batch=batch, account__in=holders.accounts(by).values("pk"))
    waiting = mine.in_state(SlipState.WAITING, clock.today()).select_for_update(of=("self",))
    slips = list(waiting.select_related("account", "batch__opened_by").order_by("pk"))
    people = {
        member.user_id: member
        for member in Member.objects.filter(user__in=[slip.account_id for slip in slips]).select_related(
            "organization"
        )
    }
    slips = [slip for slip in slips if slip.account_id in people]
    if not slips:
        raise errors.NothingToPrint(batch=batch)
    codes = [new_slip_code(slip) for slip in slips]
    AccountSlip.objects.bulk_update(slips, ["code"])
    posts = _posts_of(people.values())
    _note("account.print", batch, len(slips), by)
    printed = [
        PrintedSlip(slip, code, people[slip.account_id], posts.get(people[slip.account_id].pk))
        for slip, code in zip(slips, codes, strict=True)
    ]
    return sorted(printed, key=lambda one: (one.member.organization.path, one.slip.pk))


def _posts_of(people: object) -> dict[int, Post]:
    held = Post.objects.on(clock.today()).filter(member__in=people).order_by("-pk")
    return {post.member_id: post for post in held}


@transaction.atomic
def void_slip(*, slip: AccountSlip, by: Actor) -> AccountSlip:
    """Make a slip that was given out open nothing any more. Raises NotYourAccount, SlipUsed."""
    by.must_answer_for(slip.account)
    slip = AccountSlip.objects.select_for_update(of=("self",)).select_related("account").get(pk=slip.pk)
    if slip.activated_at or slip.voided_at:
        raise SlipUsed(name=str(slip.account))
    slip.code, slip.voided_at = "", clock.now()
    slip.save(update_fields=["code", "voided_at"])
    chain.record("account.void", by=by, subject=slip.account, where=by.place, after={"batch": slip.batch_id})
    return slip
