"""What a storm (tests.storm) begins with, and what it leaves, in the database of the settings."""

import datetime as dt
from typing import Any

from audit import chain
from audit.models import Job
from branches.actions import open_client
from branches.models import Holiday
from branches.selectors.actors import SYSTEM
from meetings.models import Attachment
from reports.models import Report
from tests.factories import make_meeting
from tests.world import act


def prepare() -> dict[str, Any]:
    """The cast, two programs of theirs that write, and a meeting that takes photos."""
    world, clients = act(), {}
    for role, place in (("secretary", world.branch), ("reviewer", world.district)):
        client, secret = open_client(name=role, organization=place, role=role, by=SYSTEM)
        clients[role] = [client.client_id, secret]
    day = dt.date.today() - dt.timedelta(days=1)
    meeting = make_meeting(organization=world.branch, held_on=day, by=world.lin.actor)
    return {"clients": clients, "meeting": str(meeting.uuid)}


def count() -> dict[str, Any]:
    """Everything clients are told of, the jobs that are not done, and what is wrong with the audit."""
    jobs = Job.objects.order_by("pk")
    return {
        "days": [[str(day), name] for day, name in Holiday.objects.values_list("day", "name")],
        "files": [[one.name, _size(one)] for one in Attachment.objects.all()],
        "open": [*jobs.filter(status__in=["queued", "running"]).values_list("title", flat=True)],
        "failed": [f"{job.title}: {job.error}" for job in jobs.filter(status="failed")],
        "reports": [
            [code, str(month), version]
            for code, month, version in Report.objects.values_list("organization__code", "month", "version")
        ],
        "chain": chain.what_is_wrong(),
    }


def _size(attachment: Attachment) -> int:
    storage = attachment.file.storage
    return attachment.file.size if storage.exists(attachment.file.name) else 0
