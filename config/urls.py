"""The root URL configuration: each namespace with the patterns that apps give to it; the API's are in config.api_router."""

from django.urls import include, path
from oauth2_provider.views import RevokeTokenView

from accounts import urls as accounts
from audit import urls as audit
from branches import urls as branches
from branches.views.tokens import MachineTokenView
from core.views import healthz, manifest, offline, readyz, token, worker
from dashboards import urls as dashboards
from documents import urls as documents
from drafts import urls as drafts
from exchange import urls as exchange
from life import urls as life
from meetings import urls as meetings
from members import urls as members
from obligations import urls as obligations
from planning import urls as planning
from procedures import urls as procedures
from reminders import urls as reminders
from reports import urls as reports

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

# Address, namespace, patterns. The first address that fits answers: the more particular stands before the more general.
PAGES = [
    ("", "accounts", accounts.accounts_urls + dashboards.accounts_urls),
    (
        "",
        "reports",
        dashboards.reports_urls
        + reports.reports_urls
        + documents.reports_urls
        + reminders.reports_urls
        + obligations.reports_urls
        + planning.reports_urls,
    ),
    ("", "activation", members.activation_urls),
    ("accounts/", "linking", members.linking_urls),
    ("accounts/", "accounts_of", branches.accounts_of_urls),
    ("clients/", "clients", branches.clients_urls),
    ("organizations/", "terms", members.terms_urls),
    ("organizations/", "branches", dashboards.branches_urls + branches.branches_urls),
    ("organizations/", "organizations", dashboards.organizations_urls),
    ("", "members", procedures.members_urls + exchange.members_urls + members.members_urls),
    ("member-decisions/", "procedures", procedures.procedures_urls),
    (
        "meetings/",
        "meetings",
        meetings.meetings_urls
        + obligations.meetings_urls
        + exchange.meetings_urls
        + documents.meetings_urls
        + life.meetings_urls
        + planning.meetings_urls,
    ),
    ("", "drafts", drafts.drafts_urls),
    ("life/", "life", life.life_urls),
    ("", "attendance", meetings.attendance_urls + life.attendance_urls + planning.attendance_urls),
    ("ballots/", "ballots", life.ballots_urls),
    ("themes/", "themes", planning.themes_urls),
    ("papers/", "papers", documents.papers_urls),
    ("", "audit", audit.audit_urls),
]

# Applications are made by create_api_client, so that only these two of the provider's pages are wanted.
OAUTH = [
    path("token/", MachineTokenView.as_view(), name="token"),
    path("revoke/", RevokeTokenView.as_view(), name="revoke-token"),
]
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
    path("token/", token, name="token"),
    *(path(address, include((patterns, namespace))) for address, namespace, patterns in PAGES),
    path("api/", include("config.api_router")),
    path("oauth/", include((OAUTH, "oauth2_provider"))),
]
