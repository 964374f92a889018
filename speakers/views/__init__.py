"""Pages of a speaker's own, as addresses name them."""

from speakers.views.lost import LostView
from speakers.views.own import ConsentsView, DeletionView, NeedsView
from speakers.views.page import PageView, RightView, WithdrawView
from speakers.views.profile import EarlierView, NewPortraitView, PortraitView, ProfileView

__all__ = [
    "ConsentsView",
    "DeletionView",
    "EarlierView",
    "LostView",
    "NeedsView",
    "NewPortraitView",
    "PageView",
    "PortraitView",
    "ProfileView",
    "RightView",
    "WithdrawView",
]
