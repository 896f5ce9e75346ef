"""The audit and jobs as JSON; their pages stand in access.txt."""

from collections.abc import Callable

from tests.contracts.access import Knock
from tests.contracts.house import House

KNOCKS: dict[str, Callable[[House], Knock]] = {"api_job GET": lambda h: Knock((h.job.uuid,))}
ACCESS = """
api_audit                       GET    401    403    403    403    403    403    403    403    403    200
api_audit_export                POST   401    403    403    403    403    403    403    403    403    200
api_audit_chain                 GET    401    403    403    403    403    403    403    403    403    200
api_audit_verify                POST   401    403    403    403    403    403    403    403    403    202
api_jobs                        GET    401    200    200    200    200    200    200    200    200    200
api_job                         GET    401    404    404    404    200    404    404    200    404    404
"""
PERSONAL = {"api_job GET": {"staff": "404"}}
