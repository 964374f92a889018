"""Pages of the desk that ask before something is done, and others that Django's admin does not know."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from symposium.accounts.admin_base import ScopedAdmin, number_in
from symposium.accounts.admin_pages import write_in
from symposium.events.models import Event


def show(
    page: ScopedAdmin, request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> TemplateResponse:
    """A page of the desk beside those of Django's admin; nobody keeps a copy of it."""
    return page.framed_page(request, f"registrations/{template}", status=status, **context)


def ask(
    page: ScopedAdmin,
    request: HttpRequest,
    *,
    title: str,
    sentences: Sequence[str],
    button: str,
    back: str,
    choices: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """A page that says what will happen, with one button that does it, and a way back.

    ``choices`` are pairs of a value and its words, one of which is sent as ``choice``.
    """
    context = {"title": title, "sentences": sentences, "button": button, "back": back, "choices": choices}
    return show(page, request, "ask", context)


def further(page: ScopedAdmin, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """An address of a page's own, answered as all are: to staff, on the event's wall, saved whole or not at all."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return page._answer(request, lambda: view(request, *args, **kwargs))

    return path(route, page.admin_site.admin_view(answer), name=f"registrations_{page.opts.model_name}_{name}")


def event_of(request: HttpRequest) -> Event:
    """The event that the address names (``?event=3``), whose zone is written in; Http404 where it names none."""
    event_id = number_in(request.GET.get("event"))
    found = Event.objects.filter(pk=event_id).first() if event_id is not None else None
    if found is None:
        raise Http404
    write_in(found.timezone)
    return found


def number_of_page(request: HttpRequest) -> int:
    """Which page of a long list the address asks for; the first for anything that is no number."""
    return number_in(request.GET.get("p")) or 1
