"""The WSGI entrance, for the pre-forking server."""

import os

from django.core.wsgi import get_wsgi_application

from symposium.kit.release import fingerprint

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "symposium.settings")

application = get_wsgi_application()
# Read before the workers fork: one that starts later, beside files of a newer release, still agrees with the others.
fingerprint()
