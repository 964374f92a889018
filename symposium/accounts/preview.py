"""Preview: the public pages under ``/preview/``, for the team of an event that is not public yet.

Every link on such a page leads to ``/preview/...`` again, because addresses are made with that prefix while it renders.
"""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import get_script_prefix, resolve, set_script_prefix
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from symposium.accounts.models import User
from symposium.kit.languages import codes


@never_cache
@require_safe
def preview(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at ``/<path>`` as its public will see it; 404 for whoever has no account, as if there were nothing."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    language, _, rest = path.partition("/")
    if not (rest if language in codes() else path).startswith("events/"):
        # Links of a preview to pages that are no event's lead to the public page.
        return redirect("/" + path.lstrip("/\\"))
    match = resolve(f"/{path}")
    prefix = get_script_prefix()
    request.previewer = user  # type: ignore[attr-defined]
    request.resolver_match = match
    set_script_prefix(f"{prefix}preview/")
    try:
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response
    finally:
        set_script_prefix(prefix)
