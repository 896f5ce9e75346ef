"""Every setting, in paragraphs. What may differ between installations comes from the environment (see README)."""

import os
import sys
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.environment import env
from config.localities import *  # noqa: F403
from config.localities import REMIND_AT, locality
from config.rest import *  # noqa: F403

LOCALITY = locality  # the shape of each setting of localities, and what could not be read
BASE_DIR = Path(__file__).resolve().parent.parent

# ── what this process is ──
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
os.umask(0o077)  # whatever this process writes is its own user's alone
VAR_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.bool("DEBUG", default=False)
# `make run` leaves this mark beside the demonstration it has made, so that commands find the demonstration too. Whoever
# names a key or a database runs an installation, and nothing makes that a demonstration but DEMO.
DEMO_MARK = VAR_DIR / "demonstration"
NAMED_BY_HAND = [name for name in ("SECRET_KEY", "DATA_KEY", "DATABASE_URL") if name in env.ENVIRON]
DEMO = env.bool("DEMO", default=not NAMED_BY_HAND and DEMO_MARK.exists())
TESTING = "pytest" in sys.modules
EXAMPLE_KEY = "example-key-for-demonstration-and-tests-never-for-production-0000"
SECRET_KEY = env.str("SECRET_KEY", default=EXAMPLE_KEY)
# Identity numbers and telephones are sealed with this key; it must outlive every rotation of SECRET_KEY.
DATA_KEY = env.str("DATA_KEY", default=SECRET_KEY)
DATA_KEY_NAMED = bool(env.str("DATA_KEY", default=""))
AUDIT_KEY = env.str(
    "AUDIT_KEY", default=""
)  # of the anchors of the audit; without one it comes from DATA_KEY
# The key in use while `reseal` replaces it, or several with spaces between: they open what is not sealed anew yet.
PREVIOUS_DATA_KEY = env.str("PREVIOUS_DATA_KEY", default="")
PRODUCTION = not (DEBUG or DEMO or TESTING)
# The machine itself always: a monitor asks there.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORT = env.int("PORT", default=8000)

# ── apps, from the roof down ──
INSTALLED_APPS = [
    "demo",
    "reminders",
    "dashboards",
    "exchange",
    "documents",
    "reports",
    "planning",
    "procedures",
    "obligations",
    "life",
    "meetings",
    "drafts",
    "members",
    "branches",
    "audit",
    "accounts",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
]
MIDDLEWARE = [
    "core.http.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.writes.LastSlashMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "branches.middleware.ActorMiddleware",
    "audit.middleware.RefusalAuditMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.PasswordDueMiddleware",
    "audit.middleware.IdempotencyMiddleware",
    "core.writes.IfMatchMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http.PlainTextMiddleware",
    "core.http.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
PARTS = "config.parts"  # what upper apps contribute to lower ones (core.parts)
FORM_RENDERER = "core.form_renderer.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboards.navigation.shell",
            ],
            "builtins": ["core.templatetags.words"],
        },
    }
]

# ── database: SQLite under var/ unless DATABASE_URL names PostgreSQL ──
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'zuzhi.sqlite3'}")}
EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# Where the audit ended, outside the database; best on a disk that whoever writes the database cannot write.
AUDIT_ANCHORS = env.str("AUDIT_ANCHORS", default=str(VAR_DIR / "audit.anchors"))
if EMBEDDED:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # Nobody waits without end for a row that a vanished machine holds, nor holds one for a client that is gone.
    limits = {"lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
    limits |= {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"] |= {
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── cache and jobs: the file system unless REDIS_URL names Redis ──
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    patience = {"socket_timeout": 2, "socket_connect_timeout": 2}  # seconds for a store that does not answer
    CACHES = {
        "default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "OPTIONS": patience}
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "socket_timeout": 10,
        "socket_connect_timeout": 2,
    }
else:
    queue_dir = VAR_DIR / "queue"
    control_dir = VAR_DIR / "queue-control"
    for directory in (queue_dir, control_dir):
        directory.mkdir(parents=True, exist_ok=True)
    CACHES = {
        "default": {
            "BACKEND": "core.cache.ForgivingFileCache",
            "LOCATION": str(VAR_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
    CELERY_BROKER_URL = "files://localhost//"  # core.queue
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue_dir),
        "data_folder_out": str(queue_dir),
        "control_folder": str(control_dir),
        "store_processed": False,
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULER = "core.queue:Scheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A job's row says whether its worker still lives; what has not said so for this long is queued again.
JOB_STALE_SECONDS = env.int("JOB_STALE_SECONDS", default=60)


# ── what is done by the clock ──
CELERY_BEAT_SCHEDULE = {
    task.rpartition(".")[2].replace("_", "-"): {"task": task, "schedule": when}
    for task, when in {
        "audit.tasks.requeue_stale_jobs": 30.0,
        "reports.tasks.send_reminders": 60.0,
        "reports.tasks.build_monthly_reports": crontab(minute=10, hour=0),
        "reports.tasks.freeze_monthly_reports": crontab(minute=20),
        "reports.tasks.amend_frozen_reports": crontab(minute=30, hour=2),
        "meetings.tasks.throw_away_old_papers": crontab(minute=20, hour=3),
        "members.tasks.throw_away_old_files": crontab(minute=25, hour=3),
        "drafts.tasks.empty_bin": crontab(minute=28, hour=3),
        "audit.tasks.throw_away_lost_files": crontab(minute=30, hour=3),
        "audit.tasks.throw_away_kept_answers": crontab(minute=35, hour=3),
        "audit.tasks.verify_chain_nightly": crontab(minute=40, hour=3),
        "reports.tasks.remind_of_what_is_owed": crontab(*reversed(REMIND_AT.split(":"))),
    }.items()
}

# ── messages outside the product: mail, and webhooks of enterprise messengers (docs/webhooks.md) ──
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}")  # what links in messages begin with
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR.resolve() / 'mail'}")
vars().update({name: value for name, value in EMAIL_CONFIG.items() if value is not None})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="组织生活 <no-reply@localhost>")
MAIL_DOMAINS = env.list("MAIL_DOMAINS", default=[])  # empty: any
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])  # empty: any public address
WEBHOOK_PRIVATE = env.bool(
    "WEBHOOK_PRIVATE", default=False
)  # whether addresses inside the network may be called

# ── signing in ──
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.rules.NotLikeTheAccount"},
    {"NAME": "accounts.rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.rules.NotCommon"},
    {"NAME": "accounts.rules.ThreeOfFourClasses"},
    {"NAME": "accounts.rules.NotUsedRecently"},
]
PASSWORD_DAYS = env.int("PASSWORD_DAYS", default=0 if DEMO else 90)  # R-SEC-08; 0: passwords do not age
# 8.1.4.1 d: the three administrations sign in with a code besides; everybody else may (accounts.middleware)
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=PRODUCTION)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = env.float("LOCK_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = ["username"]  # a whole office may share one address
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.views.locked"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says until when, and that stays true
AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_VERBOSE = False
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = env.int("IDLE_MINUTES", default=30) * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# ── safety ──
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # htmx and the recording page read it to send the header
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failed"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # a monitor asks inside the machine
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = (
        ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
    )
DEVICE_START = "meetings:record"  # where the product opens once it is installed on a telephone
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
PHOTO_MOST_PIXELS = env.int("PHOTO_MOST_PIXELS", default=2560)  # of the longer side, as kept
# public keys (manage.py show_bundle_key) of the installations whose evidence bundles are believed as one's own are
BUNDLE_TRUSTED_KEYS: list[str] = env.list("BUNDLE_TRUSTED_KEYS", default=[])
BUNDLE_MOST_BYTES = env.int("BUNDLE_MOST_BYTES", default=300 * 1024 * 1024)
MEETING_IMPORT_MOST_ROWS = env.int("MEETING_IMPORT_MOST_ROWS", default=500)  # of one workbook of meetings
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ── language, files, static, log ──
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = CELERY_TIMEZONE
USE_I18N = True
USE_TZ = True
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/never-served-directly/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "gif", "jpg", "woff", "woff2")
# Files of records: under MEDIA_ROOT, or in a private bucket when all of MEDIA_S3_… are set (core.E005 when only some are).
MEDIA_S3 = {
    "endpoint_url": env.str("MEDIA_S3_ENDPOINT", default=""),
    "bucket_name": env.str("MEDIA_S3_BUCKET", default=""),
    "access_key": env.str("MEDIA_S3_KEY", default=""),
    "secret_key": env.str("MEDIA_S3_SECRET", default=""),
}
MEDIA_S3_REGION = env.str("MEDIA_S3_REGION", default="us-east-1")
STORAGES = {
    "default": {
        "BACKEND": "core.storage.PrivateObjects",
        "OPTIONS": MEDIA_S3 | {"region_name": MEDIA_S3_REGION},
    }
    if all(MEDIA_S3.values())
    else {"BACKEND": "core.storage.DurableFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.TerminalLine" if sys.stderr.isatty() else "core.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO"),
    },
    # Django's own handlers are taken off: each event is one line, in one format.
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("axes", "weasyprint", "fontTools", "celery", "kombu")},
        **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    },
}
