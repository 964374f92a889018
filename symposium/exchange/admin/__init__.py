"""The desk's pages of what goes out and comes in."""

from symposium.exchange.admin.imports import ImportAdmin

__all__ = ["ImportAdmin"]
