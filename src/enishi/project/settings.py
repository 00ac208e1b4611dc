"""Django's settings, all from the environment (`enishi config` shows what is in force)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from enishi.platform.config import databases, options

HOME = options.home()
DEBUG = options.value("ENISHI_DEBUG") == "1"
SECRET_KEY = options.value("ENISHI_SECRET_KEY")
PUBLIC_URL = (
    options.value("ENISHI_PUBLIC_URL")
    or f"http://{options.value('ENISHI_HOST')}:{options.value('ENISHI_PORT')}"
).rstrip("/")
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = sorted({_public.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "enishi.platform.accounts",
    "enishi.platform.audit",
    "enishi.platform.jobs",
    "enishi.platform.outbox",
    "enishi.platform.crypto",
    "enishi.platform.api",
    "enishi.ui",
    "enishi.customers",
    "enishi.orders",
    "enishi.hub",
    "enishi.clinic",
    "enishi.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]

MIDDLEWARE = [
    "enishi.platform.api.middleware.RequestFrame",
    "django.middleware.security.SecurityMiddleware",
    "enishi.platform.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "enishi.platform.api.middleware.ApiFrame",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "enishi.ui.middleware.PageFrame",
]

ROOT_URLCONF = "enishi.project.urls"
WSGI_APPLICATION = "enishi.project.wsgi.application"
DATABASES = {"default": databases.in_force()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["enishi.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGES = [("ja", "日本語"), ("en", "English")]
LANGUAGE_CODE = options.value("ENISHI_LANGUAGE")
TIME_ZONE = options.value("ENISHI_TIME_ZONE")
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE

STATIC_URL = "/static/"
STATIC_ROOT = None  # WhiteNoise serves what the finders see; nothing is collected
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "enishi.platform.accounts.adapter.AccountAdapter"
MFA_ADAPTER = "enishi.platform.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a keeper vouches for the address; there may be no mail server
MFA_TOTP_ISSUER = "Enishi"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = None  # the gate sets the scheme, and only for proxies that are trusted
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# In the database, so that every web process counts the same failed sign-ins.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "enishi_cache"}}

API_REFERENCE_WORDS = "project"
API_KEY_REMEMBERED = 1.0  # seconds between two questions to the database about the same key

# What a credential may be allowed, and the role from which a signed-in person may do the same.
SCOPES = {
    "customers:read": "viewer",
    "customers:write": "operator",
    "orders:read": "viewer",
    "orders:write": "operator",
    "connections:read": "viewer",
    "connections:write": "integrator",
    "incidents:read": "viewer",
    "incidents:write": "operator",
    "admin": "keeper",
}
