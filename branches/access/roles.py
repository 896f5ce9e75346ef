"""Roles and the capabilities each grants, in one table. No other module decides by the name of a role."""

from enum import StrEnum

from django.db import models


class Capability(StrEnum):
    SEE_TREE = "see_tree"  # organizations: names, posts, dates
    CALENDAR = "calendar"  # that a meeting is planned or was held: kind, theme, date, place
    VIEW = "view"  # meetings with their content, figures, reports
    VIEW_MEMBERS = "view_members"  # members' files, identity and phone masked
    VIEW_PRIVATE = "view_private"  # unmask, each time written to the audit
    RECORD_MEETING = "record_meeting"  # plan, record, submit, amend
    VERIFY = "verify"  # return or confirm
    MANAGE_MEMBERS = "manage_members"  # contact facts and groups; proposes what only a body above decides
    DECIDE_ON_MEMBERS = (
        "decide_on_members"  # enters what that body decided: admission, exit, restriction (R-SEC-14)
    )
    MANAGE_ORGANIZATIONS = "manage_organizations"  # tree, terms, posts
    IMPORT = "import"
    EXPORT = "export"
    BUILD_REPORT = "build_report"
    PUBLISH_REPORT = "publish_report"
    MANAGE_RULES = "manage_rules"
    GRANT_MANDATES = "grant_mandates"
    READ_AUDIT = "read_audit"
    RUN_SYSTEM = "run_system"  # jobs and API clients, no content


class Role(models.TextChoices):
    SECRETARY = "secretary", "支部书记"
    COMMITTEE_MEMBER = "committee_member", "支部委员"
    STAFF = "staff", "党（工）委党务干部 / 组织员"
    REVIEWER = "reviewer", "区委党建办（组织部）工作人员"
    MEMBER = "member", "党员"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"


APART = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})

_READ = {Capability.SEE_TREE, Capability.CALENDAR, Capability.VIEW}
_RECORD = _READ | {Capability.VIEW_MEMBERS, Capability.RECORD_MEETING, Capability.EXPORT}
_OFFICE = _READ | {
    Capability.VIEW_MEMBERS,
    Capability.VIEW_PRIVATE,
    Capability.VERIFY,
    Capability.MANAGE_MEMBERS,
    Capability.DECIDE_ON_MEMBERS,
    Capability.MANAGE_ORGANIZATIONS,
    Capability.IMPORT,
    Capability.EXPORT,
    Capability.BUILD_REPORT,
}

CAPABILITIES: dict[str, frozenset[Capability]] = {
    Role.SECRETARY: frozenset(_RECORD | {Capability.VIEW_PRIVATE, Capability.MANAGE_MEMBERS}),
    Role.COMMITTEE_MEMBER: frozenset(_RECORD),
    Role.STAFF: frozenset(_OFFICE),
    Role.REVIEWER: frozenset(_OFFICE | {Capability.PUBLISH_REPORT, Capability.MANAGE_RULES}),
    Role.MEMBER: frozenset({Capability.CALENDAR}),
    Role.SYSTEM_ADMINISTRATOR: frozenset({Capability.SEE_TREE, Capability.RUN_SYSTEM}),
    Role.SECURITY_ADMINISTRATOR: frozenset({Capability.SEE_TREE, Capability.GRANT_MANDATES}),
    Role.AUDIT_ADMINISTRATOR: frozenset({Capability.SEE_TREE, Capability.READ_AUDIT}),
}

# The deeds of the three administrations (三员): who may do one of them signs in with a second factor.
ADMINISTERING = frozenset({Capability.GRANT_MANDATES, Capability.READ_AUDIT, Capability.RUN_SYSTEM})
# What takes a person's judgement or opens what is sealed: no account of a machine has it, whatever its role.
PERSONS_ONLY = ADMINISTERING | {Capability.VIEW_PRIVATE, Capability.EXPORT}
MACHINE_ROLES = tuple(role for role in Role if role not in APART)

_FILE_READERS = frozenset(role for role in Role if Capability.VIEW_MEMBERS in CAPABILITIES[role])
# Who runs the system sees no member's file, by no second role either: what bars what in one person.
BARRED_BESIDE: dict[str, frozenset[Role]] = {
    Role.SYSTEM_ADMINISTRATOR: _FILE_READERS,
    **dict.fromkeys(_FILE_READERS, frozenset({Role.SYSTEM_ADMINISTRATOR})),
}
