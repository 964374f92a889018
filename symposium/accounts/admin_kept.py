"""The desk's forms lose nothing: the lock between two editors, drafts of what is not saved, who else is here."""

import json
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from symposium.accounts.admin_forms import Refusal
from symposium.accounts.admin_history import hide_strangers, number
from symposium.accounts.admin_lock import VERSION, Reading, digest, look_at_parts, version_of
from symposium.accounts.models import User
from symposium.history.drafts import KEPT, PAGE, be_here, discard, draft_at, keep, read_page, sign_page
from symposium.history.models import Change, Draft, Edit, Presence
from symposium.history.words import Piece, compared
from symposium.kit.noting import row_of
from symposium.kit.published import Published
from symposium.kit.revisions import hold
from symposium.kit.richtext import sanitise, to_text
from symposium.kit.saying import say_clock, say_log

DRAFT = "_draft"


def reading_of(request: HttpRequest) -> Reading:
    """What the page that was sent had been read as."""
    found: Reading = vars(request).setdefault("_reading", Reading.of(request.POST.get(VERSION)))
    return found


def said(moment: Any) -> str:
    """'20 Jan 2026, 09:00' in the zone of the page."""
    return say_log(timezone.localtime(moment))


class KeptForms(admin.ModelAdmin):
    """Pages whose forms know what they were read as, and are kept while they are written."""

    # Whether drafts are kept on the server: of what pages show, not of what is about guests.
    keeps_drafts: bool | None = None

    def get_urls(self) -> list[Any]:
        base, wrap = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("kept/", wrap(require_POST(self.keep_view)), name=f"{base}_keep"),
            path("here/", wrap(require_POST(self.here_view)), name=f"{base}_here"),
            *super().get_urls(),
        ]

    def _keeps(self) -> bool:
        return issubclass(self.model, Published) if self.keeps_drafts is None else self.keeps_drafts

    def _page_name(self, obj: Any) -> str:
        """As drafts and presences name a page: 'programme.session/12'; nothing behind the slash for a new one."""
        return f"{self.opts.label_lower}/{obj.pk if obj is not None and obj.pk else ''}"

    # --- two editors -----------------------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.reading = reading_of(request)
        return form

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """For a save, once nobody else is at it: what is compared and what is written are the same."""
        pk = number(object_id)
        if request.method == "POST" and pk and connection.in_atomic_block and issubclass(self.model, Published):
            hold(self.model.shown_in(self.model._base_manager.filter(pk=pk)))
        return super().get_object(request, object_id, from_field)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:  # noqa: FBT001
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if request.method == "POST":
            reading = reading_of(request)
            reading.removed, reading.changed = [], []
            for formset in formsets:
                look_at_parts(formset, reading)
        return formsets, inlines

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj, form = kwargs.get("obj"), context["adminform"].form
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        conflict = self._conflict(request, obj, form, formsets) if request.method == "POST" and obj else None
        if conflict:
            for formset in formsets:
                # In step with its forms: others may have added rows.
                formset._queryset = [part.instance for part in formset.initial_forms]
        is_read_anew = conflict or request.method != "POST" or VERSION not in request.POST
        context["version"] = version_of(form, formsets) if is_read_anew else request.POST[VERSION]
        context["conflict"] = conflict
        if obj is None or self.has_change_permission(request, obj):
            context |= self._kept(request, obj, form)
        return super().render_change_form(request, context, *args, **kwargs)

    def _conflict(self, request: HttpRequest, obj: Any, form: Any, formsets: list[Any]) -> dict[str, Any] | None:
        """What stands against what, and who was a moment faster."""
        forms = [form, *(part for formset in formsets for part in formset.forms)]
        found = [one for each in forms for one in getattr(each, "conflicts", ())]
        reading = reading_of(request)
        if not found and not reading.removed and not reading.changed:
            return None
        mine = Change.objects.of(self.opts.label_lower, obj.pk)
        edit = Edit.objects.filter(pk__in=mine.values("edit")).order_by("-pk").first()
        if edit is not None:
            hide_strangers(request, [edit])
        is_self = edit is not None and edit.user_id == request.user.pk
        fields = {"fields": found, "has_texts": any(one.pieces for one in found)}
        fields |= {"removed": reading.removed, "changed": reading.changed}
        return {"edit": edit, "is_self": is_self, "history": self._history_url(obj), **fields}

    def _history_url(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[obj.pk])

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """What has changed since somebody looked at it is not deleted before they have looked again."""
        if request.method == "POST" and VERSION in request.POST:
            obj = self.get_object(request, unquote(object_id))
            may_delete = obj is not None and self.has_delete_permission(request, obj)
            if may_delete and request.POST[VERSION] != _whole(obj):
                words = _("Somebody has changed it since you opened this page. Look again before you delete it.")
                self.message_user(request, words, messages.WARNING)
                return HttpResponseRedirect(request.get_full_path())
        return super().delete_view(request, object_id, extra_context)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> Any:
        context["version"] = _whole(context["object"])
        context["is_kept"] = issubclass(self.model, Published)
        return super().render_delete_form(request, context)

    # --- drafts ----------------------------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and self._keeps():
            name = f"{self.opts.label_lower}/{number(object_id and unquote(object_id)) or ''}"
            if DRAFT in request.POST:
                return self._take_up(request, name, object_id, *args, **kwargs)
            response = super().changeform_view(request, object_id, *args, **kwargs)
            if response.status_code == 302 and request.POST.get(KEPT):
                discard(request.user, name)
            return response
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _take_up(self, request: HttpRequest, name: str, object_id: Any, *args: Any, **kwargs: Any) -> Any:
        """The draft in the form, to be looked at and saved; or gone."""
        draft = draft_at(request.user, name)
        if draft is None or request.POST[DRAFT] != "take":
            discard(request.user, name)
            return HttpResponseRedirect(request.get_full_path())
        data = QueryDict(draft.content, mutable=True)
        data[KEPT] = "1"
        request.POST = data  # type: ignore[assignment]
        words = _("This is what you wrote until %(moment)s. It is not saved yet: look at it, then save it.")
        vars(request)["_refusal"] = Refusal(None, words % {"moment": said(draft.saved_at)})
        return super().changeform_view(request, object_id, *args, **kwargs)

    def _kept(self, request: HttpRequest, obj: Any, form: Any) -> dict[str, Any]:
        """What the page needs so that it is kept while it is written, and what was kept before."""
        if not self._keeps() or not isinstance(request.user, User):
            return {}
        name = self._page_name(obj)
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        draft = draft_at(request.user, name) if request.method == "GET" else None
        return {
            "page_word": sign_page(request.user, name),
            "keep_url": reverse(f"{base}_keep"),
            "here_url": reverse(f"{base}_here") if obj is not None else "",
            "is_kept": bool(draft) or bool(request.POST.get(KEPT)),
            "kept_draft": draft and {"moment": said(draft.saved_at), "lines": list(_differing(form, draft))},
        }

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what is being written; for the page's script."""
        whose = self._own_page(request)
        if whose is None:
            return HttpResponseForbidden()
        draft = keep(request.user.pk or 0, whose, request.POST)
        if draft is None:
            words = _("This is too long to be kept while you write. Save it now and then.")
            return JsonResponse({"said": words}, status=413)
        moment = say_clock(timezone.localtime(draft.saved_at))
        return JsonResponse({"said": _("Kept at %(time)s, not saved yet.") % {"time": moment}})

    def here_view(self, request: HttpRequest) -> HttpResponse:
        """Who else has the page open; for the page's script."""
        whose = self._own_page(request, "_here")
        if whose is None:
            return HttpResponseForbidden()
        others = be_here(request.user, whose)
        return JsonResponse({"said": [self._say_present(one) for one in others]})

    def _own_page(self, request: HttpRequest, name: str = PAGE) -> str | None:
        """The page that the script's word names, if it is the user's own and of this model."""
        whose = read_page(request.POST.get(name))
        if whose is None or whose[0] != request.user.pk or not self.has_view_permission(request):
            return None
        return whose[1] if self._keeps() and whose[1].startswith(f"{self.opts.label_lower}/") else None

    def _say_present(self, one: Presence) -> str:
        """An institution's page is open to people of several events, who do not know each other."""
        minutes = max(int((timezone.now() - one.since).total_seconds() // 60), 1)
        who = str(one.user) if getattr(self, "event_path", "") else _("Somebody else")
        words = ngettext(
            "%(who)s has had this page open for a minute.",
            "%(who)s has had this page open for %(minutes)d minutes.",
            minutes,
        )
        return words % {"who": who, "minutes": minutes}


def _whole(obj: Any) -> str:
    """A digest of all that is kept of a row."""
    return digest(json.dumps(row_of(obj), default=str, sort_keys=True))


def _differing(form: Any, draft: Draft) -> list[tuple[str, list[Piece]]]:
    """The texts of a draft that are others than those of the page, word by word."""
    sent, found = QueryDict(draft.content), []
    for bound in form:
        kind = getattr(bound.field.widget, "input_type", "text")
        if bound.html_name not in sent or kind not in {"text", "url", "email"}:
            continue
        before, after = str(bound.value() or ""), sent[bound.html_name]
        if before != after:
            found.append((str(bound.label), compared(to_text(sanitise(before)), to_text(sanitise(after)))))
    return found
