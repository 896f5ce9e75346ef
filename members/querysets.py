"""Querysets of members and of dated rows: on a roll on a day, entitled to vote, found by name or number."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.access.roles import Capability
from branches.querysets import MOST_WORDS, open_on
from branches.rules import tree
from core import typed_numbers
from core.plain_text import remove_invisible
from members.personal_data import names, sealing
from members.states import ExemptionPurpose

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


def _called(text: str) -> Q:
    """By name, or by its sound from the beginning: linzhiyuan, lin zhi yuan, lzy."""
    latin = typed_numbers.clean_identity(text).lower()
    found = Q(name__icontains=names.normalize_name(text))
    if latin.isascii() and latin:
        found |= Q(initials__startswith=latin) | Q(pinyin__startswith=latin)
    return found


class DatedQuerySet(models.QuerySet):
    """Rows with `since` and `until`."""

    def on(self, day: dt.date) -> "DatedQuerySet":
        return self.filter(open_on(day))

    def not_over(self, day: dt.date) -> "DatedQuerySet":
        """In force on that day or still to begin."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))

    def lasting_beyond(self, day: dt.date) -> "DatedQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=day))

    def off_the_roll(self) -> "DatedQuerySet":
        """Restrictions while which the member is not expected at meetings."""
        restriction: Any = self.model
        return self.filter(kind__in=restriction.NOT_EXPECTED).exclude(purpose=ExemptionPurpose.ELECTIONS)


class MemberQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor") -> "MemberQuerySet":
        """Those whose present (or last) branch the actor's reach covers, and the actor's own file.

        Of those who left only whom the actor's branch or office keeps the roll of (R-SEC-11).

        One condition with OR leads no database to an index, which is right for a whole tree: a page is full after a few
        rows. Below a root two key sets serve better: a branch's page takes 0.6 ms on SQLite instead of 25. Who keeps
        every roll that he sees is not asked who left: a street's page takes half the time on PostgreSQL.
        """
        kept = Q(left_on__isnull=True) | by.reach.q(Capability.MANAGE_MEMBERS)
        if by.reach.implies(Capability.VIEW_MEMBERS, Capability.MANAGE_MEMBERS):
            kept = Q()
        covered = by.reach.q(Capability.VIEW_MEMBERS) & kept
        if by.user is None:
            return self.filter(covered)
        if any(tree.depth(span.path) == 1 for span in by.reach.widest(Capability.VIEW_MEMBERS)):
            return self.filter(Q(user=by.user) | covered)
        keys = self.model._default_manager.order_by().values("pk")
        return self.filter(pk__in=keys.filter(covered).union(keys.filter(user=by.user), all=True))

    def with_place(self) -> "MemberQuerySet":
        """With branch, group and account, as a file shows them."""
        return self.select_related("organization", "group", "user")

    def within(self, organization: "Organization") -> "MemberQuerySet":
        """Of a branch and everything below a committee; of a group, its own members."""
        if organization.is_group:
            return self.filter(group=organization)
        return self.filter(tree.subtree(organization.path, "organization"))

    def present(self) -> "MemberQuerySet":
        """Still on a roll."""
        return self.filter(left_on__isnull=True)

    def on_roll(self, organization: "Organization", day: dt.date) -> "MemberQuerySet":
        """Members of that branch (or group) on that day, whatever happened since."""
        return self.belonging(
            day, **{"group": organization} if organization.is_group else {"organization": organization}
        )

    def belonging(self, day: dt.date, **place: Any) -> "MemberQuerySet":
        """By membership on that day, at `organization` or in `group`."""
        member: Any = self.model
        membership = member.memberships.rel.related_model
        # By key and not by EXISTS: a branch's few memberships lead to its members, instead of every member being asked.
        held = membership.objects.filter(open_on(day), **place)
        return self.filter(pk__in=held.values("member"))

    def expected_on(self, day: dt.date) -> "MemberQuerySet":
        """Without those suspended or decided exempt on that day (R-STA-05, R-REC-03)."""
        return self.filter(~Exists(self._restrictions(day).off_the_roll()))

    def counted_on(self, day: dt.date) -> "MemberQuerySet":
        """Without those suspended that day: they are in no number of members (R-STA-10)."""
        return self.exclude(self.suspended_condition(day))

    def suspended_on(self, day: dt.date) -> "MemberQuerySet":
        """Those suspended that day, shown as a line of their own."""
        return self.filter(self.suspended_condition(day))

    def suspended_condition(self, day: dt.date) -> Q:
        """By key and not by EXISTS: very few are suspended, and every member would be asked."""
        member: Any = self.model
        rows = member.restrictions.rel.related_model.objects.filter(open_on(day), kind="suspended")
        return Q(pk__in=rows.values("member"))

    def with_vote_on(self, day: dt.date) -> "MemberQuerySet":
        """Annotated has_vote: full on that day and without any restriction of rights (R-MEET-10)."""
        limits = self._restrictions(day).exclude(kind="exempt")
        return self.annotate(
            has_vote=models.Case(
                models.When(Q(full_on__lte=day) & ~Exists(limits), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def _restrictions(self, day: dt.date) -> Any:
        """The restrictions in force that day of the member in the query outside."""
        member: Any = self.model
        return member.restrictions.rel.related_model.objects.filter(open_on(day), member=OuterRef("pk"))

    def full(self, on: dt.date) -> "MemberQuerySet":
        return self.filter(full_on__lte=on)

    def probationary(self, on: dt.date) -> "MemberQuerySet":
        return self.filter(Q(full_on__isnull=True) | Q(full_on__gt=on))

    def found_by(self, text: str, by: "Actor") -> "MemberQuerySet":
        """Name, pinyin, initials, each word that or the branch's name (滨江 林); the number of the Party file and the last
        four digits of identity or phone of those whose numbers the actor may unmask. No whole number: that is the
        action look_up (R-SEC-04).
        """
        text = remove_invisible(text).strip()
        found, words = _called(text), text.split()[:MOST_WORDS]
        if len(words) > 1:
            member: Any = self.model
            organizations = member._meta.get_field("organization").related_model.objects
            each, one = Q(), Q()
            for word in words:
                named = organizations.named_like(word).order_by().values("pk")
                each &= _called(word) | Q(organization__in=named)
                one |= _called(word)
            found |= each & one
        private = Q(number=text)
        latin = typed_numbers.clean_identity(text).lower()
        if len(latin) == 4 and latin[:3].isdecimal():
            private |= Q(identity_tail__in=sealing.tail_digests("identity", latin))
            private |= Q(phone_tail__in=sealing.tail_digests("phone", latin))
        return self.filter(found | (private & by.reach.q(Capability.VIEW_PRIVATE)))

    def with_number(self, typed: str) -> "MemberQuerySet":
        """With exactly this identity number or telephone. Only for what has the right and leaves an entry."""
        text = remove_invisible(typed).strip()
        identities = sealing.digests(typed_numbers.clean_identity(text))
        phones = sealing.digests(typed_numbers.clean_phone(text))
        return self.filter(Q(identity_digest__in=identities) | Q(phone_digest__in=phones))
