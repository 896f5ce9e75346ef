"""The audit and the jobs."""

import os
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit import actions as audit
from tests.contracts.doors import Knock

TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
audit:list                      GET    in  403 403 403 403 403 403 403 403 200    8
audit:export                    POST   in  403 403 403 403 403 403 403 403 200    - audit.export
audit:verify                    POST   in  403 403 403 403 403 403 403 403 302    - job.start
audit:jobs                      GET    in  200 200 200 200 200 200 200 200 200    5
audit:job                       GET    in  404 404 404 200 404 404 200 404 404    6
api_audit                       GET    401 403 403 403 403 403 403 403 403 200    5
api_audit_export                POST   401 403 403 403 403 403 403 403 403 200    - audit.export
api_audit_chain                 GET    401 403 403 403 403 403 403 403 403 200    5
api_audit_verify                POST   401 403 403 403 403 403 403 403 403 202    - job.start
api_jobs                        GET    401 200 200 200 200 200 200 200 200 200    4
api_job                         GET    401 404 404 404 200 404 404 200 404 404    5
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "audit:job GET": lambda h: Knock((h.job.uuid,)),
    "api_job GET": lambda h: Knock((h.job.uuid,)),
}
PERSONAL = {
    "api_job GET": {"staff": "404"},
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "audit.actions.verify": ("aud", lambda h, by: audit.verify(by=by, place=by.place)),
    "audit.actions.throw_away_lost_files": (
        "aud",
        lambda h, by: [lose_a_file(), audit.throw_away_lost_files(by=by)],
    ),
}


def lose_a_file() -> None:
    """A kept file of long ago that no row names."""
    name = default_storage.save("attachments/ab/lost", ContentFile(b"x"))
    os.utime(default_storage.path(name), (0, 0))
