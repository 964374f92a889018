"""Companions in the form of whoever registers.

Each group of fields has a key of its own (``<input type="hidden" name="companion" value="3">``, fields 'c3-name'), so
that one can be taken out without renaming the others, by a button that comes back with the form or by
static/js/register.js.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from registrations.forms import questions
from registrations.forms.people import WHO, Asking, PersonForm

KEY, ADD, REMOVE = "companion", "add_companion", "remove_companion"
# What the template that JavaScript copies has where a key stands.
BLANK = "__key__"
_LAST_KEY = 999


class CompanionForm(PersonForm):
    """Somebody who is brought. Without an address of their own their mails go to whoever registers them."""

    must_pass_gate = False

    def __init__(self, *args: Any, key: str, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"c{key}", asking=asking, **kwargs)
        self.key = key
        self.fields["name"].help_text = ""
        self.fields["name"].error_messages["required"] = _("Tell us their name, or remove this companion.")
        email = self.fields["email"]
        email.required = email.widget.is_required = False
        email.help_text = _("With one, they get their own ticket and link; without, you get both.")
        for name in WHO:
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "off"
        for field in self.gate:
            field.field.widget.attrs["autocomplete"] = "off"

    @property
    def who(self) -> list[forms.BoundField]:
        return self.present("name", "email", "affiliation")

    @property
    def more(self) -> list[forms.BoundField]:
        """What may be said of them as well."""
        return self.present("form_of_address", "badge_name", "pronouns")

    @property
    def asked_at_once(self) -> list[questions.Branch]:
        """Questions that must be answered, and what hangs on them."""
        return [branch for branch in self.branches if branch.field.field.required]

    @property
    def asked_in_fold(self) -> list[questions.Branch]:
        """Questions that may be left out."""
        return [branch for branch in self.branches if not branch.field.field.required]

    @property
    def has_fold(self) -> bool:
        """Whether there is anything that may be said beside who they are."""
        return bool(self.more or self.asked_in_fold or self.needed or self.gate)

    @property
    def is_unfolded(self) -> bool:
        """Whether something in the fold must be seen."""
        folded = [*self.more, *(branch.field for branch in self.asked_in_fold), *self.needed, *self.gate]
        return any(field.errors or field.value() for field in folded)


def keys_in(data: Any, most: int) -> list[str]:
    """The keys of the companions that a form has brought, at most so many."""
    found = data.getlist(KEY) if isinstance(data, MultiValueDict) else []
    # So long as three digits, before anything is made of it: the number in a form may have megabytes.
    keys = [key for key in found if len(key) <= len(str(_LAST_KEY)) and key.isascii() and key.isdigit() and int(key)]
    return list(dict.fromkeys(keys))[:most]


def changed_keys(data: Any, keys: Sequence[str], most: int) -> list[str]:
    """The keys after the button that was pressed: one more, or one less."""
    left = [key for key in keys if key != data.get(REMOVE)]
    if ADD in data and len(left) < most:
        left.append(next(key for key in map(str, range(1, _LAST_KEY)) if key not in keys))
    return left


def is_about_party(data: Any) -> bool:
    """Whether the form came only to have a companion more or less."""
    return ADD in data or REMOVE in data
