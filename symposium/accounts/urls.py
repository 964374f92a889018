"""The address under which a team looks at its drafts."""

from django.urls import path

from symposium.accounts.preview import preview

urlpatterns = [path("preview/<path:path>", preview, name="preview")]
