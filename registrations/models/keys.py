"""When two addresses are one (``kit.addresses``), as models and migrations here call it."""

from symposium.kit.addresses import email_key

__all__ = ["email_key"]
