"""The actions on papers: each authorises, makes or stores a file, and records an audit entry."""

from documents.actions.attach_signed_scan import attach_signed
from documents.actions.export_forms import (
    export_appraisal_paper,
    export_branch_paper,
    export_decision_paper,
    export_meeting_paper,
    export_member_paper,
)
from documents.actions.export_papers import (
    export_member_year,
    export_minutes,
    export_sign_in,
    export_statistics,
)
from documents.actions.export_report import export_report
from documents.actions.paper_templates import retire_template, upload_template
from documents.actions.year_workbooks import collect_paper, make_workbook, start_workbook, throw_away_papers
