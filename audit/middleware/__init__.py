"""Middleware of the audit: refusals and sign-ins as entries, and writes that are sent twice.

refusals     every 403, and signing in and out (R-SEC-06)
idempotency  a write with an Idempotency-Key is done once
"""

from audit.middleware.idempotency import IdempotencyMiddleware
from audit.middleware.refusals import RefusalAuditMiddleware, record_sign_ins
