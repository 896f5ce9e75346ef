"""Action that exports the hand-over list."""

from dashboards.actions.confirm_each import confirm_each
from dashboards.actions.export_handover import export_handover
