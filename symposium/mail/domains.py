"""The domains that this server may send mails for."""

from email.utils import parseaddr

from django.conf import settings
from django.utils.encoding import punycode


def domain_of(address: str) -> str:
    """The domain of an address as mail servers know it (IDNA), in small letters; empty where it has none."""
    return punycode(address.rpartition("@")[2].strip().casefold()) if "@" in address else ""


def sending_domains() -> list[str]:
    """That of the server's own address first, then those of SYMPOSIUM_FROM_DOMAINS."""
    own = domain_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    named = [punycode(domain.strip().casefold()) for domain in settings.FROM_DOMAINS]
    return list(dict.fromkeys(filter(None, [own, *named])))


def may_send_from(address: str) -> bool:
    """Whether mails may come from that address."""
    return domain_of(address) in sending_domains()
