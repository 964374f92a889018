"""One row: looked at as its own form would look at it, and saved as its own page would save it."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Model, UniqueConstraint
from django.db.models.expressions import DatabaseDefault
from django.forms.models import model_to_dict, modelform_factory
from django.utils.translation import gettext as _

from registrations.exceptions import BlockInUseError, BlockTooLargeError, BlockTooSmallError
from registrations.forms.question_editing import QuestionForm
from registrations.models import Allocation, Question, RegistrationRules
from registrations.models.rules import SiteAccessField
from registrations.sealing import can_seal
from registrations.services import By, remove_block, set_block
from symposium.accounts.admin_forms import Refusal
from symposium.exchange.models import Kind

_ASKED = ("label", "help", "kind", "choices", "is_required", "is_retired", "shown_after", "shown_if", "mode")
_question_form = modelform_factory(Question, form=QuestionForm, fields=[*_ASKED, "allocation"])


def filled[M: Model](row: M) -> M:
    """A new row whose columns hold what the database would fill in: it is looked at before it is saved."""
    for field in row._meta.concrete_fields:
        if isinstance(getattr(row, field.attname), DatabaseDefault):
            setattr(row, field.attname, field.db_default)
    return row


def check(row: Any, *, named: Collection[str] = (), pictures: Collection[str] = ()) -> dict[str, list[str]]:
    """What is wrong with a row that is about to be saved, by field; tidies it as its form would.

    ``named`` are fields that point to rows which are known to be there, ``pictures`` those that were looked at before.
    """
    try:
        if type(row) in _CHECKS:
            _CHECKS[type(row)](row)
        else:
            _look(row, {*named, *pictures}, set(pictures))
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        return {"" if name == NON_FIELD_ERRORS else name: words for name, words in found.items()}
    return {}


def _look(row: Any, known: set[str], pictures: set[str]) -> None:
    """``full_clean``, without asking for what is known, nor twice for what the database refuses by name."""
    wrong: dict[str, Any] = {}
    unique = [one for one in row._meta.constraints if isinstance(one, UniqueConstraint)]
    looks: list[Callable[[set[str]], object]] = [
        lambda _names: row.clean_fields(exclude=known),
        lambda _names: row.clean(),
        lambda names: row.validate_unique(exclude=names),
        *(partial(_look_at, one, row) for one in unique),
    ]
    for look in looks:
        try:
            look({*pictures, *wrong})
        except ValidationError as error:
            wrong = error.update_error_dict(wrong)
    if wrong:
        raise ValidationError(wrong)


def _look_at(constraint: UniqueConstraint, row: Any, names: set[str]) -> None:
    constraint.validate(type(row), row, exclude=names)


def _check_question(question: Question) -> None:
    form = _question_form(model_to_dict(question, [*_ASKED, "allocation"]), instance=question)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())


def _check_rules(rules: RegistrationRules) -> None:
    rules.full_clean()
    if set(rules.site_access_fields) - set(SiteAccessField.values):
        raise ValidationError({"site_access_fields": _("Ask only for: %s.") % ", ".join(SiteAccessField.values)})
    if rules.site_access_fields and not can_seal():
        words = _("This server has no key to keep such details safe, so they cannot be asked for.")
        raise ValidationError({"site_access_fields": words})


_CHECKS: dict[type, Callable[[Any], None]] = {Question: _check_question, RegistrationRules: _check_rules}


def save(row: Any, by: By) -> Any:
    """Save a row that was checked; the row as it is stored. Raises ValidationError for what the database refuses."""
    try:
        if isinstance(row, Allocation):
            return _save_block(row, by)
        row.save()
    except IntegrityError as error:
        refusal = Refusal.of(error)
        raise ValidationError({refusal.field or NON_FIELD_ERRORS: refusal.message}) from None
    return row


def _save_block(block: Allocation, by: By) -> Allocation:
    """Seats are counted at the registration desk."""
    try:
        return set_block(block.event, block.organisation, seats=block.seats, releases_at=block.releases_at, by=by)
    except BlockTooLargeError as error:
        words = _("Fewer seats are free: this block can hold %(most)d.") % {"most": error.most}
    except BlockTooSmallError as error:
        words = _("%(taken)d seats of this block are taken. Cancel registrations first.") % {"taken": error.taken}
    raise ValidationError({"seats": words})


def remove(kind: Kind, row: Any, by: By) -> None:
    """Delete a row that an import made. Raises ValidationError where guests hang on it."""
    if kind != Kind.ALLOCATIONS:
        row.delete()
        return
    try:
        remove_block(row, by=by)
    except BlockInUseError:
        raise ValidationError(_("Guests, invitations or questions name this block.")) from None
