"""When two addresses are one."""

from django.utils.encoding import punycode


def email_key(address: str) -> str:
    """Equal for spellings of an address that are the same: case, and how a domain is written, make no difference.

    Empty for no address.
    """
    local, _at, domain = address.strip().rpartition("@")
    return f"{local.casefold()}@{punycode(domain.casefold())}" if domain else ""
