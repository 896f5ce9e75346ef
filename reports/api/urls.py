"""The addresses of the JSON doors."""

from rest_framework.routers import SimpleRouter

from reports.api.effort import EffortFigure
from reports.api.views import Reports

router = SimpleRouter(use_regex_path=False)
router.register("reports", Reports, "report")
router.register("effort", EffortFigure, "effort")
urlpatterns = router.urls
