"""Tokens of programs, and webhooks with what they were sent."""

from symposium.api.models.tokens import AccessToken, Scope
from symposium.api.models.webhooks import KINDS, Delivery, Happening, Snapshot, Webhook

__all__ = ["KINDS", "AccessToken", "Delivery", "Happening", "Scope", "Snapshot", "Webhook"]
