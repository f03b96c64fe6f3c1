"""Django's settings, from the environment as config.env reads it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sogdia.config import env

ENV = env.read()
MODE: str = ENV["SOGDIA_MODE"]
PACKAGE = Path(__file__).resolve().parent.parent
VAR: Path = ENV["SOGDIA_VAR"].resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY: str = ENV["SOGDIA_SECRET_KEY"] or "demonstration-key-never-for-production"
SECRET_KEY_FALLBACKS: list[str] = ENV["SOGDIA_SECRET_KEYS_BEFORE"]
ALLOWED_HOSTS: list[str] = ENV["SOGDIA_HOSTS"]
IS_HTTPS = ENV["SOGDIA_HTTPS"] == "1" or (ENV["SOGDIA_HTTPS"] == "" and MODE == "production")
CSRF_TRUSTED_ORIGINS = [ENV["SOGDIA_URL"]]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "sogdia.plumbing.accounts",
    "sogdia.plumbing.outbox",
    "sogdia.plumbing.notices",
    "sogdia.plumbing.errands",
    "sogdia.apps.regions",
    "sogdia.apps.parties",
    "sogdia.apps.markets",
    "sogdia.apps.tariff",
    "sogdia.apps.ledger",
    "sogdia.apps.departures",
    "sogdia.apps.catalogue",
    "sogdia.apps.lots",
    "sogdia.apps.quotes",
    "sogdia.apps.orders",
    "sogdia.apps.payments",
    "sogdia.apps.settlement",
    "sogdia.apps.hub",
    "sogdia.apps.tracing",
    "sogdia.apps.documents",
    "sogdia.apps.claims",
    "sogdia.web",
]

MIDDLEWARE = [
    "sogdia.web.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "sogdia.web.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sogdia.web.squeeze.SqueezeMiddleware",
    "sogdia.web.uploads.SentFilesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sogdia.web.cleaning.CleanRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sogdia.web.pace.PaceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sogdia.web.typed.TypedMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sogdia.web.middleware.ViewerMiddleware",
    "sogdia.web.session_life.SessionLifeMiddleware",
    "sogdia.web.second_step.SecondStepMiddleware",
    "sogdia.web.sign_ins.SignInMiddleware",
    "sogdia.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
    "sogdia.web.page_tables.TakeTableMiddleware",
]

ROOT_URLCONF = "sogdia.config.urls"
WSGI_APPLICATION = "sogdia.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": ["sogdia.plumbing.folded.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sogdia.web.context.site",
            ],
        },
    },
]
FORM_RENDERER = "sogdia.plumbing.folded.FormRenderer"

#: Where real money is, each commit waits for the disk.
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database(ENV["DATABASE_URL"], VAR, is_durable=ENV["SOGDIA_MODE"] == "production")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Each process keeps its own quick cache; what sign-in counts stands in the database, so that all processes count together.
CACHES = {
    "default": {"BACKEND": "sogdia.plumbing.shared_cache.HouseCache"},
    "shared": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_sharedentry",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "sogdia.plumbing.accounts.passwords.RepetitionValidator"},
    {
        "NAME": "sogdia.plumbing.accounts.passwords.NearWordsValidator",
        "OPTIONS": {"names": [ENV["SOGDIA_NAME"], ENV["SOGDIA_OPERATOR"]]},
    },
    {
        "NAME": "sogdia.plumbing.accounts.passwords.KnownPasswordsValidator",
        "OPTIONS": {"file": ENV["SOGDIA_KNOWN_PASSWORDS"]},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_ADAPTER = "sogdia.web.account_adapter.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "sogdia.web.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Our own pages ask for a proved address before the first second step; the library would also forbid changing it later.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
PASSWORD_RESET_TIMEOUT = 3 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "shop:home"
AXES_FAILURE_LIMIT = 8
AXES_USERNAME_CALLABLE = "sogdia.web.proxies.username_of"
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
ACCOUNT_RATE_LIMITS = {
    "login_failed": "60/h/ip,40/h/key",
    "login": "120/h/ip",
    "signup": "30/h/ip",
    "reset_password": "20/h/ip,4/h/key",
    "reset_password_from_key": "20/h/ip",
    "reauthenticate": "20/h/user",
}
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("zh-hans", _("Simplified Chinese")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = MODE != "production"
WHITENOISE_AUTOREFRESH = False
FILES_ROOT = VAR / "files"
SCANNER: str = ENV["SOGDIA_SCANNER"]
#: How many pages one address may ask each process for; 0 counts nothing.
PAGES_A_MINUTE: int = ENV["SOGDIA_PAGES_A_MINUTE"]
#: A request that says it is longer is refused before it is read; one file of 50 MB beside a form still keeps the form.
REQUEST_MOST_BYTES = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "sogdia.web.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CSRF_FAILURE_VIEW = "sogdia.web.views.errors.form_too_old"
#: What a form says on the next page travels in a signed cookie; only where it is too long, in the session.
MESSAGE_STORAGE = "sogdia.web.said.Said"

SESSION_ENGINE = "sogdia.plumbing.accounts.sessions"
#: A cookie named so is taken by browsers from this very host only, over HTTPS only, for every path.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = COOKIE_PREFIX + "sessionid", COOKIE_PREFIX + "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
PROXIES: int = ENV["SOGDIA_PROXIES"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "script-src-attr": [NONE],
        "frame-src": [NONE],
        "worker-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, ENV["SOGDIA_SANDBOX_URL"]],
        "frame-ancestors": [NONE],
    },
}


def _email(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme == "smtp":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or 25,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parse_qs(parts.query).get("tls") == ["1"],
            "EMAIL_TIMEOUT": 20,
        }
    raise env.SettingWrong(f"SOGDIA_EMAIL_URL begins with {parts.scheme!r}; say smtp:, console: or file:.")


globals().update(_email(ENV["SOGDIA_EMAIL_URL"]))
DEFAULT_FROM_EMAIL: str = ENV["SOGDIA_EMAIL_FROM"]

GATEWAYS = {
    "files": "sogdia.gateways.storage.DiskStore",
    "pictures": "sogdia.gateways.pictures.PillowPictures",
    "scanner": "sogdia.gateways.scanning.ClamdScanner"
    if ENV["SOGDIA_SCANNER"]
    else "sogdia.gateways.scanning.NobodyScans",
    "pdf": "sogdia.gateways.pdf.TypstPdf",
    "search": "sogdia.gateways.search.TantivyIndex",
    "prices": "sogdia.gateways.prices.ColumnPrices",
    "illustrator": "sogdia.gateways.illustrations.Composer",
    "rates": "sogdia.gateways.rates.RateFiles",
    "tariffs": "sogdia.gateways.tariffs.TariffFiles",
    "statements": "sogdia.gateways.bank.statements.Statements",
    "transfer_file": "sogdia.gateways.bank.pain001.Pain001",
    "mailer": "sogdia.gateways.mail.DjangoMailer",
}
_PROVIDERS = {
    "sandbox": "sogdia.gateways.payments.sandbox.SandboxProvider",
    "bank-transfer": "sogdia.gateways.payments.transfer.BankTransfer",
}
_offered: list[str] = ENV["SOGDIA_PAYMENTS"] or (
    ["bank-transfer"] if MODE == "production" else ["sandbox", "bank-transfer"]
)
for _code in _offered:
    if _code not in _PROVIDERS:
        raise env.SettingWrong(f"SOGDIA_PAYMENTS names {_code!r}; known are {', '.join(_PROVIDERS)}.")
PAYMENT_PROVIDERS = {code: _PROVIDERS[code] for code in _offered}

DEPLOYMENT = {
    "mode": MODE,
    "name": ENV["SOGDIA_NAME"],
    "url": ENV["SOGDIA_URL"],
    "operator": ENV["SOGDIA_OPERATOR"],
    "escrow_holder": ENV["SOGDIA_ESCROW_HOLDER"],
    "default_market": ENV["SOGDIA_DEFAULT_MARKET"],
    "transfer_days": ENV["SOGDIA_TRANSFER_DAYS"],
    "bank_account": ENV["SOGDIA_BANK_ACCOUNT"],
    "bank_bic": ENV["SOGDIA_BANK_BIC"],
}
GS1_PREFIX = ENV["SOGDIA_GS1_PREFIX"]
SANDBOX = {"url": ENV["SOGDIA_SANDBOX_URL"], "secret": ENV["SOGDIA_SANDBOX_SECRET"]}

JOBS_IMMEDIATE = False

SILENCED_SYSTEM_CHECKS = ["axes.W006"]
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "sogdia.plumbing.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": ENV["SOGDIA_LOG"].upper()},
}
