"""The actions that import and export: each authorises, checks, writes and records an audit entry."""

from exchange.actions.export_bundle import export_bundle
from exchange.actions.export_meeting_list import (
    delete_column_map,
    export_meetings,
    request_meeting_export,
    save_column_map,
)
from exchange.actions.export_roster import export_roster
from exchange.actions.import_bundle import import_bundle
from exchange.actions.import_workbooks import apply, confirm, map_columns, upload
from exchange.actions.large_exports import (
    approve_export,
    collect_export,
    make_export,
    refuse_export,
    request_export,
)
from exchange.actions.take_back_import import take_back_import
from exchange.actions.throw_away_files import throw_away_exports, throw_away_imports
from exchange.actions.upload_bundle import upload_bundle
