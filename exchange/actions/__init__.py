"""The verbs of exchange, one a file."""

from exchange.actions.bundles import export_bundle, import_bundle, upload_bundle
from exchange.actions.export_meeting_list import ask_for_meetings, drop_columns, export_meetings, map_columns
from exchange.actions.export_roster import export
from exchange.actions.import_workbooks import apply, confirm, throw_away_imports, upload
from exchange.actions.large_exports import (
    approve_export,
    ask_export,
    collect_export,
    make_export,
    refuse_export,
    throw_away_exports,
)
