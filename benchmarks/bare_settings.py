"""The settings of the site, with nothing between the server and the bare view."""

from symposium.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.bare_urls"
