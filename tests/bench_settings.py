"""The site's settings with an empty view to measure against; or those of a bare, newly started project."""

import os
from pathlib import Path

from portal.settings import *  # noqa: F403

ALLOWED_HOSTS = ["localhost"]
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = Path(os.environ["BENCH_FOLDER"]) / "media"
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
ROOT_URLCONF = "tests.bench_urls"
if os.environ.get("BENCH_BARE"):
    ROOT_URLCONF = "tests.bench_urls_bare"
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
