"""The verbs of dashboards, one a file."""

from dashboards.actions.export_handover import export_handover
