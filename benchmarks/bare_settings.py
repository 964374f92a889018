"""The settings of the site, with nothing between the server and the bare view."""

from symposium.settings import *  # noqa: F403
from symposium.settings import INSTALLED_APPS as OURS

BARE = {"allauth.account": "benchmarks.bare_apps.BareAccountConfig"}
INSTALLED_APPS = [BARE.get(app, app) for app in OURS]
MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.bare_urls"
