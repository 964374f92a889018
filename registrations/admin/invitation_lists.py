"""From a list of people to invitations: the list, who of it, what they read. The last page invites."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations import letters, services
from registrations.admin.asking import event_of, show
from registrations.admin.scoping import BlockScopedAdmin, blocks_within
from registrations.exceptions import ListDoneError, RegistrationNotOpenError
from registrations.forms.invitations import LetterForm, ListForm
from registrations.guest_lists import Row
from registrations.invitees import Sight, free_seats, guest_of, marked, people_in
from registrations.models import InvitationDraft
from registrations.permissions import Action
from symposium.accounts.admin_base import may, number_in
from symposium.accounts.admin_pages import user_of, write_in
from symposium.accounts.scope import COORDINATORS, blocks_of, events_of, sees_all
from symposium.events.admin.mails import FRAME_POLICY
from symposium.events.models import Event
from symposium.kit.pages import PRIVATE

# A page of people has fewer boxes than Django takes fields.
ON_A_PAGE = 200
# So many can be looked at as they would read their mail.
TO_LOOK_AT = 200


class ListPages:
    """The way of one list, which only who sent it can go on with."""

    def __init__(self, page: BlockScopedAdmin) -> None:
        self.page = page

    # --- the list --------------------------------------------------------------------------------------------------

    def start(self, request: HttpRequest) -> HttpResponse:
        """Paste or upload the list; at which event, where the address does not say."""
        if not self.page.has_role(request, Action.INVITE.roles):
            raise PermissionDenied
        if number_in(request.GET.get("event")) is None:
            return self._choose_event(request)
        event = event_of(request)
        if not may(request, Action.INVITE.roles, event.pk):
            raise PermissionDenied
        organises = self._organises(request, event)
        blocks = list(blocks_within(request, Action.INVITE.roles, event.pk))
        if not blocks and not organises:
            return show(self.page, request, "invitation/no_block", {"title": _("Invite"), "event": event})
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        chosen = {"host": request.GET.get("host", "")}
        form = ListForm(*data, event=event, blocks=blocks, organises=organises, initial=chosen)
        if request.method == "POST" and form.is_valid() and form.found:
            return redirect("admin:registrations_invitation_who", self._keep(request, event, form).public_id)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        context = {"title": _("Invite"), "event": event, "form": form}
        return show(self.page, request, "invitation/list", context, status=status)

    def _choose_event(self, request: HttpRequest) -> HttpResponse:
        events = Event.objects.order_by("-starts_at")
        if not sees_all(request.user):
            events = events.filter(pk__in=events_of(request.user, Action.INVITE.roles))
        context = {"title": _("Invite"), "events": list(events.only("pk", "name", "starts_at")[:200])}
        return show(self.page, request, "invitation/choose_event", context)

    def _organises(self, request: HttpRequest, event: Event) -> bool:
        return may(request, Action.INVITE.roles - COORDINATORS, event.pk)

    def _keep(self, request: HttpRequest, event: Event, form: ListForm) -> InvitationDraft:
        """The list with what is wrong in it, as far as the user may know."""
        assert form.found is not None  # noqa: S101 (a valid form has read its list)
        own = {block.pk for block in blocks_within(request, Action.INVITE.roles & COORDINATORS, event.pk)}
        sight = Sight(whole=self._organises(request, event), blocks=own)
        rows = marked(form.found.rows, event, form.block, sight)
        return InvitationDraft.objects.create(
            event=event,
            allocation=form.block,
            user=user_of(request),
            rows=[row.as_json() for row in rows],
            ignored=form.found.ignored,
        )

    def _draft(self, request: HttpRequest, public_id: UUID) -> InvitationDraft:
        """Their own list, as long as they may invite for its host."""
        rows = InvitationDraft.objects.select_related("event__venue", "allocation__organisation")
        draft = rows.filter(public_id=public_id, user=user_of(request)).first()
        if draft is None:
            raise Http404
        block = draft.allocation
        is_own = block is not None and (draft.event_id, block.organisation_id) in blocks_of(request.user)
        if not (self._organises(request, draft.event) or is_own):
            raise PermissionDenied
        write_in(draft.event.timezone)
        return draft

    # --- who of it -------------------------------------------------------------------------------------------------

    def who(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        """What is wrong in which row, and whom to invite."""
        kept = self._draft(request, draft)
        if kept.done_at:
            return self._done(request, kept)
        rows = [Row.from_json(row) for row in kept.rows]
        fine = [(place, row) for place, row in enumerate(rows) if place >= kept.reached and not row.is_wrong]
        number = max(number_in(request.POST.get("page") or request.GET.get("page")) or 1, 1)
        shown = fine[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        if request.method == "POST":
            self._leave_out(request, kept, [place for place, _row in shown])
            if "letter" in request.POST and self._chosen(kept):
                return redirect("admin:registrations_invitation_letter", kept.public_id)
            if "letter" in request.POST:
                self.page.message_user(request, _("Choose at least one person."), messages.ERROR)
            to = number_in(request.POST.get("to")) or number
            return redirect(f"{request.path}?page={to}")
        wrong = [row for row in rows if row.is_wrong]
        left_out = set(kept.left_out)
        context = {
            "title": _("Whom to invite"),
            "event": kept.event,
            "draft": kept,
            "wrong": wrong[:ON_A_PAGE],
            "more_wrong": max(len(wrong) - ON_A_PAGE, 0),
            "number_wrong": len(wrong),
            "number_fine": len(fine),
            "shown": [(place, row, place not in left_out) for place, row in shown],
            "page": number,
            "pages": range(1, -(-len(fine) // ON_A_PAGE) + 1),
            "free": free_seats(kept.event, kept.allocation),
        }
        return show(self.page, request, "invitation/who", context)

    @staticmethod
    def _leave_out(request: HttpRequest, draft: InvitationDraft, shown: Sequence[int]) -> None:
        ticked = {number_in(place) for place in request.POST.getlist("invite")}
        left_out = (set(draft.left_out) - set(shown)) | {place for place in shown if place not in ticked}
        draft.left_out = sorted(left_out)
        InvitationDraft.objects.filter(pk=draft.pk, done_at=None).update(left_out=draft.left_out)

    @staticmethod
    def _chosen(draft: InvitationDraft) -> list[tuple[int, Row]]:
        """Who is to be invited, each with their place in the list."""
        left_out = set(draft.left_out)
        rows = list(enumerate(Row.from_json(row) for row in draft.rows))[draft.reached :]
        return [(place, row) for place, row in rows if place not in left_out and not row.is_wrong]

    def _done(self, request: HttpRequest, draft: InvitationDraft) -> HttpResponse:
        words = _("The invitations of this list were made already.")
        if not draft.done_at:
            words = _("The invitations of this list are being made already.")
        self.page.message_user(request, words, messages.INFO)
        return redirect(self._list_of(draft))

    @staticmethod
    def _list_of(draft: InvitationDraft) -> str:
        return f"{reverse('admin:registrations_invitation_changelist')}?event={draft.event_id}"

    # --- what they read --------------------------------------------------------------------------------------------

    def letter(self, request: HttpRequest, draft: UUID) -> HttpResponse:
        """The words, and the mail as each of them would read it; then the deed."""
        kept = self._draft(request, draft)
        if kept.done_at:
            return self._done(request, kept)
        chosen = self._chosen(kept)
        if not chosen:
            return redirect("admin:registrations_invitation_who", kept.public_id)
        given = request.POST if request.method == "POST" else kept.letter or None
        form = LetterForm(given, event=kept.event, user=user_of(request))
        if request.method == "POST" and form.is_valid():
            kept.letter = {name: request.POST.get(name, "") for name in form.fields}
            InvitationDraft.objects.filter(pk=kept.pk, done_at=None).update(letter=kept.letter)
            if "send" in request.POST or "keep" in request.POST:
                answer = self._invite(request, kept, form, chosen)
                if answer:
                    return answer
                chosen = self._chosen(kept)
        return self._show_letter(request, kept, form, chosen)

    def _invite(
        self, request: HttpRequest, draft: InvitationDraft, form: LetterForm, chosen: Sequence[tuple[int, Row]]
    ) -> HttpResponse | None:
        letter, at_once = form.letter(), "send" in request.POST
        free = free_seats(draft.event, draft.allocation)
        people = people_in((row for _place, row in chosen), letter.companions)
        if free is not None and people > free and "over" not in request.POST:
            form.add_error(None, _("There are fewer seats than people. Tick the box below to invite them anyway."))
            return None
        try:
            made = services.invite(
                draft.event,
                [guest_of(row, place) for place, row in chosen],
                letter,
                block=draft.allocation,
                at_once=at_once,
                draft=draft,
                by=services.By.of(request.user),
            )
        except ListDoneError:
            draft.refresh_from_db()
            return self._done(request, draft)
        except RegistrationNotOpenError:
            draft.refresh_from_db()
            form.add_error(None, _("The event is not published, so no mail can go out yet. Keep them without sending."))
            return None
        self.page.message_user(request, _made(len(made), len(chosen), at_once=at_once), messages.SUCCESS)
        return redirect(self._list_of(draft))

    def _show_letter(
        self, request: HttpRequest, draft: InvitationDraft, form: LetterForm, chosen: Sequence[tuple[int, Row]]
    ) -> HttpResponse:
        place = number_in(request.POST.get("person"))
        rows = dict(chosen)
        place = place if place in rows else chosen[0][0]
        is_sayable = form.is_bound and form.is_valid()
        companions = form.letter().companions if is_sayable else 0
        free, people = free_seats(draft.event, draft.allocation), people_in(rows.values(), companions)
        context = {
            "title": _("What they read"),
            "event": draft.event,
            "draft": draft,
            "form": form,
            "number": len(chosen),
            "people": people,
            "free": free,
            "is_over": free is not None and people > free,
            "to_look_at": chosen[:TO_LOOK_AT],
            "place": place,
            "is_public": draft.event.state == Event.State.PUBLISHED,
        }
        if is_sayable:
            context["subject"], written = self._written(draft, form, rows[place])
            context["text"] = written.text
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return show(self.page, request, "invitation/letter", context, status=status)

    @staticmethod
    def _written(draft: InvitationDraft, form: LetterForm, row: Row) -> Any:
        return letters.preview(form.letter().to(guest_of(row), draft.event, draft.allocation))

    def mail(self, request: HttpRequest, draft: UUID, place: int) -> HttpResponse:
        """The mail to one of them alone, for the frame on the page; its link opens nothing yet."""
        kept = self._draft(request, draft)
        row = dict(self._chosen(kept)).get(place)
        form = LetterForm(kept.letter, event=kept.event, user=user_of(request))
        if row is None or not form.is_valid():
            raise Http404
        _subject, written = self._written(kept, form, row)
        response = HttpResponse(written.html)
        response.headers[CSP.HEADER_ENFORCE.value] = FRAME_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = PRIVATE
        return response


def _made(number: int, wanted: int, *, at_once: bool) -> str:
    """What became of the list."""
    if at_once:
        words = ngettext("%d invitation is on its way.", "%d invitations are on their way.", number) % number
    else:
        words = ngettext("%d invitation is kept, not sent.", "%d invitations are kept, not sent.", number) % number
    left = wanted - number
    if left:
        more = ngettext(
            "%d person was invited or registered meanwhile.", "%d people were invited or registered meanwhile.", left
        )
        words = f"{words} {more % left}"
    return words
