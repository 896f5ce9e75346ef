"""URL patterns of the JSON API of the audit and of jobs."""

from django.urls import path

from audit.api.views import AuditEntryViewSet, ChainViewSet, JobViewSet

urlpatterns = [
    path("audit/", AuditEntryViewSet.as_view({"get": "list"}), name="api_audit"),
    path("audit/export/", AuditEntryViewSet.as_view({"post": "export"}), name="api_audit_export"),
    path("audit/chain/", ChainViewSet.as_view({"get": "retrieve"}), name="api_audit_chain"),
    path("audit/chain/verify/", ChainViewSet.as_view({"post": "verify"}), name="api_audit_verify"),
    path("jobs/", JobViewSet.as_view({"get": "list"}), name="api_jobs"),
    path("jobs/<uuid:uuid>/", JobViewSet.as_view({"get": "retrieve"}), name="api_job"),
]
