"""Action that exports the hand-over list."""

from dashboards.actions.export_handover import export_handover
