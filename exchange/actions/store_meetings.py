"""Record and submit the meetings of a checked workbook that another system exported.

Rows are recorded by the same actions as typed records, so that every rule holds.
"""

from django.db import transaction

from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import Actor
from core.errors import Refusal
from core.workbooks.kinds import Progress
from core.workbooks.rows import ERROR
from exchange.actions.store_upload import keep_written
from exchange.rules.meetings.verdicts import note_refusal
from exchange.selectors.meetings.check_rows import CheckedMeetings
from meetings.actions.record_meeting import record
from meetings.actions.submit_record import submit
from meetings.actions.write_record import RECORDERS


def must_import_meetings(organization: Organization | None, by: Actor) -> None:
    """The actor must be allowed to record or to import there. Raises NotYours."""
    if organization is None:
        raise NotYours(organization="全部党组织")
    by.must_any(RECORDERS, organization)


def store(checked: CheckedMeetings, by: Actor, progress: Progress | None = None) -> None:
    """Record and submit row by row, each in its own transaction; a refused row becomes an error of the preview.

    The lock of the audit chain is released between two rows, so that nobody waits for the whole file.
    """
    for number, ready in enumerate(checked.ready, 1):
        if ready.row.outcome == ERROR:
            continue  # left out by an answer to a doubt
        plan = ready.plan
        try:
            with transaction.atomic():
                recorded = record(
                    organization=ready.organization,
                    record=ready.record,
                    uuid=plan.uuid if plan else ready.uuid,
                    version=plan.version if plan else None,
                    by=by,
                )
                meeting = submit(meeting=recorded.meeting, by=by)
                keep_written(checked.batch, [(meeting.pk, meeting.version, {"plan": True} if plan else None)])
        except Refusal as refusal:
            note_refusal(ready.row, refusal)
        if progress:
            progress(number, len(checked.ready))
