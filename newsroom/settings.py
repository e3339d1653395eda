"""Settings of the newsroom: one file, every difference between environments is an env value.

Without any value set: SQLite and files under ``var/``, a generated secret kept there, loopback
only. The README lists every value.
"""

import secrets
import warnings
from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from newsroom.lib import storage_address

# The checkout, or for an installed package the folder in which the command was started.
BASE_DIR = Path(__file__).resolve().parent.parent
if not (BASE_DIR / "manage.py").exists():
    BASE_DIR = Path.cwd()
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A secret generated on the first start and kept in ``var/``, readable by its owner only."""
    path = VAR_DIR / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii").strip()


# --- The site ------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret("secret_key")
SITE_NAME = env.str("SITE_NAME", default="Newsroom")
SITE_DESCRIPTION = env.str("SITE_DESCRIPTION", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# Its address or path; empty: the one that comes with the program.
SITE_LOGO = env.str("SITE_LOGO", default="")
# What the newsroom has published about itself, as ethicsPolicy=/ethics/,masthead=/about/.
POLICIES = env.dict("POLICIES", default={})
# Who answers for feeds, as editor@news.example (Mara Lind); empty: CONTACT_EMAIL.
MANAGING_EDITOR = env.str("MANAGING_EDITOR", default="")
# The newsroom's own name on X, as @news_example.
TWITTER_SITE = env.str("TWITTER_SITE", default="")
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
FILES_URL = env.str("FILES_URL", default=f"{SITE_URL}/files").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True
# An address typed without its scheme is https, in every form, as from Django 6.0 on. The setting
# warns of its own end.
FORMS_URLFIELD_ASSUME_HTTPS = True
warnings.filterwarnings("ignore", "The FORMS_URLFIELD_ASSUME_HTTPS")
USE_I18N = True
# One style of dates and times everywhere; other languages have Django's own.
FORMAT_MODULE_PATH = ["newsroom.formats"]
# The other packages are apps, so Django finds theirs.
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]

INSTALLED_APPS = [
    "newsroom.first_run",
    "newsroom.demo",
    "newsroom.backups",
    "newsroom.site",
    "feed",
    "newsroom.people",
    "articles",
    "newsroom.site_settings",
    "media",
    "newsroom.api",
    "newsroom.delivery",
    "newsroom.editorial",
    # Before ours, whose admin takes its pages off again.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "newsroom.accounts",
    "newsroom.editorial.admin_config.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "taggit",
    "csp",
]
# A checkout has the tools that measure, make_archive among them; an installed package does not.
if find_spec("tests") and find_spec("tests.bench"):
    INSTALLED_APPS.append("tests.bench")

MIDDLEWARE = [
    "newsroom.api.edge.ApiEdge",
    "newsroom.editorial.admin.form_answers.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.site.edge.SortedCsp",
    "newsroom.site.surrogates.middleware",
    "newsroom.site.edge.middleware",
    "newsroom.lib.uploads.names_as_sent",
    "newsroom.editorial.admin.unsaved.edge.UnsavedEdge",
    "newsroom.accounts.staff_middleware.StaffSessions",
    "newsroom.site.edge.ConditionalReads",
    "django.middleware.common.CommonMiddleware",
    "newsroom.accounts.staff_middleware.StaffCsrf",
    "newsroom.accounts.staff_middleware.StaffLogin",
    "newsroom.accounts.staff_middleware.StaffMessages",
    "newsroom.accounts.staff_middleware.StaffSecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.site.shell.middleware",
    "newsroom.site.edge.without_nul",
]

# Only these addresses require a login; everywhere else no cookie is read or set.
STAFF_ADDRESSES = ("/admin/", "/preview/")
# W003 looks for Django's CSRF middleware by name; accounts.E001 looks for ours.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.site.shell.context",
            ],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # How long one attempt waits for another writer. A save in the admin is retried
        # (newsroom.editorial.admin.unsaved.attempts); after ten seconds it has its answer.
        "timeout": env.int("SQLITE_TIMEOUT_SECONDS", default=3),
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Do not wait long for a server that is not there, or that has vanished silently.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 15_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- Pages ---------------------------------------------------------------------------------------
# ``off`` changes nothing but speed: each page then asks the database whether it still holds.
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
# What each web process may keep of printed pages.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=64)

# --- Backups (docs/operations.md) ----------------------------------------------------------------
# Where ``backup`` writes if it is not told; ``health`` says when the newest is too old.
BACKUP_FOLDER = env.str("BACKUP_FOLDER", default="")

# --- The worker ----------------------------------------------------------------------------------
# ``/healthz`` is red while no worker runs, unless the newsroom deliberately has none.
WORKER_EXPECTED = env.bool("WORKER_EXPECTED", default=True)

# --- Caches in front, and what is sent out (docs/operations.md) -----------------------------------
# The caches to purge, with commas between, and whether they are purged by Surrogate-Key or address
# by address.
PURGE_URL = env.list("PURGE_URL", default=[])
PURGE_KIND = env.str("PURGE_KIND", default="keys")
# Networks that deliveries may go to though they are private, as 10.1.0.0/16.
OUTBOX_PRIVATE_ADDRESSES = env.list("OUTBOX_PRIVATE_ADDRESSES", default=[])
# The internal location of nginx that holds the public files; without it we send them ourselves.
ACCEL_REDIRECT = env.str("ACCEL_REDIRECT", default="")

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["newsroom.accounts.backend.OneQueryBackend"]
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Who must have a second factor before anything else: nobody, ``all`` or roles with commas between.
REQUIRE_2FA = env.list("REQUIRE_2FA", default=[])
# A login ends after so long without a request, and so long after the sign-in at the latest.
LOGIN_IDLE_HOURS = env.int("LOGIN_IDLE_HOURS", default=12)
LOGIN_DAYS = env.int("LOGIN_DAYS", default=7)
# Kills, people and second factors ask for the password again after so long.
CONFIRM_AFTER_MINUTES = env.int("CONFIRM_AFTER_MINUTES", default=15)
SIGN_IN_LOG_DAYS = env.int("SIGN_IN_LOG_DAYS", default=180)
SESSION_ENGINE = "newsroom.accounts.signin.sessions"
SESSION_COOKIE_AGE = LOGIN_DAYS * 24 * 3600
# Of django-allauth we use the second factors alone: none of its addresses is routed, nobody signs
# up, and newsroom.accounts.signin.throttle counts.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "newsroom.accounts.signin.adapter.Adapter"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False

# --- Mail ----------------------------------------------------------------------------------------
# Without it nothing is mailed, and a password is reset by a colleague.
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
# Who letters are from; empty: the address of the site's settings, else CONTACT_EMAIL.
MAIL_FROM = env.str("MAIL_FROM", default="")
DEFAULT_FROM_EMAIL = MAIL_FROM or CONTACT_EMAIL or "newsroom@localhost"
PASSWORD_RESET_TIMEOUT = 3600

# The password of the demo's logins; without it a random one is made and kept in ``var/``.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Where images and videos are stored: docs/storage.md.
STORAGE_URL = env.str("STORAGE_URL", default="")
STORAGES = {
    **storage_address.storages(STORAGE_URL, folder=VAR_DIR / "uploads", files_url=FILES_URL),
    "staticfiles": {"BACKEND": "newsroom.lib.static_files.StaticStorage"},
}
# Originals are private: no address serves them. Public files are renditions only.
MEDIA_ROOT = VAR_DIR / "uploads" / "originals"
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "newsroom.lib.uploads.NamelessFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A form with more fields is refused before anything reads what was typed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# The largest video that is accepted as a file of our own.
VIDEO_MAX_MB = env.int("VIDEO_MAX_MB", default=512)

# --- Editorial rules -----------------------------------------------------------------------------
EDITORIAL = {
    # An editor may approve a text only when somebody else wrote its last save.
    "FOUR_EYES": env.bool("FOUR_EYES", default=False),
    # Desk editors may publish without the steps between (the act is logged and reviewed).
    "DESK_MAY_BREAK_GLASS": env.bool("DESK_MAY_BREAK_GLASS", default=False),
    # An edit of a feed post this soon after its publication is not marked as an update.
    "POST_GRACE_SECONDS": env.int("POST_GRACE_SECONDS", default=120),
}
# Where this newsroom publishes, as ISO 3166 codes: a lease for or against places is held to them.
NEWSROOM_COUNTRIES = [code.upper() for code in env.list("NEWSROOM_COUNTRIES", default=[])]
IMPORT_SECTION = env.str("IMPORT_SECTION", default="News")

# --- Security ------------------------------------------------------------------------------------
SERVED_OVER_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsroom.editorial.admin.unsaved.edge.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SERVED_OVER_HTTPS)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000 if SERVED_OVER_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVED_OVER_HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", FILES_URL + "/"],
        "media-src": [SELF, FILES_URL + "/"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The players of videos.players; none is asked for anything before a reader presses Play.
        "frame-src": [
            "https://www.youtube-nocookie.com",
            "https://player.vimeo.com",
            "https://geo.dailymotion.com",
        ],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# The admin's editor needs an import map (a nonce) and pastes that carry style attributes.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:", FILES_URL + "/"],
    "connect-src": [SELF],
    "frame-src": [SELF],
}

# --- API -----------------------------------------------------------------------------------------
# How many requests a minute one address has, and how many searches; 0: as many as it likes.
API_LIMIT = env.int("API_LIMIT", default=3000)
API_SEARCH_LIMIT = env.int("API_SEARCH_LIMIT", default=300)
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_SCHEMA_CLASS": "newsroom.api.schema.Schema31",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "EXCEPTION_HANDLER": "newsroom.api.errors.handle",
    "UNAUTHENTICATED_USER": None,
    # ``format`` is not a parameter: an unknown parameter is a 400.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "DESCRIPTION": "Everything that is published, as stored documents, and every change of it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": SITE_URL}],
    "POSTPROCESSING_HOOKS": ["newsroom.api.schema.add_components"],
}
TAGGIT_CASE_INSENSITIVE = True

# --- Logs ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="line"),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
