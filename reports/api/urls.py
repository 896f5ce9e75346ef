"""API routes of reports and effort."""

from rest_framework.routers import SimpleRouter

from reports.api.effort import EffortViewSet
from reports.api.views import ReportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("reports", ReportViewSet, "report")
router.register("effort", EffortViewSet, "effort")
urlpatterns = router.urls
