"""Forms of a speaker's own pages."""

from speakers.forms.own import ConsentsForm, LostForm, NeedsForm
from speakers.forms.portrait import PortraitForm
from speakers.forms.profile import AffiliationRows, LinkRows, ProfileForm, cleaned_rows

__all__ = [
    "AffiliationRows",
    "ConsentsForm",
    "LinkRows",
    "LostForm",
    "NeedsForm",
    "PortraitForm",
    "ProfileForm",
    "cleaned_rows",
]
