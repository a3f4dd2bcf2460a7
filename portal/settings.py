"""Settings for every place the site runs. What differs from place to place comes from the environment.

DATABASE_URL   postgres://... ; without it the embedded SQLite file in var/
SITE_URL       the public address; with https:// the cookies and headers of a secure site are switched on
ALLOWED_HOSTS  comma separated; without it this machine only
SECRET_KEY     without it a key is made once and kept in var/
VAR_DIR        where the site keeps its own files: database, key, uploaded videos, collected static files
DEBUG          1 for a developer's own machine
MAP_TILES_URL  a map as background, https://.../{z}/{x}/{y}.png; without it the boundaries of municipalities only
MAP_TILES_ATTRIBUTION  whose map that is
DUO_HOSTS      comma separated: the hosts from which files of DUO may be fetched
DUO_HOSTS_INSIDE  those of them that stand in the own network, such as a mirror; no others may have an address there
CONTACT_EMAIL  where visitors can write to; without it the site names no address
EMAIL_URL      smtp+tls://user:password@mail.example.nl:587 ; without it the site sends no mail
MAIL_FROM      the sender of the site's mail; without it CONTACT_EMAIL

OIDC_NAME, OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET
               logging in through the provider of an organisation (OpenID Connect): what the button calls it, its
               issuer, and how it knows this site; without them staff log in here only
OIDC_ORIGINS   comma separated: https://... of other servers that logging in there leads past
OIDC_DOMAINS   comma separated: domains of which that provider gives out the addresses, where it does not say of each
               that it is verified, such as "rotterdam.nl"; without it only its word counts
OIDC_SECOND_FACTOR  comma separated: words of its tokens that mean that a second factor was shown there, such as "mfa";
               without it everybody shows one here
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def all_or_none(*names):
    """The values of settings that mean nothing without each other."""
    values = {name: env.str(name, default="") for name in names}
    missing = [name for name, value in values.items() if not value]
    if 0 < len(missing) < len(names):
        raise ImproperlyConfigured(
            f"{', '.join(names)} belong together: set {', '.join(missing)} too, or none of them."
        )
    return values.values()


def kept_secret(path):
    """The key in this file; made once, readable by the owner only, and never under version control."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret-key")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "portal.apps.PortalConfig",
    "schools",
    "stats",
    "careers",
]

MIDDLEWARE = [
    "portal.middleware.DatabaseAwayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.CompressPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.SameOriginResourceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'profielwijzer.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits for its turn at the start instead of failing halfway.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes: it counts attempts to log in and remembers codes that were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "portal.keys.unreadable",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Pieces of pages that are the same for everybody, in each process; no visitor's question is among them.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pieces",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}

# What the finder covers: the locations in this region, and those at most so many kilometres outside it.
FINDER_REGION = "MRDH"
FINDER_MARGIN_KM = 15
# As far as it looks unless asked: what a pupil of twelve cycles in about 20 minutes, at 15 km an hour.
FINDER_RADIUS_KM = 5
FIXTURES_DIR = BASE_DIR / "fixtures"

# The visitor's browser asks tiles of another server, which then knows where it looks. So: only when somebody set them.
MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", default="")


def origins(address):
    """The servers that an address with {s} for a letter stands for, as a policy names them."""
    scheme, server = urlsplit(address)[:2]
    return [f"{scheme}://{server.replace('{s}', '*')}"] if server else []


# Language and place
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# Static files: compressed and named after their content, so that a browser may keep them for ever.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Files that editors upload: served by the page that knows who may see them, and never by name alone (careers.playing).
MEDIA_URL = "/"
MEDIA_ROOT = VAR_DIR / "media"
# What a visitor on a phone pays for; a minute of explanation fits many times.
MOST_BYTES_OF_VIDEO = 20 * 1024 * 1024
MOST_BYTES_OF_POSTER = 1024 * 1024

# Files of DUO: only these hosts are ever asked, over https. A port other than 443 belongs to the name: "host:8443".
DUO_HOSTS = env.list("DUO_HOSTS", default=["duo.nl", "www.duo.nl", "onderwijsdata.duo.nl"])
DUO_HOSTS_INSIDE = env.list("DUO_HOSTS_INSIDE", default=[])
DUO_DIR = VAR_DIR / "duo"

# Safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *origins(MAP_TILES_URL)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_ENGINE = "portal.sessions"  # Django's own table of sessions stays empty; its app clears this one
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []

# Staff accounts. Nobody signs up; a second factor is compulsory (see portal.apps).
AUTHENTICATION_BACKENDS = ["portal.passwords.PasswordBackend", "schools.rights.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "portal.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "portal.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "portal.accounts.StaffSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Profielwijzer"
MFA_TOTP_TOLERANCE = 1  # one step of thirty seconds, for who types slowly
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody can claim an address: colleagues make the accounts
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers themselves allow it on localhost only

# The same people through the provider of their organisation: off until it is named.
OIDC_NAME, OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET = all_or_none(
    "OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"
)
OIDC_ORIGINS = [*origins(OIDC_SERVER_URL), *env.list("OIDC_ORIGINS", default=[])]
OIDC_DOMAINS = [domain.strip().casefold() for domain in env.list("OIDC_DOMAINS", default=[])]
OIDC_SECOND_FACTOR = env.list("OIDC_SECOND_FACTOR", default=[])
OIDC_ID = f"oidc-{slugify(OIDC_SERVER_URL)}"  # what links accounts to people: another provider calls people otherwise
SOCIALACCOUNT_ADAPTER = "portal.single_sign_on.StaffProviderAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
OIDC_CLIENT = {"name": OIDC_NAME, "client_id": OIDC_CLIENT_ID, "secret": OIDC_CLIENT_SECRET}
OIDC_APP = {"provider_id": OIDC_ID, "settings": {"server_url": OIDC_SERVER_URL.rstrip("/")}, **OIDC_CLIENT}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid", "email"], "APPS": [OIDC_APP]}
}
if OIDC_SERVER_URL and not OIDC_SERVER_URL.startswith("https://" if SECURE else ("https://", "http://")):
    raise ImproperlyConfigured("OIDC_SERVER_URL must be an address that begins with https://.")

# A secure site stands behind one proxy: attempts are counted per visitor and not per proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
# What visitors report is limited by the same means: with one address per hour, about one location per day.
# So are invitations: what one colleague sends, what one address gets, and how often somebody tries to accept.
ACCOUNT_RATE_LIMITS = {
    "report_by_address": "10/h/key",
    "report_on_location": "20/d/key",
    # A school answers for all its locations from one address, and corrects itself a few times.
    "answer_by_address": "60/h/key",
    "answer_to_inquiry": "20/d/key",
    "invite": "50/d/user",
    "invite_address": "5/d/key",
    "accept_invitation": "20/10m/ip",
    "single_sign_on": "30/m/ip",
}
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# Mail goes out only when somebody set a server; until then the site says what it would have sent.
EMAIL_URL = env.str("EMAIL_URL", default="")
CAN_MAIL = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="") or CONTACT_EMAIL or "webmaster@localhost"

# Open data
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api.problem_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Profielwijzer",
    "DESCRIPTION": "Which vmbo profiles does this school location offer, and which does it not?",
    "VERSION": "1.0.0",
    "SERVERS": [{"url": "/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "CertaintyEnum": ["allowed", "seen", "not-seen", "open"],
        "FigureUnitEnum": ["percentage", "km", "minuten", "aantal", "procentpunt"],
    },
    "CONTACT": {"name": "Profielwijzer"},
    "LICENSE": {"name": "CC0-1.0, and CC BY for coordinates (Kadaster, BAG)"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_question": {"()": "portal.middleware.WithoutQuestion"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_question"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
