"""What is filled in of a session: where visitors know it, what it becomes is written beside what it is."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from symposium.accounts.admin_forms import ScopedForm
from symposium.accounts.admin_inlines import ScopedTabularInline
from symposium.programme.models import Appearance, Material, Session
from symposium.programme.services import plan, waits
from symposium.programme.speaking.desk import reply_in_words, with_replies


class SessionForm(ScopedForm):
    """A session or its working copy: the state in the form is the one that it shall have in the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whether what is saved waits in a copy: asked of the session as it is stored.
        self.goes_apart = self.instance.pk is not None and waits(self.instance)
        if self.instance.becomes:
            self.initial["state"] = self.instance.becomes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        event = cleaned.get("event") or (self.instance.event if self.instance.event_id else None)
        if event and "state" in cleaned and not self.goes_apart:
            is_new = self.instance.pk is None
            row = Session(
                event=event,
                ends_at=cleaned.get("ends_at"),
                revises_id=self.instance.revises_id,
                state=Session.State.DRAFT if is_new else self.instance.state,
            )
            plan(row, cleaned["state"])
            cleaned["state"], self.instance.becomes = row.state, row.becomes
        return cleaned


class PartFormSet(BaseInlineFormSet):
    """Parts of a session, or of its working copy."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        model: Any = self.model
        form.fields[model._meta.pk.name].queryset = model.every.all()


class AppearanceFormSet(PartFormSet):
    """Those who appear are people of the session's event, also when both are new."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            speaker = getattr(form, "cleaned_data", {}).get("speaker")
            if speaker and self.instance.event_id and speaker.event_id != self.instance.event_id:
                form.add_error("speaker", ValidationError(_now("This person belongs to another event.")))


class PartInline(ScopedTabularInline):
    """Parts, also of a working copy."""

    formset = PartFormSet

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        return found.none() if found.query.is_empty() else self.model.every.order_by(*self.get_ordering(request))


class AppearanceInline(PartInline):
    """Who appears, and as what."""

    model = Appearance
    formset = AppearanceFormSet
    readonly_fields = ("says",)
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("speaker",)

    def get_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What visitors know is asked of speakers anyway."""
        is_draft = obj is None or (obj.state == Session.State.DRAFT and not obj.revises_id)
        return ("speaker", "part", "rank", *(("asks_early",) if is_draft else ()), "says")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_replies(super().get_queryset(request))

    @admin.display(description=_("the speaker says"))
    def says(self, appearance: Appearance) -> str:
        """To their part, and to being recorded."""
        return reply_in_words(appearance)


class MaterialInline(PartInline):
    """What the session leaves behind."""

    model = Material
    fields = ("kind", "title", "url", "rank")
