"""The bare view: it reads one small row by primary key and returns the bytes of the page that it is compared with.

No Django view that asks the database can do less, so that a ratio to it says what the product adds.
"""

import functools
import json
import os
import uuid
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path

from benchmarks.bare_names import BODIES
from symposium.kit.models import Counter
from symposium.kit.revisions import SITE


@functools.cache
def _folder() -> tuple[Path, dict[str, Any]]:
    folder = Path(os.environ[BODIES])
    return folder, json.loads((folder / "index.json").read_text())


@functools.cache
def _body(name: str) -> tuple[bytes, dict[str, str]]:
    folder, index = _folder()
    body = (folder / name).read_bytes()
    headers = {"Content-Type": index[name], "Content-Encoding": "gzip", "Content-Length": str(len(body))}
    return body, headers


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """The compressed page."""
    Counter.objects.get(pk=SITE)
    body, headers = _body(name)
    return HttpResponse(body, headers=headers)


def unchanged(request: HttpRequest) -> HttpResponse:
    """A 304, which has no bytes."""
    Counter.objects.get(pk=SITE)
    return HttpResponseNotModified(headers={"ETag": '"0123456789abcdef01234567-gzip"'})


def register(request: HttpRequest) -> HttpResponse:
    """The form; or, when it is sent, one row that is inserted, and the way to the guest's page."""
    if request.method == "GET":
        return bare(request, "form")
    Counter.objects.create(name=uuid.uuid4().hex)
    return HttpResponse(status=302, headers={"Location": "/bare/guest", "Content-Length": "0"})


urlpatterns = [path("bare/<str:name>", bare), path("unchanged", unchanged), path("register", register)]
