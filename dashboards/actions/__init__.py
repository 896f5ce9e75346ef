"""Actions that confirm records together, and export the hand-over list and the list of records to review."""

from dashboards.actions.confirm_each import confirm_each
from dashboards.actions.export_handover import export_handover
from dashboards.actions.export_review import export_review
from dashboards.actions.export_rows import export_rows
