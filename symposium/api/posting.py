"""Sending a message to an address that somebody typed: never to what is not on the open internet.

The name is looked up once, every address that it has is looked at, and the connection is made to one of those: there
is no second look-up that could answer otherwise. Redirects are answers like any other and are not followed; nothing
asks a proxy. The whole exchange ends after ``PATIENCE`` seconds, however slowly the other side speaks.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

PATIENCE = 8.0
# Bytes of an answer that are read; nothing in it is wanted.
MOST_READ = 4096
_NAT64 = ip_network("64:ff9b::/96")


class RefusedError(Exception):
    """Nothing is sent there."""


def check(url: str) -> SplitResult:
    """Take an address apart; raises RefusedError, with words for people, where it can be seen that nothing is sent."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError(_("This is no address.")) from None
    allowed = {"https", "http"} if settings.WEBHOOKS_PRIVATE else {"https"}
    if parts.scheme not in allowed:
        raise RefusedError(_("Write an address that begins with https://."))
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise RefusedError(_("Write an address with a host and without a password."))
    if parts.fragment:
        raise RefusedError(_("Write an address without a # in it."))
    if not settings.WEBHOOKS_PRIVATE:
        if port not in {None, 443}:
            raise RefusedError(_("Write an address without a port, or with port 443."))
        _refuse_private(parts.hostname)
    return parts


def _refuse_private(host: str) -> None:
    """What is an address by itself, or a name that is never one of the open internet."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal", ".home.arpa")):
        raise RefusedError(_("This host is not on the open internet."))
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return
    if not is_open(address):
        raise RefusedError(_("This host is not on the open internet."))


def is_open(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is an address of the open internet, also where an older one is carried in it."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            carried = IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_open(carried)
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send it; the status of the answer. Raises RefusedError, and OSError or HTTPException for what goes wrong."""
    parts = check(url)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    sock = _reach(host, parts.port or (443 if is_secure else 80))
    connection: http.client.HTTPConnection = http.client.HTTPConnection(host, parts.port, timeout=PATIENCE)
    if is_secure:
        context = ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        connection = http.client.HTTPSConnection(host, parts.port, timeout=PATIENCE, context=context)
    connection.sock = sock
    # A socket's own patience begins anew with every byte: this is the end of it.
    end = threading.Timer(PATIENCE, _hang_up, [sock])
    end.daemon = True
    end.start()
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        connection.request(
            "POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, dict(headers)
        )
        response = connection.getresponse()
        response.read(MOST_READ)
        return response.status
    finally:
        end.cancel()
        connection.close()


def _hang_up(sock: socket.socket) -> None:
    """Whoever waits for it is told at once that there is nothing more; also where it is encrypted."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _reach(host: str, port: int) -> socket.socket:
    """Connected to one of the addresses that the name has now, all of which must be allowed."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not settings.WEBHOOKS_PRIVATE:
        for *_way, place in found:
            if not is_open(ip_address(str(place[0]).partition("%")[0])):
                raise RefusedError(_("This host is not on the open internet."))
    error: OSError = OSError("no address")
    for family, kind, protocol, _name, place in found[:4]:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(PATIENCE / 4)
        try:
            sock.connect(place)
        except OSError as failed:
            sock.close()
            error = failed
        else:
            sock.settimeout(PATIENCE)
            return sock
    raise error
