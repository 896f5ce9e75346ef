"""The addresses of the JSON doors."""

from rest_framework.routers import SimpleRouter

from reports.api.organizations import OrganizationViewSet
from reports.api.reminders import Channels, Reminders
from reports.api.views import Duties, EffortFigure, Reports, Rules

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, "organization")
typed = SimpleRouter(use_regex_path=False)
typed.register("rules", Rules, "rule")
typed.register("reminders", Reminders, "reminder")
typed.register("channels", Channels, "channel")
typed.register("effort", EffortFigure, "effort")
typed.register("owed", Duties, "owed")
typed.register("reports", Reports, "report")
urlpatterns = [*router.urls, *typed.urls]
