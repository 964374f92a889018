"""What guests answered, in words, with the question as it was asked; files for those who may have them."""

from dataclasses import dataclass
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _

from registrations.models import Answer, Question, Registration
from registrations.permissions import Action
from registrations.private_files import content_type, storage
from registrations.words import in_words
from symposium.accounts.admin_base import may, number_in
from symposium.kit.pages import PRIVATE

# A file that somebody sent us is looked at where it cannot do anything.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
Kind = Question.Kind


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: the question as it was asked, what was said, and what became of the question since."""

    asked: str
    answer: str
    note: str = ""
    url: str = ""


def answers_of(guest: Registration, *, opens_files: bool) -> list[Said]:
    """All that a guest answered, in the order of the form."""
    rows = Answer.objects.filter(registration=guest).select_related("question").order_by("question__position", "pk")
    return [said(answer, opens_files=opens_files) for answer in rows]


def said(answer: Answer, *, opens_files: bool = False) -> Said:
    """One answer, as it is shown."""
    url = ""
    if answer.kind == Kind.FILE and opens_files:
        url = reverse("admin:registrations_registration_file", args=[answer.pk])
    return Said(answer.asked, in_words(answer.kind, answer.value), _since(answer), url)


def _since(answer: Answer) -> str:
    question = answer.question
    if question is None or question.is_retired:
        return _("no longer asked")
    return _("asked today: %(question)s") % {"question": question.label} if question.label != answer.asked else ""


def file_view(request: HttpRequest, pk: str) -> HttpResponseBase:
    """A file that a guest sent: always as an attachment, never run, never kept by a browser."""
    rows = Answer.objects.select_related("registration").filter(pk=number_in(pk) or 0, kind=Kind.FILE)
    answer = rows.filter(registration__shadow_of=None).first()
    if answer is None or not may(request, Action.VIEW_GUESTS.roles, answer.registration.event_id):
        raise Http404
    if not may(request, Action.DOWNLOAD_FILES.roles, answer.registration.event_id):
        raise PermissionDenied
    kept = answer.value
    if not isinstance(kept, dict) or not storage().exists(kept.get("path", "")):
        raise Http404
    response = FileResponse(storage().open(kept["path"]), content_type=content_type(kept))  # type: ignore[arg-type]
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(str(kept.get('name', 'file')))}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers[CSP.HEADER_ENFORCE.value] = FILE_POLICY
    response.headers["Cache-Control"] = PRIVATE
    return response
