"""How often one reader may ask for what costs something.

Counted in the cache, by windows of time: exact for several servers where they share one, else for each process alone.
"""

import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client(request: HttpRequest) -> str:
    """Who asks: an IPv4 address, or the /64 of an IPv6 address (what one household or one machine is given).

    Behind a proxy (SYMPOSIUM_BEHIND_PROXY) it is the last entry of X-Forwarded-For, which that proxy wrote; anything
    before it may have been made up. Without a proxy the header is not read at all.
    """
    address = _asker(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address) if address else "unknown"


def network(request: HttpRequest) -> str:
    """Whose neighbours ask: the /24 of an IPv4 address, the /48 of an IPv6 address (what one site is given)."""
    address = _asker(request)
    if address is None:
        return "unknown"
    return str(ip_network((address, 48 if isinstance(address, IPv6Address) else 24), strict=False).network_address)


def _asker(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    address = _address(last) if settings.BEHIND_PROXY else None
    return address or _address(request.META.get("REMOTE_ADDR", ""))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address in it, also of '192.0.2.1:4711' and '[2001:db8::1]:4711'; None where there is none."""
    host = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def count(name: str, whom: str, *, seconds: int) -> int:
    """Count one ``name`` of ``whom``; how many there were in this window of so many seconds, this one included.

    Zero where the cache could not tell: nobody is kept waiting for what was not counted.
    """
    key = f"limit.{name}.{whom}.{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # It went between the two lines: its window is over, or the cache is full.
        return 0


def wait(request: HttpRequest, name: str, *, most: int, seconds: int) -> int:
    """Count one request for ``name``; zero, or how many seconds to wait after more than ``most`` in ``seconds``."""
    now = int(time.time())
    counted = count(name, client(request), seconds=seconds)
    return seconds - now % seconds if counted > most else 0
