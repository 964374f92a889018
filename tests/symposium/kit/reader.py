"""A web server's process with its own warm cache: reads ``PATH ETAG`` lines, prints what each is answered with."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "symposium.settings")

import django

django.setup()

from django.test import Client
from django.test.utils import setup_test_environment


def main():
    setup_test_environment()
    client = Client()
    for line in sys.stdin:
        path, _, etag = line.strip().partition(" ")
        answer = client.get(path, headers={"If-None-Match": etag} if etag else {})
        found = {"status": answer.status_code, "etag": answer.headers["ETag"], "text": answer.content.decode()}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
