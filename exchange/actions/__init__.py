"""The actions that import and export: each authorises, checks, writes and records an audit entry."""

from exchange.actions.bundles import export_bundle, import_bundle, upload_bundle
from exchange.actions.export_meeting_list import (
    delete_column_map,
    export_meetings,
    request_meeting_export,
    save_column_map,
)
from exchange.actions.export_roster import export_roster
from exchange.actions.import_workbooks import apply, confirm, throw_away_imports, upload
from exchange.actions.large_exports import (
    approve_export,
    collect_export,
    make_export,
    refuse_export,
    request_export,
    throw_away_exports,
)
