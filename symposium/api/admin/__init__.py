"""The desk's pages of what programs are let do, and of what other sites show."""

from symposium.api.admin.deliveries import DeliveryAdmin
from symposium.api.admin.tokens import AccessTokenAdmin
from symposium.api.admin.webhooks import WebhookAdmin

__all__ = ["AccessTokenAdmin", "DeliveryAdmin", "WebhookAdmin"]
