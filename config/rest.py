"""Settings of Django REST framework, drf-spectacular and the OAuth2 provider."""

from config.environment import env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "branches.api.authentication.ClientCredentials",
        "branches.api.authentication.BrowserSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["branches.api.authentication.WithinScope"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "core.api.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["core.api.StrictFilters"],
    "DEFAULT_METADATA_CLASS": "core.api.DoorMetadata",
    "DEFAULT_SCHEMA_CLASS": "core.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["core.api.HolderThrottle"],
    "DEFAULT_THROTTLE_RATES": {"holder": env.str("API_RATE", default="600/min")},
    "EXCEPTION_HANDLER": "core.api.problem_response",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Zuzhi",  # in ASCII: generators name packages after it, and installers take no other name
    "DESCRIPTION": "组织生活. Organizational life of Party branches: organizations, members, meetings, what is owed, reports.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "OrganizationKind": "branches.states.Kind",
        "UnitKind": "branches.states.UnitKind",
        "MeetingKind": "meetings.states.Kind",
        "MeetingStatus": "meetings.states.Status",
        "WorkKind": "drafts.states.WorkKind",
        "LeaveStatus": "meetings.states.LeaveStatus",
        "CheckInWay": "meetings.states.CheckInMethod",
        "MakeUpWay": "meetings.states.MakeUpMethod",
        "MeetingBegun": [("planned", "计划"), ("held", "记录")],
        "MemberStatus": "members.filters.STATUSES",
        "RestrictionKind": "members.models.Restriction.Kind",
        "JobStatus": "audit.models.Job.Status",
        "PostTitle": "members.states.Title",
        "FormEnum": "meetings.states.VoteForm",
        "ReasonCodeEnum": "meetings.states.Reason",
        "Matter": "meetings.states.Matter",
        "AppraisalStage": "life.states.Stage",
        "AppraisalPartMark": "life.states.PartMark",
        "DisposalKind": "life.states.DisposalKind",
        "DisposalStatus": "life.states.DisposalStatus",
        "LecturerLevel": "meetings.states.LecturerLevel",
        "Role": "branches.access.roles.Role",
        "ChannelKind": "reminders.models.Channel.Kind",
        "ImportStatus": "exchange.models.Import.Status",
        "ArrivalKind": "exchange.api.imports.MEETING_KINDS",
        "ImportKind": "exchange.api.imports.PEOPLE_KINDS",
        "PaperKind": "documents.states.PaperKind.choices",
        "GradeEnum": "meetings.states.Grade",
        "GradeOrAbstention": "meetings.states.GRADE_CHOICES",
        "YearlyState": "life.api.serializers.YEARLY_STATES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.writes.document_writes",
        "core.schema.document_refusals",
    ],
}
OAUTH2_PROVIDER = {
    "SCOPES": {"read": "Read what the mandate may see", "write": "Do what the mandate may do"},
    "DEFAULT_SCOPES": ["read", "write"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ALLOWED_GRANT_TYPES": ["client_credentials"],
    # Best current practice (RFC 9700): tokens stored hashed, taken from the header only, nothing else granted.
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    **{
        f"COMPLIANT_BCP_RFC9700_{gate}": True
        for gate in [
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
            "REDIRECT_URI_MATCHING",
            "PKCE_REQUIRED",
        ]
    },
}
