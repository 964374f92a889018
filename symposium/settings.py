"""Settings, all from the environment (docs/operators/settings.md); an unsafe value stops the start and says which."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from symposium.kit import env

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "::1", "testserver"}

# --- what must be safe before anything starts -------------------------------------------------------------------

DEBUG = env.boolean("DEBUG")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path:
    raise ImproperlyConfigured(f"SYMPOSIUM_SITE_URL is {SITE_URL!r}: write https://host, without a path.")
_hosts = env.words("ALLOWED_HOSTS")
IS_LOCAL = _site.hostname in LOOPBACK and LOOPBACK.issuperset(host.strip("[]") for host in _hosts)
IS_SECURE = _site.scheme == "https"

SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SYMPOSIUM_SECRET_KEY must be a secret of at least 50 characters. Make one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
if DEBUG and not IS_LOCAL:
    raise ImproperlyConfigured(
        f"SYMPOSIUM_DEBUG is on but the site is public ({', '.join([SITE_URL, *_hosts])}): turn it off."
    )
if not IS_SECURE and not IS_LOCAL and not env.boolean("ALLOW_HTTP"):
    raise ImproperlyConfigured(
        f"SYMPOSIUM_SITE_URL is {SITE_URL} for a public site: guests' data must travel by https. "
        "Write https://..., or set SYMPOSIUM_ALLOW_HTTP=yes if you know that nobody else can listen."
    )
ALLOWED_HOSTS = _hosts or (["127.0.0.1", "localhost", "[::1]"] if IS_LOCAL else [_site.hostname])
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("SYMPOSIUM_ALLOWED_HOSTS holds '*': name the hosts that this site answers for.")

SECURE_SSL_REDIRECT = IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
BEHIND_PROXY = env.boolean("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "symposium_session"
CSRF_COOKIE_NAME = "symposium_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "registrations.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

# --- the house --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "symposium.kit",
    "symposium.history",
    "symposium.mail",
    "symposium.organisations",
    "symposium.accounts",
    "symposium.events",
    "symposium.notices",
    "speakers",
    "symposium.programme",
    "symposium.search",
    "symposium.calendars",
    "registrations",
    "symposium.api",
    "symposium.exchange",
    "symposium.sample",
    "symposium.accounts.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "django_prose_editor",
    "crispy_forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "symposium.kit.middleware.PublicPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "symposium.kit.middleware.DeskSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "symposium.kit.middleware.DeskAuthenticationMiddleware",
    "symposium.kit.middleware.DeskMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "symposium.accounts.middleware.AccountDeskMiddleware",
    "symposium.history.middleware.ActingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "symposium.urls"
WSGI_APPLICATION = "symposium.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "forms"

# --- data -------------------------------------------------------------------------------------------------------

VAR_DIR = BASE_DIR / env.text("VAR_DIR", "var")
try:
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(
        f"SYMPOSIUM_VAR_DIR is {str(VAR_DIR)!r}, and no such folder can be made: {error}."
    ) from None
_var = quote(str(VAR_DIR))
DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{_var}/symposium.sqlite3"), BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache(env.text("CACHE_URL")),
    # Drawn anew at any time; a hundred of them are 10 MB at the most.
    "pictures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pictures", "TIMEOUT": None}
    | {"OPTIONS": {"MAX_ENTRIES": 100}},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if not IS_LOCAL and not env.text("EMAIL_URL"):
    raise ImproperlyConfigured(
        "SYMPOSIUM_EMAIL_URL is not set: guests' confirmations would only be written to files here. "
        "Write smtp+tls://user:password@host, or file:///var/mail if that is what you want."
    )
MAILERS = {"default": env.mailer(env.text("EMAIL_URL", f"file:///{_var}/mail"), BASE_DIR)}
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", f"Symposium <symposium@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The domains that mails of an event may come from, beside that of FROM_EMAIL.
FROM_DOMAINS = env.words("FROM_DOMAINS")
# What the mail server signs with (DKIM), for the page that checks it.
DKIM_SELECTOR = env.text("DKIM_SELECTOR")
# How many mails of notices go out in a minute, of all events together.
NOTICES_PER_MINUTE = env.number("NOTICES_PER_MINUTE", 300)
SECURITY_CONTACT = env.contact("SECURITY_CONTACT", DEFAULT_FROM_EMAIL)
# The mailbox to which guests' calendars answer (``manage.py read_replies``): imaps://user:password@host/INBOX.
REPLIES_URL = env.text("REPLIES_URL")
# What opens and closes guests' site-access details; the first one closes. Empty: none are asked for.
SITE_ACCESS_KEYS = env.words("SITE_ACCESS_KEYS")
if any(len(key) < 32 for key in SITE_ACCESS_KEYS):
    raise ImproperlyConfigured("SYMPOSIUM_SITE_ACCESS_KEYS: each key must be a secret of at least 32 characters.")
# Whether webhooks may lead to addresses that are not on the open internet, and without https.
WEBHOOKS_PRIVATE = env.boolean("WEBHOOKS_PRIVATE")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
IMAGE_UPLOAD_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "symposium.kit.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What guests send: no address leads there.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "symposium.kit.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- people and words -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# Staff sign in by address; nobody signs up: who is invited gets an account (docs/decisions/0021).
ACCOUNT_ADAPTER = "symposium.accounts.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60 * 12
ACCOUNT_FORMS = {
    "login": "symposium.accounts.sign_in_forms.SignInForm",
    "reset_password": "symposium.accounts.sign_in_forms.ForgottenForm",
    "change_password": "symposium.accounts.sign_in_forms.ChangeForm",
    "set_password": "symposium.accounts.sign_in_forms.SetForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/10m/ip,6/10m/key",
    "reset_password": "10/h/ip,3/h/key",
    "reauthenticate": "10/m/user",
}
MFA_FORMS = {
    "authenticate": "symposium.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "symposium.accounts.sign_in_forms.CodeAgainForm",
    "activate_totp": "symposium.accounts.sign_in_forms.AppForm",
    "add_webauthn": "symposium.accounts.sign_in_forms.PasskeyForm",
    "login_webauthn": "symposium.accounts.sign_in_forms.PasskeySignInForm",
    "authenticate_webauthn": "symposium.accounts.sign_in_forms.PasskeyFactorForm",
    "reauthenticate_webauthn": "symposium.accounts.sign_in_forms.PasskeyAgainForm",
}
MFA_ADAPTER = "symposium.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# "required": whoever signs in must have a second factor; else the owners of an event may require it of their team.
SECOND_FACTOR = env.choice("SECOND_FACTOR", ("optional", "required"))
# The source, and what it is translated into, each in its own words.
LANGUAGE_CODE = "en-gb"
LANGUAGES = (("en-gb", "English (UK)"), ("en-us", "English (US)"))
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "hide_links": {"()": "symposium.kit.logs.HideLinks"},
        "leave_forms": {"()": "symposium.kit.logs.LeaveForms"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_links", "leave_forms"]}
    },
    # Anybody can send a wrong host, as often as they like: answered with 400, not worth a line each.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
}
