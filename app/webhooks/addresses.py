"""Where a webhook may lead: to public addresses only, whatever its name, whenever it is asked.

A name is looked up once for each connection, and the connection goes to an address that was found
public then: a name that leads elsewhere a moment later leads nowhere. One address that is not
public is enough to refuse a name.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LookUp = Callable[[str, int], list[str]]

LONGEST_URL = 2_000
LOOK_UP_S = 3.0
LOOKS_AT_ONCE = 8
"""For requests, and as many for deliveries."""
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII)
LAST = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}", re.ASCII)
"""The last label of a name in public: not a number in any writing."""

CLOSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # link-local, where clouds keep their metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries any IPv4 address
        "3fff::/20",  # documentation
    )
]
"""By the special-purpose registries of IANA."""
UNICAST = ipaddress.IPv6Network("2000::/3")
"""Outside of it no IPv6 address is public: loopback, link-local, unique local, multicast …"""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class UrlRefused(Exception):
    """No webhook may have this URL. The message says what would be right, never what was sent."""


class AddressRefused(Exception):
    """The name leads to no address, or to one that is not public. Which, is not told: a name of
    somebody's inner network is not to be guessed at."""


class LookUpTimedOut(Exception):
    """The name was not found in time. It says nothing of where it leads; it may be tried again."""


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in UNICAST:
            return False
    closed = any(address in network for network in CLOSED if network.version == address.version)
    return address.is_global and not closed


def system_look_up(host: str, port: int) -> list[str]:
    """As the machine has it: /etc/hosts, then DNS. May take as long as DNS does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Names:
    """Looks names up, each time anew.

    Args:
        allow_private: for development and tests: any address, and http.
        look_up: raises OSError for a name that is not there.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        look_up: LookUp = system_look_up,
        look_up_s: float = LOOK_UP_S,
    ) -> None:
        self.allow_private = allow_private
        self._look_up = look_up
        self._look_up_s = look_up_s
        # Of their own: names that are slow to find must not keep anything else waiting, nor may
        # whoever makes webhooks with such names keep the webhooks of others waiting.
        self._of_requests = ThreadPoolExecutor(LOOKS_AT_ONCE, "names")
        self._of_deliveries = ThreadPoolExecutor(LOOKS_AT_ONCE, "names-of-deliveries")

    def check(self, url: str) -> None:
        """Whether a webhook may have this URL, as far as can be told without the network.

        Raises:
            UrlRefused: it may not.
        """
        if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            raise UrlRefused(f"should be an https URL of at most {LONGEST_URL} ASCII characters")
        host, port, scheme = _parts(url)
        if scheme not in (("https", "http") if self.allow_private else ("https",)):
            raise UrlRefused("should begin with https://")
        if self.allow_private:
            return
        name, _, last = host.rpartition(".")
        if len(host) > 253 or not NAME.fullmatch(host) or not name or not LAST.fullmatch(last):
            raise UrlRefused("should name a host by its full public name, not by an address")
        if port != 443 and port < 1024:
            raise UrlRefused("should have port 443, or one from 1024 on")

    def addresses(self, host: str, port: int) -> list[Address]:
        """Where `host` leads now, for a request; every one of them may be connected to. Blocks for
        `look_up_s` at most.

        Raises:
            AddressRefused: it leads nowhere, or somewhere that is not public.
            LookUpTimedOut: nobody knows yet.
        """
        looking = self._of_requests.submit(self._look_up, host, port)
        try:
            found = looking.result(self._look_up_s)
        except TimeoutError:
            looking.cancel()  # where it has not begun, nobody waits for it any more
            raise LookUpTimedOut from None
        except (OSError, ValueError):  # what is no name for DNS is a UnicodeError
            raise AddressRefused from None
        return self._vetted(found)

    async def find(self, host: str, port: int) -> list[Address]:
        """`addresses`, for a delivery, which may not block."""
        looking = self._of_deliveries.submit(self._look_up, host, port)
        try:  # who stops waiting cancels it, where it has not begun
            found = await asyncio.wait_for(asyncio.wrap_future(looking), self._look_up_s)
        except TimeoutError:
            raise LookUpTimedOut from None
        except (OSError, ValueError):
            raise AddressRefused from None
        return self._vetted(found)

    def _vetted(self, found: list[str]) -> list[Address]:
        addresses = list(dict.fromkeys(map(ipaddress.ip_address, found)))
        if not addresses or not (self.allow_private or all(map(is_public, addresses))):
            raise AddressRefused
        return addresses


def place(url: str) -> tuple[str, int]:
    """Host and port of a URL that was checked."""
    host, port, _ = _parts(url)
    return host, port


Scheme = Literal["https", "http", ""]


def _parts(url: str) -> tuple[str, int, Scheme]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UrlRefused("should be a URL") from None
    if "@" in parts.netloc or "\\" in url or "#" in url:
        raise UrlRefused("should have neither a user, a backslash nor a fragment")
    if not parts.hostname or parts.netloc.endswith(":"):
        raise UrlRefused("should name a host")
    scheme: Scheme = (
        "https" if parts.scheme == "https" else "http" if parts.scheme == "http" else ""
    )
    usual = 443 if scheme == "https" else 80
    return parts.hostname, usual if port is None else port, scheme
