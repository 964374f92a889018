"""The ASGI entrance, for whoever prefers an asynchronous server."""

import os

from django.core.asgi import get_asgi_application

from symposium.kit.release import fingerprint

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "symposium.settings")

application = get_asgi_application()
# Read before the workers fork: one that starts later, beside files of a newer release, still agrees with the others.
fingerprint()
