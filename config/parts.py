"""The one list of what upper apps contribute to lower ones, by dotted name (loaded by core.parts)."""

PAGE_PARTS: dict[str, list[str]] = {
    "meetings:record": ["dashboards.parts.other_unfinished_records"],
    "meetings:detail": ["planning.parts.adopted_theme"],
    "meetings:detail review": ["dashboards.parts.review_bar"],
    "meetings:detail to prepare": ["planning.parts.material_to_read"],
    "meetings:detail papers": ["documents.parts.meeting_papers_offered"],
    "attendance:check_in": ["life.parts.own_year"],
    "life:appraisal": ["documents.parts.appraisal_papers_offered"],
    "members:detail": ["procedures.parts.member_proposals", "documents.parts.member_papers_offered"],
    "procedures:detail": ["documents.parts.decision_papers_offered"],
    "reports:dashboard": ["reminders.parts.bell"],
    "reports:dashboard behind": ["reminders.parts.way_to_remind"],
    "reports:desk": ["reminders.parts.bell", "procedures.parts.waiting_for_me"],
    "reports:desk first": ["reminders.parts.branch_reminder"],
}
"""Page (its URL name) → functions (row, by) → (template, context) or None, in the order of the page."""

ROW_PARTS: dict[str, list[str]] = {
    "accounts_of:list": ["members.parts.linked_members"],
    "branches:suggest": ["members.parts.members_and_secretary"],
    "reports:search": ["members.parts.members_and_secretary"],
}
"""List (its URL name) → functions (rows, by) → primary key → (template, context): one question for all rows."""

RECORD_FACTS: list[str] = ["life.parts.appraisal_facts"]
"""Functions (organization, record) → facts that the checks on a record look at and only upper apps know."""

NAVIGATION: dict[str, list[str]] = {
    "工作台": ["dashboards.navigation.DASHBOARD", "dashboards.navigation.DESK"],
    "组织与党员": [
        "dashboards.navigation.ORGANIZATIONS",
        "members.navigation.MEMBERS",
        "procedures.navigation.DECISIONS",
    ],
    "组织生活": [
        "meetings.navigation.MEETINGS",
        "dashboards.navigation.REVIEW",
        "meetings.navigation.CHECK_IN",
        "planning.navigation.YEAR_PLAN",
        "planning.navigation.THEMES",
        "life.navigation.YEAR",
        "life.navigation.TALKS",
        "documents.navigation.PAPERS",
    ],
    "督查": ["reminders.navigation.BEHIND", "reports.navigation.REPORTS"],
    "系统": [
        "obligations.navigation.RULES",
        "exchange.navigation.IMPORTS",
        "branches.navigation.ACCOUNTS",
        "branches.navigation.MANDATES",
        "audit.navigation.AUDIT",
        "audit.navigation.JOBS",
        "branches.navigation.API_CLIENTS",
    ],
}
"""Group of the main navigation → its places, both in their order; the phone's bar is dashboards.navigation.BARS."""

AUDIT_LABELS: list[str] = [
    "accounts.audit_labels.LABELS",
    "audit.audit_labels.LABELS",
    "branches.audit_labels.LABELS",
    "members.audit_labels.LABELS",
    "drafts.audit_labels.LABELS",
    "meetings.audit_labels.LABELS",
    "life.audit_labels.LABELS",
    "procedures.audit_labels.LABELS",
    "obligations.audit_labels.LABELS",
    "planning.audit_labels.LABELS",
    "reports.audit_labels.LABELS",
    "documents.audit_labels.LABELS",
    "exchange.audit_labels.LABELS",
    "dashboards.audit_labels.LABELS",
    "reminders.audit_labels.LABELS",
    "demo.audit_labels.LABELS",
]
AUDIT_PLACES: list[str] = ["branches.parts.paths_named"]
"""Functions text → paths of organizations called so today: an entry keeps the full name of its day."""

AUDIT_SUBJECTS: list[str] = ["members.parts.subjects_numbered"]
"""Functions text → ids of subjects that have this number."""

STATE_LOOKS: list[str] = [
    "audit.parts.STATE_LOOKS",
    "meetings.parts.STATE_LOOKS",
    "obligations.parts.STATE_LOOKS",
    "procedures.parts.STATE_LOOKS",
    "reports.parts.STATE_LOOKS",
    "exchange.parts.STATE_LOOKS",
]
REMINDER_SOURCES: list[str] = [
    "reminders.selectors.sources.add_duties_and_records",
    "reminders.selectors.sources.add_leaves",
    "reminders.selectors.sources.add_amendments",
    "reminders.selectors.sources.add_decisions_about_members",
    "reminders.selectors.sources.add_overdue_tasks",
    "reminders.selectors.sources.add_terms",
]
"""Functions (found, on, days, offices) that add the reminders of a day, in the order of a digest."""

READINESS: dict[str, str] = {
    "key": "audit.parts.key_fits",
    "scheduler": "audit.parts.scheduler_lives",
    "jobs": "audit.parts.jobs_go_on",
}
"""Name of a line of /readyz → function () → what is wrong, empty when nothing is."""

EVIDENCE: list[str] = []

IMPORT_KINDS: dict[str, str] = {
    "roster": "exchange.parts.ROSTER_IMPORT",
    "organizations": "exchange.parts.ORGANIZATION_IMPORT",
    "meetings": "exchange.parts.MEETING_IMPORT",
}
"""Kind of an import → core.workbooks.kinds.ImportKind."""

EXPORT_KINDS: dict[str, str] = {
    "roster": "exchange.parts.ROSTER_EXPORT",
    "meetings": "exchange.parts.MEETING_EXPORT",
}
"""Kind of an export that needs a second person → core.workbooks.kinds.ExportKind."""

SEALED_TABLES: list[str] = [
    "accounts.parts.SEALED_FACTORS",
    "audit.parts.SEALED_ANSWERS",
    "audit.parts.SEALED_HEAD",
    "members.parts.SEALED_MEMBERS",
    "procedures.parts.SEALED_DECISIONS",
    "reminders.parts.SEALED_CHANNELS",
]
"""core.sealing.SealedTable: what is sealed with DATA_KEY, for the check of the key and for replacing it."""

FILES_OF_ROWS: dict[str, str] = {
    "attachments": "meetings.parts.names_of_attachments",
    "imports": "exchange.parts.names_of_uploads",
    "polls": "meetings.voting.ballot.names_of_keys",
}
"""Folder of the default storage → function () → the names its rows know; what no row knows is swept (audit.actions)."""

ACCOUNT_SCOPES: list[str] = ["members.parts.ACCOUNT_SCOPE"]
"""branches.selectors.holders.AccountScope: where an account belongs besides its mandates."""

TWO_PERSONS: list[str] = ["members.parts.are_two_members"]
"""Functions (account, account) → whether the two, though of one name, are known to be two persons'."""

BIN_KINDS: dict[str, str] = {
    "talk": "life.actions.talks.make_talk_anew",
    "attachment": "meetings.actions.attach_file.reattach",
    "outcome": "planning.actions.outcomes.make_outcome_anew",
    "columns": "exchange.actions.export_meeting_list.make_columns_anew",
}
"""Kind in the bin that is no draft → function (row of the bin, by) that makes it anew."""

TREE_HOLDINGS: list[str] = [
    "members.parts.MEMBERS_HELD",
    "members.parts.GROUPS_HELD",
    "members.parts.POSTS_HELD",
    "planning.parts.PLANS_HELD",
    "life.parts.RECORDS_HELD",
    "life.parts.DRAFTS_HELD",
    "procedures.parts.DECISIONS_HELD",
    "life.parts.PROBLEMS_HELD",
    "life.parts.APPRAISALS_HELD",
    "members.parts.ACCOUNTS_HELD",
]
"""branches.workflow.holdings.TreeHolding: what an organization holds, in the order of the page of a merger."""

TREE_FIGURES: list[str] = [
    "branches.selectors.tree_deeds.standing_branches",
    "members.parts.members_on_roll",
    "obligations.parts.meetings_required",
]
"""Functions organizations → label → words: what is counted before and after a deed of the tree."""

FREEZING: str = "obligations.parts.FREEZING"
"""branches.workflow.holdings.Freezing: which days are frozen."""

TREE_PEOPLE: str = "members.parts.people_to_choose"
"""Function organization → (uuid, name) of everybody on its roll."""
