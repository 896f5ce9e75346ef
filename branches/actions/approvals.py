"""What approval from above a deed on organizations and terms rests on: number, day and, for terms, the body (R-ORG-11, 18)."""

import datetime as dt
from dataclasses import dataclass

from branches import errors
from branches.actions.tree_places import must_be_number, must_have_come
from branches.states import OF_A_BRANCH
from core.dates_zh import full_date
from core.errors import RuleBroken


@dataclass(frozen=True)
class ApprovalFromAbove:
    """The paper by which the committee above decided."""

    document: str = ""
    approved_on: dt.date | None = None
    approved_by: str = ""
    applied_on: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.document.strip() or self.approved_on or self.approved_by.strip())

    def must_be_whole(self, refusal: type[RuleBroken], *, with_body: bool = True, **facts: object) -> None:
        """Raises the refusal, which names what is missing, at the first missing field; NoPaperNumber;
        NotYet for a day to come. A branch is no body above, and counts as none."""
        given = {"document": self.document.strip(), "approved_on": self.approved_on}
        labels = {"document": "批复文号", "approved_on": "批复日期"}
        if with_body:
            body = self.approved_by.strip()
            is_below = OF_A_BRANCH.search(body)
            given["approved_by"] = None if is_below else body
            labels["approved_by"] = "作出批复的上级党组织" if is_below else "批复机关"
        if lacking := [name for name, value in given.items() if not value]:
            raise refusal.at(lacking[0], missing="、".join(labels[name] for name in lacking), **facts)
        must_be_number(self.document)
        if self.approved_on:
            must_have_come(self.approved_on, "approved_on")

    def must_precede(self, day: dt.date, what: str) -> None:
        """Raises ApprovedTooLate, AppliedAfterApproval."""
        if self.applied_on and self.approved_on and self.applied_on > self.approved_on:
            raise errors.AppliedAfterApproval.at(
                "applied_on", on=full_date(self.applied_on), approved_on=full_date(self.approved_on)
            )
        if self.approved_on and self.approved_on > day:
            raise errors.ApprovedTooLate.at(
                "approved_on", on=full_date(self.approved_on), what=what, day=full_date(day)
            )
